// Floorwatch is a terminal dashboard for the team leaders of live-chat floors
// on Acquire: who is waiting, for how long, who has seen it and not answered.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"
)

// Exit statuses.
const (
	exitOK    = 0
	exitFault = 1 // it started and failed
	exitUsage = 2 // it could not start: a wrong flag, configuration, token or terminal
)

// environ looks an environment variable up; "" where it is not set.
type environ func(string) string

// world is everything outside the program that a run touches, so that a test can hand in its own.
type world struct {
	in       io.Reader
	out, err io.Writer
	env      environ
}

func main() {
	harden()
	// HUP too: a closed SSH session has to end the program like a key would.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], world{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv}))
}

// run is the whole program. It returns the exit status.
func run(ctx context.Context, args []string, w world) int {
	root := command(w)
	root.SetArgs(args)
	root.SetIn(w.in)
	root.SetOut(w.out)
	root.SetErr(w.err)
	err := fang.Execute(ctx, root, fang.WithVersion(version()), fang.WithErrorHandler(printError))
	var status exitStatus
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &status):
		return status.code
	}
	return exitUsage
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
func command(w world) *cobra.Command {
	var o options
	root := &cobra.Command{
		Use:   "floorwatch",
		Short: "See who is waiting on an Acquire live-chat floor, for how long, and why",
		Long: "Floorwatch shows a live-chat floor on Acquire in the terminal: who is waiting, for how long,\n" +
			"who has seen it and not answered, and which agent needs help.",
		Example: "floorwatch --demo\nfloorwatch init\nfloorwatch check\nfloorwatch --config my.toml",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runDashboard(cmd.Context(), o, w) },
	}
	root.PersistentFlags().StringVar(&o.config, "config", "", "configuration `FILE` (default: config.toml in floorwatch's folder of the user's configuration)")
	root.Flags().BoolVar(&o.demo, "demo", false, "show an invented floor; needs no configuration and no network")
	root.Flags().IntVar(&o.demoThreads, "demo-threads", 110, "conversations on the invented floor")
	root.Flags().IntVar(&o.demoAgents, "demo-agents", 14, "agents on the invented floor")
	root.Flags().Uint64Var(&o.demoSeed, "demo-seed", 1, "another number is another invented floor")
	root.Flags().BoolVar(&o.demoFaults, "faults", false, "let the invented floor fail in every way by turns")
	root.MarkFlagsMutuallyExclusive("demo", "config")
	root.AddCommand(checkCommand(&o, w), initCommand(&o, w))
	return root
}

// options are the flags.
type options struct {
	config      string
	demo        bool
	demoThreads int
	demoAgents  int
	demoSeed    uint64
	demoFaults  bool
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
