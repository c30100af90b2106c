package keep

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"floorwatch/poller/regular"
	"floorwatch/ui"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/system"
)

// An arrangement is the file of the user's screen arrangement. It is a convenience:
// errors are logged and stop nothing.
type arrangement struct {
	path string
	log  *slog.Logger
	next chan ui.ScreenState // of one
}

// arrangementLimit is far more bytes than an arrangement needs.
const arrangementLimit = 64 << 10

// Remember restores the arrangement of the last run and stores changes for the next one.
func Remember(start Start, app *ui.App, env func(string) string, log *slog.Logger) {
	path, err := config.StatePath(env)
	if err != nil {
		log.Warn("the arrangement of the screen is not remembered", "err", err)
		return
	}
	a := &arrangement{path: path, log: log, next: make(chan ui.ScreenState, 1)}
	app.RestoreState(a.read(), func(c ui.ScreenState) { putLatest(a.next, c) })
	start("arrangement keeper", a.run)
}

// read returns the stored arrangement, or the zero value if it cannot be read.
func (a *arrangement) read() ui.ScreenState {
	var c ui.ScreenState
	data, _, err := regular.Read(a.path, arrangementLimit)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err == nil {
		return c
	}
	if !errors.Is(err, fs.ErrNotExist) {
		a.log.Warn("the arrangement of the screen cannot be read: the default one is used", "err", err)
	}
	return ui.ScreenState{}
}

// run writes each arrangement until ctx is done, including the last one.
func (a *arrangement) run(ctx context.Context) error {
	for {
		select {
		case c := <-a.next:
			a.write(c)
		case <-ctx.Done():
			select {
			case c := <-a.next:
				a.write(c)
			default:
			}
			return nil
		}
	}
}

func (a *arrangement) write(c ui.ScreenState) {
	line, err := json.Marshal(c)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(a.path), 0o700)
	}
	if err == nil {
		err = system.ReplaceFile(a.path, string(line)+"\n", system.NewFileMode(true))
	}
	if err != nil {
		a.log.Warn("the arrangement of the screen cannot be written", "err", err)
	}
}

// putLatest replaces the value of a channel of capacity 1. It never blocks if only one
// goroutine sends.
func putLatest[T any](c chan T, v T) {
	select {
	case <-c:
	default:
	}
	c <- v
}
