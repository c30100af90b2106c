package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"floorwatch/poller/acquire"
	"floorwatch/ui/cli/config"
)

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
			fmt.Fprintf(w.Out, "Wrote %s.\nFill in [api] url and one way to the token, [screen] timezone and your [[team]]s, then:\n\n"+
				"    floorwatch check%s\n    floorwatch%[2]s\n", path, flag)
			return nil
		},
	}
}
