package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	list    string // instead of the floor: "" or missed
	timeout time.Duration

	complete string // what must be known before it ends: "", half-hour or today
}

// listMissed is the value of --list.
const listMissed = "missed"

// The values of --complete.
const (
	completeHalfHour = "half-hour"
	completeToday    = "today"
)

func snapshotCommand(o *options, w Env) *cobra.Command {
	var s snapshotOptions
	cmd := &cobra.Command{
		Use:   "snapshot",
		Short: "Print the floor once, for cron, tmux, Nagios and Prometheus",
		Long: "Snapshot reads until it knows who is waiting, or gets the floor from a server's socket, prints it and exits.\n" +
			"The exit status is the level: 0 ok, 1 warn, 2 critical, 3 unknown. It never prints\n" +
			"messages, and people's names only with --names.",
		Example: "floorwatch snapshot --connect /run/floorwatch/socket\nfloorwatch snapshot --demo --format json\nfloorwatch snapshot --connect /run/floorwatch/socket --list missed --format csv",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.once = true
			return runSnapshot(cmd.Context(), *o, s, w)
		},
	}
	o.readerFlags(cmd.Flags())
	cmd.Flags().StringVar(&s.format, "format", "text", "print text, json, csv or prometheus")
	cmd.Flags().StringVarP(&s.output, "output", "o", "", "write to this FILE instead, completely or not at all; - is standard output")
	cmd.Flags().BoolVar(&s.bom, "bom", false, bomHelp)
	cmd.Flags().BoolVar(&s.names, "names", false, "include names of visitors and agents")
	cmd.Flags().BoolVar(&s.explain, "explain", false, "explain how each figure was computed, in text and json")
	cmd.Flags().StringVar(&s.list, "list", "", "print a list instead of the floor: missed, today's chats that ended without any answer (\"missed\") or with the last message unanswered (\"dropped\"), in text, json or csv")
	cmd.Flags().StringVar(&s.complete, "complete", "", "wait until the figures of half-hour or today are complete; without it snapshot exits once it knows who is waiting")
	cmd.Flags().DurationVar(&s.timeout, "timeout", 2*time.Minute, "give up after this TIME")
	return cmd
}

func runSnapshot(ctx context.Context, o options, s snapshotOptions, w Env) error {
	write := report.Formats()[s.format]
	if s.explain && s.format != "text" && s.format != "json" {
		return fmt.Errorf("--explain works with text and json, not with %s", s.format)
	}
	if s.list != "" {
		if s.explain || s.format == "prometheus" {
			return errors.New("--list works with text, json and csv, and without --explain")
		}
		write = func(out io.Writer, r *report.Report) error {
			if r.Missed == nil {
				return nil // the floor was not read, which is reported elsewhere; an empty list would mean that nobody was missed
			}
			return r.Missed.Write(out, s.format)
		}
	}
	if s.bom && s.format != "csv" {
		return bomWithout(s.format)
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
	o, err := o.findServer(w)
	if err != nil {
		return err
	}
	session, err := openFloorSession(ctx, o, w)
	if err != nil {
		return err
	}
	defer session.close()
	r, failed := readOnce(session.group, session.cfg, session.source, o.connect != "", s)
	if err := session.group.stop(); err != nil {
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

// readOnce reads until all waits are known, or what --complete names; from a server it uses
// what that knows. At its time-out it reports what is known by then, with an error that says
// how far it got. After another error the report says why nothing is known.
func readOnce(group *group, cfg config.Config, source floorSource, connected bool, s snapshotOptions) (*report.Report, error) {
	c := &collector{board: board.New(cfg.Board()), news: make(chan struct{}, 1)}
	group.start("poller", func(ctx context.Context) error { return source.Run(ctx, c.apply) })
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
		snap, h := c.floor()
		current := h.State.Current()
		switch {
		case current && enough(snap, h, connected, s.complete):
			return c.report(cfg, s), nil
		case late && (current || h.State == model.StateStarting && !h.LastGood.IsZero()):
			return c.report(cfg, s), saying(fmt.Errorf("%w: %s", err, h.Word()), h)
		case h.State == model.StateTokenRejected, connected && h.State == model.StateRetrying:
			return unreadReport(cfg, h), errors.New(h.Why.String())
		case late && connected && h.At.IsZero():
			return unreadReport(cfg, h), fmt.Errorf("the server on this box accepted the connection but sent nothing within %v", s.timeout)
		case err != nil:
			return unreadReport(cfg, h), saying(err, h)
		}
	}
}

// saying adds a Health's sentence to an error.
func saying(err error, h model.Health) error {
	if h.Why.IsEmpty() {
		return err
	}
	return fmt.Errorf("%w: %s", err, h.Why)
}

// enough reports whether a snapshot has read enough.
func enough(s *model.Snapshot, h model.Health, connected bool, complete string) bool {
	switch {
	case complete == completeHalfHour:
		return s.KnownSince(s.Headline.HalfHour.From)
	case complete == completeToday:
		return s.KnownSince(s.Headline.Today.From)
	case !connected:
		return s.WaitsKnown()
	case s.Coverage.Derived: // an older server, which retries failures forever
		return h.Read || h.ReadAll > 0 && !h.Reading()
	}
	return true // the server's coverage has arrived, with all it knows
}

func unreadReport(cfg config.Config, h model.Health) *report.Report {
	return report.Unknown(time.Now().Add(h.Skew), h, cfg.Report(false))
}

// A collector applies the Events of a floorSource to a Board.
type collector struct {
	news chan struct{}

	mu    sync.Mutex
	board *board.Board
}

func (c *collector) apply(e model.Event) {
	c.mu.Lock()
	c.board.Apply(e)
	c.mu.Unlock()
	if e.Health == nil && e.Coverage == nil {
		return
	}
	select {
	case c.news <- struct{}{}:
	default:
	}
}

// floor returns the floor now, and how well it is read.
func (c *collector) floor() (*model.Snapshot, model.Health) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.board.Health()
	s := c.board.At(time.Now().Add(h.Skew))
	return s, s.EffectiveHealth(h)
}

func (c *collector) report(cfg config.Config, s snapshotOptions) *report.Report {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.board.Health()
	now := time.Now().Add(h.Skew)
	snap, options := c.board.At(now), cfg.Report(s.names)
	r := report.Build(snap, h, options)
	r.Missed = report.MissedOf(snap, c.board.Missed(now), options)
	if s.explain {
		r.Explain = report.Explain(c.board, now)
	}
	return r
}

// deliver writes the report to --output, or to out.
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
