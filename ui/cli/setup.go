package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"floorwatch/poller/acquire"
	"floorwatch/ui/cli/check"
	"floorwatch/ui/cli/config"
)

func checkCommand(o *options, w Env) *cobra.Command {
	redacted := false
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Test the configuration with one call to each endpoint",
		Long: "Check loads the configuration, makes one call to each endpoint of Acquire that the dashboard\n" +
			"uses, and says for each what works, what does not and what to do. It also finds out whether\n" +
			"reading marks messages as seen on your account. Exit status: 0 all is well;\n" +
			"1 something FAILED; 2 it could not start; 3 nothing failed, but something needs your attention (CAREFUL).",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			group := newGroup(cmd.Context())
			group.endOn(w.Hangup)
			cfg, client, _, err := openClient(group, *o, w)
			if err != nil {
				return errors.Join(err, group.stop())
			}
			file := ""
			if !o.demo {
				file, _ = config.Find(o.config, w.Getenv, w.System) // it was just found
			}
			found := check.Run(group.ctx, w.Out, check.Input{Config: cfg, File: file, Getenv: w.Getenv, Client: client, Redacted: redacted})
			if err := group.stop(); err != nil {
				return exitWith(exitFault, err)
			}
			switch {
			case found.Failed > 0:
				return exitStatus{code: exitFault}
			case found.Careful > 0:
				return exitStatus{code: exitCareful}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&redacted, "redacted", false, "leave out names, addresses and paths, for a bug report")
	return cmd
}

func initCommand(o *options, w Env) *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Write a commented configuration to fill in",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			path := o.config
			if path == "" {
				var err error
				if path, err = config.UserPath(w.Getenv); err != nil {
					return err
				}
			}
			if err := config.WriteNew(path, w.Example); err != nil {
				return err
			}
			flag := ""
			if o.config != "" {
				flag = " --config " + acquire.ShellQuote(path)
			}
			fmt.Fprintf(w.Out, "Wrote %s.\nFill in what its first page asks for, [api] url and one way to the token, your [[team]]s and [screen] timezone, then:\n\n"+
				"    %s check%s\n    %[2]s%[3]s\n", path, w.command(), flag)
			return nil
		},
	}
}
