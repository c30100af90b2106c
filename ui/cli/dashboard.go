package cli

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"floorwatch/model"
	"floorwatch/ui"
	"floorwatch/ui/term"
)

// runDashboard shows the floor until a key or a signal ends it. Everything
// that can be wrong is found before the screen is taken.
func runDashboard(ctx context.Context, o options, w Env) error {
	if o.plain {
		return runLines(ctx, o, w)
	}
	out, err := term.Open(w.Out)
	if err != nil {
		return err
	}
	log, err := openLog(o.log, w.Getenv, slog.DiscardHandler)
	if err != nil {
		return err
	}
	defer log.close()
	group := newGroup(ctx)
	group.endOn(w.Hangup) // a closed SSH session has to end the program like a key would
	cfg, reader, record, err := openReader(group, o, w, log.Logger)
	if err != nil {
		return errors.Join(err, group.stop())
	}
	board := model.NewBoard(cfg.Board())
	record.restore(time.Now(), board.Apply, reader.Recall)
	if o.wall {
		cfg.Screen.FPS = min(cfg.Screen.FPS, ui.WallFPS)
		wall := ui.NewWall(board, cfg.Wall, cfg.Screen, time.Now())
		return exitWith(exitFault, show(group, cfg, wall, reader.Run, w, out))
	}
	app := ui.New(board, cfg.Screen, reader, time.Now())
	remember(group, app, o, w.Getenv, log.Logger)
	app.Tell(startHook(group, cfg.Alerts.Command))
	return exitWith(exitFault, show(group, cfg, app, reader.Run, w, out))
}
