package cli

import (
	"context"
	"errors"
	"os/user"
	"time"

	"floorwatch/model/safetext"
	"floorwatch/ui"
	"floorwatch/ui/alert"
	"floorwatch/ui/cli/desktop"
	"floorwatch/ui/cli/keep"
	"floorwatch/ui/term"
	"floorwatch/ui/wall"
)

// runDashboard shows the floor until a key or a signal ends it. It reports everything that
// can be wrong before it takes over the screen.
func runDashboard(ctx context.Context, o options, w Env) error {
	out, err := term.Open(w.In, w.Out, w.Getenv)
	if err != nil {
		return err
	}
	if o, err = o.findServer(w); err != nil {
		return err
	}
	floors, err := o.servedFloors()
	if err != nil {
		return err
	}
	if len(floors) > 0 {
		return runFloors(ctx, floors, o, w, out)
	}
	r, err := openFloorSession(ctx, o, w)
	if err != nil {
		return err
	}
	defer r.close()
	if err := r.keepFigures(o, w.Getenv); err != nil {
		return errors.Join(err, r.group.stop())
	}
	cfg, board := r.cfg, r.newBoard()
	if o.wall {
		cfg.Screen.FPS = min(cfg.Screen.FPS, wall.FPS)
		wall := wall.New(board, cfg.WallDisplay(), cfg.Screen.Base(), time.Now())
		var hook alert.Hook
		if o.connect == "" { // otherwise the server sends the alerts
			if hook, err = startAlertCalls(r.group, r.cfg, o, w, r.log.Logger, false); err != nil {
				return errors.Join(err, r.group.stop())
			}
			wall.SetAlerting(cfg.Calls(), cfg.Teams, hook)
		}
		return exitWith(exitFault, runScreen(r.group, cfg, wall, addTroubles(r.run, hook), out))
	}
	screen := cfg.Dashboard()
	if u, err := user.Current(); err == nil && o.connect == "" && !o.demo && !cfg.Privacy.HidesAcks() {
		screen.Me = safetext.Line(u.Username)
	}
	if o.connect != "" {
		screen.KeptHours = 0 // the server's matter
	}
	screen.Version = version()
	screen.Browse, screen.Write = desktop.Browser(w.Getenv), desktop.Export(screen.Export)
	app := ui.New(board, screen, r.source, time.Now())
	if !o.demo && !o.readOnly { // the demo always starts alike, and a read-only screen changes nothing
		keep.Remember(r.group.start, app, w.Getenv, r.log.Logger)
	}
	hook, err := startAlertCalls(r.group, r.cfg, o, w, r.log.Logger, false)
	if err != nil {
		return errors.Join(err, r.group.stop())
	}
	app.SetAlertHook(hook)
	return exitWith(exitFault, runScreen(r.group, cfg, app, addTroubles(r.run, hook), out))
}
