// Package cli is floorwatch's command line and the one place where its parts are
// put together: commands, options, configuration, exit status. It may import every
// other package, and only main imports it.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"floorwatch/ui/cli/config"
)

// Exit statuses.
const (
	exitOK    = 0
	exitFault = 1 // it started and failed
	exitUsage = 2 // it could not start: a wrong flag, configuration, token or terminal
)

// Env is everything outside the program that a run touches, so that a test can hand in its own.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string // an environment variable; "" where it is not set
	System   string              // the configuration of all users of the machine; empty: there is none
	Hangup   <-chan os.Signal    // SIGHUP: a closed terminal, or for a server the wish to read its configuration again
	Example  []byte              // what `floorwatch init` writes
}

// Main runs the program in the process's own environment, with example for
// `floorwatch init`, and returns the exit status.
func Main(example []byte) int {
	harden()
	ctx, stop := signal.NotifyContext(context.Background(), ends()...)
	defer stop()
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	return Run(ctx, os.Args[1:], Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, System: config.SystemPath(), Hangup: hangup, Example: example,
	})
}

// ends are the signals that end a run in order. Left to the runtime, SIGQUIT and
// SIGABRT would end it at once and leave the terminal raw.
func ends() []os.Signal {
	return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGABRT}
}

// Run is the whole program. It returns the exit status.
func Run(ctx context.Context, args []string, w Env) int {
	root := command(w)
	root.SetArgs(args)
	root.SetIn(w.In)
	root.SetOut(w.Out)
	root.SetErr(w.Err)
	var failure error
	keepErrors(root, &failure)
	err := fang.Execute(ctx, root, fang.WithVersion(version()), fang.WithErrorHandler(printError))
	if err == nil && failure != nil {
		err = failure
		printError(w.Err, fang.Styles{}, err)
	}
	var status exitStatus
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &status):
		return status.code
	}
	if cmd, _, err := root.Find(args); err == nil && cmd.Name() == "snapshot" {
		return exitUnknown // for Nagios exitUsage would mean that the floor is critical
	}
	return exitUsage
}

// keepErrors keeps what the commands return from fang, which asks the terminal
// for its background before it prints an error: a terminal that has just been
// restored, or that takes nothing any more. Wrong flags are still fang's.
func keepErrors(c *cobra.Command, failure *error) {
	if run := c.RunE; run != nil {
		c.RunE = func(cmd *cobra.Command, args []string) error {
			*failure = run(cmd, args)
			return nil
		}
	}
	for _, sub := range c.Commands() {
		keepErrors(sub, failure)
	}
}

// exitStatus is an error with an exit status of its own; without one it is exitUsage.
type exitStatus struct {
	code int
	err  error // nil: everything has been said already
}

func (e exitStatus) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e exitStatus) Unwrap() error { return e.err }

// printError prints one plain sentence: it may end in a log, a pipe or a screen reader.
func printError(w io.Writer, _ fang.Styles, err error) {
	if text := err.Error(); text != "" {
		fmt.Fprintf(w, "floorwatch: %s\n", text)
	}
}

// command builds the command line.
func command(w Env) *cobra.Command {
	o := options{noUnicode: noUnicode(w.Getenv)}
	root := &cobra.Command{
		Use:   "floorwatch",
		Short: "See who is waiting on a live-chat floor", // the man page's head, which holds some 50 characters
		Long: "Floorwatch shows a live-chat floor on Acquire in the terminal: who is waiting, for how long, " +
			"who has seen it and not answered, and which agent needs help.",
		Example: "floorwatch --demo\nfloorwatch --demo --config my.toml\nfloorwatch init\nfloorwatch check\nfloorwatch --config my.toml\n" +
			"floorwatch serve --socket /run/floorwatch/socket\nfloorwatch --connect /run/floorwatch/socket",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runDashboard(cmd.Context(), o, w) },
	}
	root.PersistentFlags().StringVar(&o.config, "config", "", "configuration file (default: ~/.config/floorwatch/config.toml, else /etc/floorwatch/config.toml)")
	root.PersistentFlags().StringVar(&o.log, "log", "", "write what the program does to this file, or auto: $XDG_STATE_HOME/floorwatch/floorwatch.log; never what people say")
	o.readerFlags(root.Flags())
	root.Flags().StringVar(&o.record, "record", "", "record the floor into this folder, a file a day, or auto: $XDG_DATA_HOME/floorwatch")
	root.Flags().BoolVar(&o.wall, "wall", false, "show the wall display: big figures that need no key")
	root.Flags().BoolVar(&o.plain, "plain", false, "tell what happens as lines of text, for screen readers and logs; needs no terminal")
	root.Flags().BoolVar(&o.readOnly, "read-only", false, "change nothing that others see and copy nothing: no acknowledgements, no clipboard")
	serve, snapshot := serveCommand(&o, w), snapshotCommand(&o, w)
	root.AddCommand(checkCommand(&o, w), initCommand(&o, w), serve, replayCommand(&o, w), snapshot, reportCommand(&o, w), historyCommand(&o, w), searchCommand(&o, w))
	for _, cmd := range []*cobra.Command{root, snapshot} {
		cmd.MarkFlagsMutuallyExclusive("demo", "connect")
	}
	root.MarkFlagsMutuallyExclusive("record", "connect")
	serve.MarkFlagsMutuallyExclusive("demo", "config")
	return root
}

// options are the flags.
type options struct {
	config      string
	log         string
	connect     string // the socket of a server
	record      string // a folder
	socket      string // to serve on
	readOnly    bool
	noUnicode   bool // the terminal's
	once        bool // records nothing, whatever the configuration says
	demo        bool
	demoThreads int
	demoAgents  int
	demoSeed    uint64
	demoFaults  bool
	plain       bool
	wall        bool
}

// readerFlags say where the floor comes from.
func (o *options) readerFlags(flags *pflag.FlagSet) {
	o.demoFlags(flags)
	flags.StringVar(&o.connect, "connect", "", "show what a server reads, from its socket; needs no token")
}

func (o *options) demoFlags(flags *pflag.FlagSet) {
	flags.BoolVar(&o.demo, "demo", false, "show an invented floor; needs no configuration and no network")
	flags.IntVar(&o.demoThreads, "demo-threads", 110, "conversations on the invented floor")
	flags.IntVar(&o.demoAgents, "demo-agents", 14, "agents on the invented floor")
	flags.Uint64Var(&o.demoSeed, "demo-seed", 1, "another number is another invented floor")
	flags.BoolVar(&o.demoFaults, "faults", false, "let the invented floor fail in every way by turns")
}

// noUnicode reports whether the environment names another charset than UTF-8,
// as C, POSIX and a language alone do. Where it names none, nearly every
// terminal of today has UTF-8.
func noUnicode(env func(string) string) bool {
	locale := strings.ToLower(cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG")))
	return locale != "" && !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
}

// version is the module's version and the revision it was built from, as far as the build knows.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v, revision, dirty := info.Main.Version, "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = ", changed"
		}
	}
	if v == "" {
		v = "(devel)"
	}
	if revision == "" {
		return v
	}
	return fmt.Sprintf("%s (%.12s%s)", v, revision, dirty)
}
