package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/poller/record"
	"floorwatch/ui"
	"floorwatch/ui/draw"
	"floorwatch/ui/replay"
	"floorwatch/ui/term"
)

// replayOptions are the flags of replay.
type replayOptions struct{ speed, at string }

func replayCommand(o *options, w Env) *cobra.Command {
	var r replayOptions
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "Show a recorded day in the same dashboard",
		Long: "Replay plays a recording of --record in the dashboard. Space pauses, + and - change the\n" +
			"speed, left and right go ten seconds back and forth, with shift a minute, with ctrl ten minutes. In the past\n" +
			"(t) they move in time as they do on a live floor.",
		Example: "floorwatch replay floorwatch-2026-11-20.jsonl --speed 10x --at 12:30",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runReplay(cmd.Context(), *o, r, args[0], w) },
	}
	o.viewFlag(cmd.Flags())
	cmd.Flags().StringVar(&r.speed, "speed", "1x", "play this many TIMES as fast, from 0.1x to 1000x")
	cmd.Flags().StringVar(&r.at, "at", "", "begin at this TIME of the day, such as 12:30 or 12:30:15")
	return cmd
}

func runReplay(ctx context.Context, o options, r replayOptions, path string, w Env) error {
	speed, err := r.check()
	if err != nil {
		return err
	}
	out, err := term.Open(w.In, w.Out, w.Getenv)
	if err != nil {
		return err
	}
	cfg, err := viewerConfig(o, w)
	if err != nil {
		return err
	}
	player, err := openPlayer(ctx, path, speed, r.at, cfg.Screen.Location())
	if err != nil {
		return err
	}
	log, err := openLog(o, w, slog.DiscardHandler)
	if err != nil {
		return err
	}
	defer log.Close()
	cfg.Screen.ReadOnly, cfg.Screen.Clock = true, player.Now
	group := newGroup(ctx)
	group.endOn(w.Hangup)
	app := ui.New(board.New(cfg.Board()), cfg.Dashboard(), ignoredRequests{log.Logger}, player.Now())
	of := replay.Recording{Name: safetext.Line(filepath.Base(path)), From: player.From, To: player.To}
	program := out.Program(replay.New(app, player, of, cfg.Screen.Location()), cfg.Screen.FPS, group.cancel)
	group.start("replay", func(ctx context.Context) error {
		return player.Run(ctx,
			func(e model.Event) { program.Send(withoutSkew(e)) },
			func() { program.Send(draw.Reset{Board: board.New(cfg.Board())}) })
	})
	err = runProgram(group, program, out)
	return exitWith(exitFault, errors.Join(err, player.Close()))
}

// check returns the speed, and an error for flags that are wrong whatever the recording holds.
func (r replayOptions) check() (speed float64, err error) {
	speed, err = strconv.ParseFloat(strings.TrimSuffix(r.speed, "x"), 64)
	if err != nil || !(speed >= 0.1 && speed <= 1000) {
		return 0, fmt.Errorf("--speed is %q, must be from 0.1x to 1000x", r.speed)
	}
	if r.at != "" {
		_, err = timeOfDay(r.at, time.Time{})
	}
	return speed, err
}

// openPlayer opens a recording at a speed and, unless it is empty, a time of its day.
func openPlayer(ctx context.Context, path string, speed float64, begin string, zone *time.Location) (*record.Player, error) {
	player, err := record.Open(ctx, path)
	if err != nil {
		return nil, whyNotReplayed(path, err)
	}
	player.SetSpeed(speed)
	if begin == "" {
		return player, nil
	}
	at, err := timeOfDay(begin, player.From.In(zone))
	if err != nil {
		return nil, errors.Join(err, player.Close())
	}
	if at.Before(player.From.Truncate(time.Minute)) || at.After(player.To) {
		return nil, errors.Join(fmt.Errorf("--at is %s, and the recording holds %s to %s: name a time between them", begin,
			player.From.In(zone).Format(time.TimeOnly), player.To.In(zone).Format(time.TimeOnly)), player.Close())
	}
	player.Seek(at)
	return player, nil
}

// whyNotReplayed says what to give instead of a folder or a missing file.
func whyNotReplayed(path string, err error) error {
	info, statErr := os.Stat(path)
	switch {
	case errors.Is(statErr, fs.ErrNotExist):
		return fmt.Errorf("there is no recording at %s: name a file that --record wrote, such as floorwatch-2026-11-20.jsonl", path)
	case statErr == nil && info.IsDir():
		days, _ := filepath.Glob(filepath.Join(path, "floorwatch-[0-9]*.jsonl")) // fails only for a malformed pattern, as in a path with wildcards
		compressed, _ := filepath.Glob(filepath.Join(path, "floorwatch-[0-9]*.jsonl.gz"))
		days = append(days, compressed...)
		if len(days) == 0 {
			return fmt.Errorf("%s is a folder without recordings: name a file that --record wrote, such as floorwatch-2026-11-20.jsonl", path)
		}
		return fmt.Errorf("%s is a folder: name one day of it, such as its newest, %s", path, slices.Max(days))
	case errors.Is(err, record.ErrNoEvents):
		return fmt.Errorf("%s holds no events: name a file that --record wrote, such as floorwatch-2026-11-20.jsonl", path)
	}
	return err
}

// timeOfDay reads a time on the day of from.
func timeOfDay(text string, from time.Time) (time.Time, error) {
	seconds := 0
	minute, err := model.MinuteOfDay(text)
	if t, exact := time.Parse(time.TimeOnly, text); exact == nil {
		minute, seconds, err = t.Hour()*60+t.Minute(), t.Second(), nil
	}
	if err == nil {
		return time.Date(from.Year(), from.Month(), from.Day(), 0, minute, seconds, 0, from.Location()), nil
	}
	return time.Time{}, fmt.Errorf("--at is %q, must be a time of the recorded day like 12:30 or 12:30:15", text)
}

// withoutSkew removes the recording machine's clock skew from a Health: the replay
// uses the Events' time, which is Acquire's.
func withoutSkew(e model.Event) model.Event {
	if e.Health != nil {
		h := *e.Health
		h.Skew = 0
		e.Health = &h
	}
	return e
}

// ignoredRequests receives the user's requests during a replay and ignores them.
type ignoredRequests struct{ log *slog.Logger }

func (ignoredRequests) SetFocus(model.Key)                 {}
func (ignoredRequests) Refresh()                           {}
func (ignoredRequests) Ack(model.Ack)                      {}
func (ignoredRequests) Claim(model.Claim)                  {}
func (d ignoredRequests) LogAction(what model.AuditAction) { logAction(d.log, what) }
