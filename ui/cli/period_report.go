package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
	"floorwatch/poller/history"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/system"
	"floorwatch/ui/report/period"
	"floorwatch/ui/suggest"
)

// exitNothing is report's exit status if nothing was kept of the period.
const exitNothing = 3

// periodOptions are the flags of report.
type periodOptions struct {
	ask    history.Ask
	shift  string
	by     string
	team   string
	agent  int64
	names  bool
	format string
	table  string
	bom    bool
	output string
	dir    string
	demo   bool
	seed   uint64
}

func reportCommand(o *options, w Env) *cobra.Command {
	var r periodOptions
	cmd := &cobra.Command{
		Use:   "report [PERIOD]",
		Short: "Report on a day, a week or a shift from the history",
		Long: "Report adds up the figures that [history] keeps. PERIOD is today, yesterday, monday, 2026-11-27, week,\n" +
			"last-week, 2026-W48, month, last-month or 2026-11; default: today. Weeks start on Monday.\n" +
			"Exit status: 0; 1 the report cannot be written; 2 wrong flag or configuration; 3 nothing was kept.\n" +
			"A report never contains messages, and names of agents only with --names or --demo.",
		Example: "floorwatch report yesterday\nfloorwatch report --shift early yesterday\nfloorwatch report last-week --by day --format html -o week.html\n" +
			"floorwatch report --demo --format html -o demo.html",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				r.ask.Word = args[0]
			}
			return runReport(cmd.Context(), *o, r, w)
		},
	}
	f := cmd.Flags()
	f.StringVar(&r.ask.From, "from", "", "begin at this TIME, such as \"2026-11-27 06:00\", at a quarter hour")
	f.StringVar(&r.ask.To, "to", "", "end at this TIME")
	f.StringVar(&r.shift, "shift", "", "only the [[shift]] with this NAME on the period's days")
	f.StringVar(&r.by, "by", "", "a row for each hour, day, weekday, agent, team or load (default: hour up to two days, else day)")
	f.StringVar(&r.team, "team", "", "only the team with this NAME")
	f.Int64Var(&r.agent, "agent", 0, "only the agent with this NUMBER")
	f.BoolVar(&r.names, "names", false, "include agents' names")
	f.StringVar(&r.format, "format", "text", "print "+listed(period.Formats, "or"))
	f.StringVar(&r.table, "table", "", "print this table as csv: "+listed(period.Tables, "or"))
	f.BoolVar(&r.bom, "bom", false, bomHelp)
	f.StringVarP(&r.output, "output", "o", "", "write to this FILE instead, completely or not at all")
	f.StringVar(&r.dir, "dir", "", "read the figures in this FOLDER instead of the one under [history]")
	f.BoolVar(&r.demo, "demo", false, "report eight invented weeks; needs no configuration")
	f.Uint64Var(&r.seed, "demo-seed", 1, "a different number gives different invented weeks")
	_ = f.MarkHidden("demo-seed") // for developers, as the dashboard's
	cmd.MarkFlagsMutuallyExclusive("demo", "dir")
	cmd.MarkFlagsMutuallyExclusive("team", "agent")
	return cmd
}

func runReport(ctx context.Context, o options, r periodOptions, w Env) error {
	if err := r.check(); err != nil {
		return err
	}
	cfg, err := reportConfig(o, r, w)
	if err != nil {
		return err
	}
	report, err := readReport(ctx, cfg, r, w, time.Now())
	var nothing *history.NothingError
	var unknown *history.UnknownError
	switch {
	case errors.As(err, &nothing):
		return exitStatus{code: exitNothing, err: err}
	case errors.As(err, &unknown):
		return nobodyCalled(unknown)
	case ctx.Err() != nil:
		return exitWith(exitFault, err)
	case err != nil:
		return err
	}
	return exitWith(exitFault, writeReport(ctx, report, cfg, r, o, w))
}

// check returns an error for flags that are wrong whatever the configuration and the history hold.
func (r periodOptions) check() error {
	switch {
	case r.table != "" && r.format != "csv":
		return errors.New("--table works with --format csv only: add that, or leave --table out")
	case r.bom && r.format != "csv":
		return bomWithout(r.format)
	case r.shift != "" && (r.ask.From != "" || r.ask.To != ""):
		return errors.New("--shift goes with a PERIOD, not with --from and --to")
	}
	err := r.ask.Check()
	if odd, ok := errors.AsType[*history.PeriodError](err); ok {
		odd.Meant = suggest.Nearest(odd.Word, history.PeriodWords())
	}
	return err
}

// reportConfig returns the configuration, which --demo and --dir do not need.
func reportConfig(o options, r periodOptions, w Env) (config.Config, error) {
	switch {
	case r.demo && o.config == "":
		return config.Default(), nil
	case o.config == "" && r.dir != "":
		return viewerConfig(o, w)
	}
	return readConfig(o, w)
}

