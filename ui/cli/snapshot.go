package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/system"
	"floorwatch/ui/report"
	"floorwatch/ui/report/table"
)

// snapshotOptions are the flags of snapshot.
type snapshotOptions struct {
	format  string
	bom     bool
	output  string // a path
	names   bool
	explain bool
	timeout time.Duration
}

func snapshotCommand(o *options, w Env) *cobra.Command {
	var s snapshotOptions
	cmd := &cobra.Command{
		Use:   "snapshot",
		Short: "Print the floor once, for cron, tmux, Nagios and Prometheus",
		Long: "Snapshot reads the whole floor once, or takes it from a server's socket at once, prints it and ends.\n" +
			"The exit status is the level: 0 ok, 1 warn, 2 critical, 3 unknown. What people wrote is never in it,\n" +
			"their names only with --names.",
		Example: "floorwatch snapshot --connect /run/floorwatch/socket\nfloorwatch snapshot --demo --format json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.once = true
			return runSnapshot(cmd.Context(), *o, s, w)
		},
	}
	o.readerFlags(cmd.Flags())
	cmd.Flags().StringVar(&s.format, "format", "text", "text, json, csv or prometheus")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formatNames(), cobra.ShellCompDirectiveNoFileComp)) // fails only for a flag that is not there
	cmd.Flags().StringVarP(&s.output, "output", "o", "", "write to this file instead, whole or not at all; - is standard output")
	cmd.Flags().BoolVar(&s.bom, "bom", false, "begin CSV with a byte order mark, by which spreadsheets know UTF-8")
	cmd.Flags().BoolVar(&s.names, "names", false, "with the names of visitors and agents")
	cmd.Flags().BoolVar(&s.explain, "explain", false, "say how each figure came about, in text and json")
	cmd.Flags().DurationVar(&s.timeout, "timeout", 2*time.Minute, "give up after this long")
	return cmd
}

func runSnapshot(ctx context.Context, o options, s snapshotOptions, w Env) error {
	write, ok := report.Formats()[s.format]
	if !ok {
		return fmt.Errorf("--format is %q, must be text, json, csv or prometheus", s.format)
	}
	if s.explain && s.format != "text" && s.format != "json" {
		return fmt.Errorf("--explain works with text and json, not with %s", s.format)
	}
	if s.bom && s.format != "csv" {
		return fmt.Errorf("--bom works with csv, not with %s", s.format)
	}
	if s.bom {
		rows := write
		write = func(out io.Writer, r *report.Report) error {
			if _, err := io.WriteString(out, table.BOM); err != nil {
				return err
			}
			return rows(out, r)
		}
	}
	if s.timeout <= 0 {
		return errors.New("--timeout must be above 0")
	}
	reading, err := openReading(ctx, o, w)
	if err != nil {
		return err
	}
	defer reading.close()
	r, failed := readOnce(reading.group, reading.cfg, reading.reader, o.connect != "", s)
	if err := reading.group.stop(); err != nil {
		return err
	}
	if err := deliver(ctx, s, r, write, w.Out); err != nil {
		return err
	}
	if failed != nil {
		return exitWith(r.ExitCode(), failed)
	}
	if code := r.ExitCode(); code != exitOK {
		return exitStatus{code: code}
	}
	return nil
}

// readOnce reads until the first read is over and reports the floor; from a server that goes on
// trying to read what fails it takes what there is. At its time-out it reports what is known by
// then, with the error. After another error the report says why nothing is known.
func readOnce(group *group, cfg config.Config, reader reader, atOnce bool, s snapshotOptions) (*report.Report, error) {
	c := &collector{board: board.New(cfg.Board()), news: make(chan struct{}, 1)}
	group.start("poller", func(ctx context.Context) error { return reader.Run(ctx, c.take) })
	timer := time.NewTimer(s.timeout)
	defer timer.Stop()
	for {
		var err error
		late := false
		select {
		case <-c.news:
		case <-group.ctx.Done():
			err = errors.New("ended before the floor was read")
		case <-timer.C:
			err, late = fmt.Errorf("the floor was not read within %v", s.timeout), true
		}
		h := c.health()
		switch {
		case h.Read, atOnce && h.ReadAll > 0 && !h.Reading() && h.State.Current():
			return c.report(cfg, s), nil
		case late && !h.LastGood.IsZero() && h.State.Current():
			if !h.Why.IsEmpty() {
				err = fmt.Errorf("%w: %s", err, h.Why)
			}
			return c.report(cfg, s), err
		case h.State == model.StateTokenRejected, atOnce && h.State == model.StateRetrying:
			return unknown(cfg, h), errors.New(h.Why.String())
		case err != nil && !h.Why.IsEmpty():
			return unknown(cfg, h), fmt.Errorf("%w: %s", err, h.Why)
		case err != nil:
			return unknown(cfg, h), err
		}
	}
}

func unknown(cfg config.Config, h model.Health) *report.Report {
	return report.Unknown(time.Now().Add(h.Skew), h, cfg.Report(false))
}

// A collector takes in what a reader brings.
type collector struct {
	news chan struct{}

	mu    sync.Mutex
	board *board.Board
}

func (c *collector) take(e model.Event) {
	c.mu.Lock()
	c.board.Apply(e)
	c.mu.Unlock()
	if e.Health == nil {
		return
	}
	select {
	case c.news <- struct{}{}:
	default:
	}
}

func (c *collector) health() model.Health {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.board.Health()
}

func (c *collector) report(cfg config.Config, s snapshotOptions) *report.Report {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.board.Health()
	now := time.Now().Add(h.Skew)
	r := report.Build(c.board.At(now), h, cfg.Report(s.names))
	if s.explain {
		r.Explain = report.Explain(c.board, now)
	}
	return r
}

// deliver writes the report to where it was asked for, or to out.
func deliver(ctx context.Context, s snapshotOptions, r *report.Report, write func(io.Writer, *report.Report) error, out io.Writer) error {
	if s.output == "" {
		return write(out, r)
	}
	var b strings.Builder
	if err := write(&b, r); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	if err := system.WriteOutput(ctx, s.output, b.String(), s.names, out); err != nil {
		return fmt.Errorf("cannot write the snapshot: %w", err)
	}
	return nil
}

func formatNames() []string { return slices.Sorted(maps.Keys(report.Formats())) }
