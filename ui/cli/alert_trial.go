package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"floorwatch/ui/alert"
	"floorwatch/ui/cli/call"
	"floorwatch/ui/cli/config"
)

func alertCommand(o *options, w Env) *cobra.Command {
	cmd := &cobra.Command{Use: "alert", Short: "Work with alert routes"}
	commandsOfGroup(cmd)
	cmd.AddCommand(&cobra.Command{
		Use:   "test",
		Short: "Send a trial alert to the alert command and each [[alert]] route, and print the results",
		Long: "Test sends one alert of each kind and then its end to the command of [alerts] and to each [[alert]] route,\n" +
			"in parallel and whatever their filters say. Exit status: 0 if all accepted them, otherwise 1.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runAlertTest(cmd, *o, w) },
	})
	return cmd
}

func runAlertTest(cmd *cobra.Command, o options, w Env) error {
	path, err := config.Find(o.config, w.Getenv, w.System)
	if err != nil {
		return err
	}
	cfg, err := config.Read(path)
	if err != nil {
		return err
	}
	hook, err := call.New(cfg.Calls(), call.Options{API: cfg.API})
	if err != nil {
		return err
	}
	if hook == nil {
		return fmt.Errorf("%s calls nobody: set command under [alerts], or add an [[alert]] block", path)
	}
	failed := 0
	hook.SendTrial(cmd.Context(), alert.Trial(cfg.Screen.Name, time.Now()), func(name string, n alert.Notice, err error) {
		if err != nil {
			failed++
			fmt.Fprintf(w.Out, "%s, %s: FAILED: %v\n", name, n.Alerts[0].Status, err)
			return
		}
		fmt.Fprintf(w.Out, "%s, %s: ok\n", name, n.Alerts[0].Status)
	})
	if failed > 0 {
		return exitStatus{code: exitFault}
	}
	return nil
}