func reportSource(cfg config.Config, r periodOptions, w Env, now time.Time) (history.Source, error) {
	if r.demo {
		return history.NewDemo(r.seed, now, cfg.Screen.Location()), nil
	}
	none := exitStatus{code: exitNothing, err: errors.New("no figures are kept: set dir under [history], or name a folder with --dir")}
	dir, err := storageFolder(config.HistoryDir, w, cmp.Or(r.dir, cfg.History.Dir), none)
	if err != nil {
		return nil, err
	}
	if _, err := os.ReadDir(dir); err != nil && r.dir != "" {
		return nil, fmt.Errorf("cannot read the figures: %w", err)
	}
	return history.Folder{Dir: dir}, nil
}

// unknownShift returns an error that lists the shifts.
func unknownShift(name string, shifts []history.Shift) error {
	var names []string
	for _, s := range shifts {
		names = append(names, s.Name)
	}
	switch best := suggest.Nearest(name, names); {
	case len(names) == 0:
		return fmt.Errorf("--shift is %q, and the configuration has no [[shift]]: config.example.toml shows one", name)
	case best != "":
		return fmt.Errorf("--shift is %q, which is not a [[shift]] (did you mean %q?)", name, best)
	}
	return fmt.Errorf("--shift is %q, which is not a [[shift]]: they are %s", name, config.QuotedList(names))
}

// readReport builds the report that the flags ask for. Their period is checked before the figures are looked for.
func readReport(ctx context.Context, cfg config.Config, r periodOptions, w Env, now time.Time) (*ledger.PeriodReport, error) {
	p, err := r.period(cfg, now)
	if err != nil {
		return nil, err
	}
	src, err := reportSource(cfg, r, w, now)
	if err != nil {
		return nil, err
	}
	return makeReport(cfg, r, p, endable{src, ctx}, now)
}

// An endable is a history of which nothing is read once the program is told to end.
type endable struct {
	history.Source
	ctx context.Context
}

func (e endable) Read(day string, depth history.Depth) (*ledger.Day, error) {
	if err := e.ctx.Err(); err != nil {
		return nil, err
	}
	return e.Source.Read(day, depth)
}

// period returns the period of the report.
func (r periodOptions) period(cfg config.Config, now time.Time) (history.Period, error) {
	ask := r.ask
	if r.shift != "" {
		i := slices.IndexFunc(cfg.Shifts, func(s history.Shift) bool { return s.Name == r.shift })
		if i < 0 {
			return history.Period{}, unknownShift(r.shift, cfg.Shifts)
		}
		ask.Shift = &cfg.Shifts[i]
	}
	return history.ParsePeriod(ask, now, cfg.Screen.Location())
}

// makeReport builds the report of a period.
func makeReport(cfg config.Config, r periodOptions, p history.Period, src history.Source, now time.Time) (*ledger.PeriodReport, error) {
	by := history.By(cmp.Or(r.by, string(history.DefaultBy(p))))
	limits := model.ViewLimits(cfg.Limits, cfg.Teams, r.team)
	report, err := history.NewReport(src, history.Query{
		Period: p, By: by, Team: history.CleanTeam(r.team), Agent: model.AgentID(r.agent), Teams: cfg.Teams, Now: now,
		FirstReply: limits.FirstReply, NextReply: limits.NextReply, Heat: r.format == "html", Usual: cfg.History.UsualOptions(),
		Chats: period.MostChats(r.format, r.table),
	})
	if err != nil {
		return nil, err
	}
	report.Floor, report.Invented = safetext.Line(cfg.Screen.Name), r.demo || report.Invented
	return report, nil
}

// nobodyCalled returns an error for an unknown team or agent that lists the known ones.
func nobodyCalled(e *history.UnknownError) error {
	names, list, empty := e.Teams, config.QuotedList(e.Teams), "; neither the configuration nor what was kept names a team"
	if e.Team == "" {
		names = nil
		for _, a := range e.Agents {
			names = append(names, strconv.FormatInt(int64(a), 10))
		}
		list, empty = strings.Join(names[:min(len(names), 20)], ", "), "; neither the configuration nor what was kept names an agent"
		if len(names) > 20 {
			list += ", …"
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("%w%s", e, empty)
	}
	if best := suggest.Nearest(e.Team, names); best != "" && e.Team != "" { // numbers are always similar
		return fmt.Errorf("%w (did you mean %q?); there are %s", e, best, list)
	}
	return fmt.Errorf("%w; there are %s", e, list)
}

func writeReport(ctx context.Context, report *ledger.PeriodReport, cfg config.Config, r periodOptions, o options, w Env) error {
	options := period.Options{
		Names: r.names || r.demo, ASCII: o.noUnicode, Address: cfg.Screen.Address, Table: r.table, BOM: r.bom, Version: version(),
	}
	if r.output == "" {
		return period.Write(w.Out, r.format, report, options)
	}
	var b strings.Builder
	if err := period.Write(&b, r.format, report, options); err != nil {
		return err
	}
	if err := system.WriteOutput(ctx, r.output, b.String(), r.names, w.Out); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	return nil
}
