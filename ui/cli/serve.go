package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"

	"github.com/spf13/cobra"

	"floorwatch/model/safetext"
	"floorwatch/poller/acquire"
	"floorwatch/ui/cli/system"
)

func serveCommand(o *options, w Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Read the floor once, for any number of dashboards on this machine",
		Long: "Serve reads the floor and serves it on a Unix socket, so that ten team leaders cost Acquire one\n" +
			"client and only this program needs the token. `floorwatch --connect SOCKET` shows the dashboard.\n" +
			"SIGHUP reloads the configuration; an invalid one is refused and the old one stays in use.",
		Example: "floorwatch serve --socket /run/floorwatch/socket\nfloorwatch serve --demo --socket ./demo.socket",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runServe(cmd.Context(), *o, w) },
	}
	o.demoFlags(cmd.Flags())
	cmd.Flags().StringVar(&o.socket, "socket", "", "serve on this SOCKET (default: socket under [serve] in the configuration)")
	cmd.Flags().StringVar(&o.record, "record", "", "record the floor into this FOLDER, a file a day, or auto: $XDG_DATA_HOME/floorwatch")
	return cmd
}

func runServe(ctx context.Context, o options, w Env) error {
	log, err := openLog(o, w, slog.NewTextHandler(w.Err, nil))
	if err != nil {
		return err
	}
	defer log.Close()
	group := newGroup(ctx)
	s, err := openService(group, o, w, log.Logger)
	if err != nil {
		return errors.Join(err, group.stop())
	}
	s.reopenLog, s.systemd = log.Reopen, system.NewSystemd(w.Getenv)
	s.start(group)
	where := s.cfg.Serve.Socket
	if abs, err := filepath.Abs(where); err == nil {
		where = abs // viewers connect from any folder
	}
	fmt.Fprintf(w.Out, "Serving on %s: connect with `floorwatch --connect %s`.\n", safetext.Line(where).String(), acquire.ShellQuote(where))
	s.logSystemd(s.systemd.Ready())
	<-group.ctx.Done()
	s.logSystemd(s.systemd.Stopping())
	err = group.stop()
	if err != nil {
		log.Error("stopped", "err", err)
	} else {
		log.Info("stopped")
	}
	return exitWith(exitFault, err)
}
