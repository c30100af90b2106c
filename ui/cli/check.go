package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"floorwatch/ui/cli/check"
	"floorwatch/ui/cli/config"
)

func checkCommand(o *options, w Env) *cobra.Command {
	redacted := false
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Try the configuration: one call to each endpoint, and what it says",
		Long: "Check loads the configuration, makes one call to each endpoint of Acquire that the dashboard\n" +
			"uses, and says for each what works, what does not and what to do. It also finds out whether\n" +
			"reading marks messages as seen on your account. The exit status is 0 if all is well, else 1.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			group := newGroup(cmd.Context())
			group.endOn(w.Hangup)
			cfg, client, err := openSource(group, *o, w)
			if err != nil {
				return errors.Join(err, group.stop())
			}
			file := ""
			if !o.demo {
				file, _ = config.Find(o.config, w.Getenv, w.System) // it was found a moment ago
			}
			failed := check.Run(group.ctx, w.Out, check.Input{Config: cfg, File: file, Getenv: w.Getenv, Client: client, Redacted: redacted})
			if err := group.stop(); err != nil {
				return exitWith(exitFault, err)
			}
			if failed > 0 {
				return exitStatus{code: exitFault}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&redacted, "redacted", false, "leave out names, addresses and paths, for a report of a fault")
	return cmd
}
