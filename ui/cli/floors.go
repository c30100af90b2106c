package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/poller"
	"floorwatch/poller/serve"
	"floorwatch/ui/term"
	"floorwatch/ui/wall"
)

// maxFloors is the largest number of floors on one wall.
const maxFloors = 4

// A floorServer is one of a wall's floors: its name and its server's socket.
type floorServer struct{ name, socket string }

// servedFloors returns the floors of a wall that connects to several servers, or names the
// one it connects to; otherwise none.
func (o options) servedFloors() ([]floorServer, error) {
	if !o.wall || len(o.floors) == 0 || len(o.floors) == 1 && !names(o.floors[0]) {
		return nil, nil
	}
	if len(o.floors) > maxFloors {
		return nil, fmt.Errorf("--connect is given %d times: a wall shows at most %d floors", len(o.floors), maxFloors)
	}
	var list []floorServer
	for _, value := range o.floors {
		f := floorServer{socket: value}
		if names(value) {
			f.name, f.socket, _ = strings.Cut(value, "=")
		}
		switch {
		case f.socket == "":
			return nil, fmt.Errorf("--connect %s= names no socket: write --connect %[1]s=SOCKET", f.name)
		case f.socket == autoConnect:
			return nil, errors.New("--connect auto is one floor: name the socket of each where a wall shows several")
		case f.name == "" && len(o.floors) > 1:
			return nil, fmt.Errorf("--connect %s does not say which floor it is: write --connect NAME=%[1]s", f.socket)
		case slices.ContainsFunc(list, func(g floorServer) bool { return strings.EqualFold(g.name, f.name) }):
			return nil, fmt.Errorf("--connect names two floors %q: they must be told apart", f.name)
		}
		if err := checkSocket(f.socket); err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// runFloors shows the floors of several servers on one wall. Each has a separate Board,
// reader and inbox.
func runFloors(ctx context.Context, floors []floorServer, o options, w Env, out *term.Terminal) error {
	log, err := openLog(o, w, slog.DiscardHandler)
	if err != nil {
		return err
	}
	defer log.Close()
	cfg, err := viewerConfig(o, w)
	if err != nil {
		return err
	}
	group := newGroup(ctx)
	group.endOn(w.Hangup)
	cfg.Screen.FPS = min(cfg.Screen.FPS, wall.FPS)
	var shown []wall.Floor
	for _, f := range floors {
		shown = append(shown, wall.Floor{Name: f.name, Board: board.New(cfg.Board())})
	}
	program := out.Program(wall.NewFloors(shown, cfg.WallDisplay(), cfg.Screen.Base(), time.Now()), cfg.Screen.FPS, group.cancel)
	for i, f := range floors {
		inbox, client := poller.NewInbox(), serve.NewClient(f.socket, cfg.Screen.Location())
		group.start("poller", func(ctx context.Context) error {
			client.Run(ctx, inbox.Put)
			return nil
		})
		group.start("pump", func(ctx context.Context) error {
			return pump(ctx, inbox, func(e model.Event, _ bool) { program.Send(wall.FloorEvent{Floor: i, Event: e}) })
		})
	}
	return exitWith(exitFault, runProgram(group, program, out))
}
