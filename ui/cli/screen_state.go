package cli

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

// A keeper keeps how somebody has arranged the screen in a file of theirs. It
// is a convenience: whatever is wrong with it is noted in the log and stops nothing.
type keeper struct {
	path string
	log  *slog.Logger
	next chan ui.Choice // of one
}

// arrangementLimit is far more than a choice takes.
const arrangementLimit = 64 << 10

// remember has the screen find its arrangement again at the next start. The
// demo is always the same, and a screen that is read only changes nothing.
func remember(group *group, app *ui.App, o options, env func(string) string, log *slog.Logger) {
	if o.demo || o.readOnly {
		return
	}
	path, err := config.StatePath(env)
	if err != nil {
		log.Warn("the arrangement of the screen is not remembered", "err", err)
		return
	}
	k := &keeper{path: path, log: log, next: make(chan ui.Choice, 1)}
	app.Remember(k.read(), func(c ui.Choice) { putLatest(k.next, c) })
	group.start("arrangement keeper", k.run)
}

// read returns what was kept, and nothing where that cannot be read.
func (k *keeper) read() ui.Choice {
	var c ui.Choice
	data, _, err := regular.Read(k.path, arrangementLimit)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err == nil {
		return c
	}
	if !errors.Is(err, fs.ErrNotExist) {
		k.log.Warn("the arrangement of the screen cannot be read, and is as at the first start", "err", err)
	}
	return ui.Choice{}
}

// run writes each choice until ctx is done, the last one included.
func (k *keeper) run(ctx context.Context) error {
	for {
		select {
		case c := <-k.next:
			k.write(c)
		case <-ctx.Done():
			select {
			case c := <-k.next:
				k.write(c)
			default:
			}
			return nil
		}
	}
}

func (k *keeper) write(c ui.Choice) {
	line, err := json.Marshal(c)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(k.path), 0o700)
	}
	if err == nil {
		err = system.ReplaceFile(k.path, string(line)+"\n", system.NewFileMode(true))
	}
	if err != nil {
		k.log.Warn("the arrangement of the screen cannot be written", "err", err)
	}
}
