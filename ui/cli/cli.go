// Package cli is floorwatch's command line and composition root: commands, options,
// configuration, exit status. It may import every other package, and only main
// imports it.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"

	"floorwatch/model/safetext"
	"floorwatch/poller/regular"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/system"
	"floorwatch/ui/term"
)

// Main runs the program in the process's environment and returns the exit status.
// example is what `floorwatch init` writes.
func Main(example []byte) int {
	log.SetOutput(io.Discard) // net/http writes what a broken server sends to the standard log, which is the terminal
	system.Harden()
	ctx, _ := signal.NotifyContext(context.Background(), system.Ends()...) // never restored: a late signal would kill the process
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	return Execute(ctx, os.Args[1:], Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, System: config.SystemPath(), Hangup: hangup, Example: example, Called: os.Args[0],
	})
}

// Execute runs the program with the arguments after its name, in the environment w, and returns the exit status.
func Execute(ctx context.Context, args []string, w Env) int {
	printer := &system.Printer{Writer: w.Out}
	if !term.IsTerminal(w.Out) { // which is drawn on, and loses nothing
		w.Out = printer
	}
	root := rootCommand(w)
	root.SetArgs(args)
	root.SetIn(w.In)
	root.SetOut(w.Out)
	root.SetErr(w.Err)
	root.InitDefaultCompletionCmd() // after SetOut: it keeps the output of this moment
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		commandsOfGroup(completion)
	}
	var failure error
	keepErrors(root, &failure)
	err := fang.Execute(ctx, root, fang.WithVersion(version()), fang.WithoutManpage(), fang.WithErrorHandler(func(out io.Writer, styles fang.Styles, err error) {
		printError(out, styles, plainly(root, args, w, err))
	}))
	if err == nil && failure != nil {
		err = failure
		printError(w.Err, fang.Styles{}, err)
	}
	if lost := printer.Lost(); lost != nil {
		if !errors.Is(err, lost) {
			printError(w.Err, fang.Styles{}, lost)
		}
		if isSnapshot(root, args) {
			return exitUnknown
		}
		return exitFault
	}
	var status exitStatus
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &status):
		return status.code
	}
	if isSnapshot(root, args) {
		return exitUnknown // Nagios would read exitUsage as critical
	}
	return exitUsage
}

func isSnapshot(root *cobra.Command, args []string) bool {
	cmd, _, err := root.Find(args)
	return err == nil && cmd.Name() == "snapshot"
}

// keepErrors hides the commands' errors from fang, which queries the terminal's
// background before it prints an error, although the terminal has just been restored
// or is gone. fang still reports wrong flags.
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

// printError prints plain sentences, since they may go to a log, a pipe or a screen reader. Control codes are made
// visible: a file's name can contain them.
func printError(w io.Writer, _ fang.Styles, err error) {
	if err.Error() == "" {
		return
	}
	lines := strings.Join(slices.Compact(sentences(err)), "\n")
	fmt.Fprintf(w, "floorwatch: %s\n", lines)
}

// sentences returns an error's lines: one for each joined error or configuration problem, otherwise one.
func sentences(err error) []string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []string
		for _, e := range joined.Unwrap() {
			all = append(all, sentences(e)...)
		}
		return all
	}
	if inner := errors.Unwrap(err); inner != nil && inner.Error() == err.Error() {
		return sentences(inner) // an exit status around joined errors
	}
	var wrong interface{ Lines() []string }
	if errors.As(err, &wrong) {
		return wrong.Lines()
	}
	if errors.Is(err, context.Canceled) {
		return []string{"ended by a signal before it was done"}
	}
	return []string{safetext.Line(regular.Plain(err)).String()}
}

// rootCommand builds the command line.
func rootCommand(w Env) *cobra.Command {
	o := options{noUnicode: localeLacksUnicode(w.Getenv)}
	root := &cobra.Command{
		Use:   "floorwatch",
		Short: "See who is waiting on a live-chat floor", // the man page's title has room for some 50 characters
		Long: "Floorwatch shows a live-chat floor on Acquire in the terminal: who is waiting, for how long, " +
			"who has seen it and not answered, and which agent needs help.",
		Example: "floorwatch --demo\nfloorwatch --demo --config my.toml\nfloorwatch init\nfloorwatch check\nfloorwatch --config my.toml\n" +
			"floorwatch serve --socket /run/floorwatch/socket\nfloorwatch --connect /run/floorwatch/socket",
		Args:              cobra.NoArgs,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return checkValues(cmd) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.plain {
				return runLines(cmd.Context(), o, w)
			}
			return runDashboard(cmd.Context(), o, w)
		},
	}
	root.PersistentFlags().StringVar(&o.config, "config", "", "configuration FILE (default: ~/.config/floorwatch/config.toml, else /etc/floorwatch/config.toml)")
	root.PersistentFlags().StringVar(&o.log, "log", "", "log to this FILE, or auto: $XDG_STATE_HOME/floorwatch/floorwatch.log; messages are never logged")
	o.readerFlags(root.Flags())
	root.Flags().StringVar(&o.record, "record", "", "record the floor into this FOLDER, a file a day, or auto: $XDG_DATA_HOME/floorwatch")
	root.Flags().BoolVar(&o.wall, "wall", false, "show the wall display: large figures, no keys needed")
	root.Flags().BoolVar(&o.plain, "plain", false, "print what happens as lines of text, for screen readers and logs; needs no terminal")
	root.Flags().BoolVar(&o.readOnly, "read-only", false, "disable the keys that copy text or change what others see: no clipboard, no acknowledgements")
	serve, snapshot := serveCommand(&o, w), snapshotCommand(&o, w)
	for _, g := range []struct {
		id, title string
		commands  []*cobra.Command
	}{
		{"setup", "setting up", []*cobra.Command{initCommand(&o, w), checkCommand(&o, w), alertCommand(&o, w), demoServerCommand(&o, w)}},
		{"now", "the floor now", []*cobra.Command{serve, snapshot}},
		{"past", "the floor's past", []*cobra.Command{reportCommand(&o, w), searchCommand(&o, w), replayCommand(&o, w), historyCommand(&o, w), forgetCommand(&o, w)}},
		{"program", "the program", []*cobra.Command{versionCommand(w), manCommand(w)}},
	} {
		root.AddGroup(&cobra.Group{ID: g.id, Title: g.title})
		for _, cmd := range g.commands {
			cmd.GroupID = g.id
			root.AddCommand(cmd)
		}
	}
	root.SetCompletionCommandGroupID("program")
	root.SetHelpCommandGroupID("program")
	helpOfCommands(root)
	completeValues(root, func() config.Config { cfg, _ := viewerConfig(o, w); return cfg })
	for _, cmd := range []*cobra.Command{root, snapshot} {
		cmd.MarkFlagsMutuallyExclusive("demo", "connect")
	}
	root.MarkFlagsMutuallyExclusive("record", "connect")
	root.MarkFlagsMutuallyExclusive("wall", "plain")
	serve.MarkFlagsMutuallyExclusive("demo", "config")
	return root
}
