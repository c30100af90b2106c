package cli

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/ledger"
	"floorwatch/poller/feed"
	"floorwatch/poller/history"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/keep"
	"floorwatch/ui/cli/system"
	"floorwatch/ui/uitest"
)

// historyConfig is a configuration that keeps figures in a folder.
func historyConfig(dir string) config.Config {
	cfg := config.Default()
	agents := true
	cfg.History.Dir, cfg.History.Agents, cfg.Screen.Timezone = dir, &agents, "UTC"
	return cfg
}

func discardLog() *system.Logger { return &system.Logger{Logger: slog.New(slog.DiscardHandler)} }

func readDay(t *testing.T, src history.Folder, day string) *ledger.Day {
	t.Helper()
	d, err := src.Read(day, history.DepthAll)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A dashboard that polls keeps the figures, and the Board that it draws is asked for no moment that
// the screen has not come to: all before it would be the past, which costs a look at every chat.
func TestADashboardKeepsFigures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(10 * time.Hour)
		dir := t.TempDir()
		cfg := historyConfig(dir)
		floor := &recitedFloor{}
		r := &floorSession{group: newGroup(t.Context()), cfg: cfg, source: floor, log: discardLog()}
		if err := r.keepFigures(options{}, func(string) string { return "" }); err != nil {
			t.Fatal(err)
		}
		drawn := r.newBoard()
		floor.events = []model.Event{{At: time.Now(), Messages: uitest.OneChat(1, 20*time.Minute)}, uitest.HealthEvent(true)}
		told := make(chan model.Event, 10)
		r.group.start("poller", func(ctx context.Context) error {
			return r.run(ctx, func(e model.Event) { drawn.Apply(e); told <- e })
		})
		synctest.Wait()
		drawn.At(time.Now())
		time.Sleep(90 * time.Second)
		d := readDay(t, history.Folder{Dir: dir}, "2000-01-01")
		if d.Sum().Replies != 1 || d.Sum().First.Quantile().Median != 10*time.Second {
			t.Errorf("kept: %+v", d.Sum())
		}
		drawn.(keep.DrawnBoard).With(func(b *board.Board) {
			if drew := time.Now().Add(-90 * time.Second); !b.Moment().Equal(drew.Truncate(time.Second)) {
				t.Errorf("the Board was asked for %v, the screen came to %v", b.Moment(), drew)
			}
		})
		if err := r.group.stop(); err != nil {
			t.Fatal(err)
		}
		close(told)
		usual := 0
		for e := range told {
			usual += len(e.Usual)
		}
		if usual != 1 {
			t.Errorf("what is usual was told %d times, want once", usual)
		}
	})
}

// A second writer is refused; a screen that finds the folder taken runs and says so.
func TestADashboardBesideAnotherWriter(t *testing.T) {
	dir := t.TempDir()
	other, err := keep.OpenHistory(historyConfig(dir), dir, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	cfg := historyConfig(dir)
	r := &floorSession{group: newGroup(t.Context()), cfg: cfg, source: &recitedFloor{}, log: discardLog()}
	if err := r.keepFigures(options{}, func(string) string { return "" }); err != nil {
		t.Fatal(err)
	}
	const want = "figures not kept: cannot keep figures in "
	if e := r.figures.Remark(uitest.HealthEvent(true)); !strings.HasPrefix(e.Health.Why.String(), want) || !strings.Contains(e.Health.Why.String(), "another floorwatch") {
		t.Errorf("the screen says %q", e.Health.Why)
	}
	for name, o := range map[string]options{"the demo": {demo: true}, "a viewer": {connect: "/socket"}} {
		r := &floorSession{group: newGroup(t.Context()), cfg: cfg, source: &recitedFloor{}, log: discardLog()}
		if err := r.keepFigures(o, func(string) string { return "" }); err != nil || r.figures != nil {
			t.Errorf("%s keeps figures: %v", name, err)
		}
	}
}

// A recitedFloor is a reader that tells some Events and then nothing.
type recitedFloor struct {
	floorSource
	events []model.Event
}

func (*recitedFloor) Recall(model.Event) {}

func (f *recitedFloor) Run(ctx context.Context, emit func(model.Event)) error {
	for _, e := range f.events {
		emit(e)
	}
	<-ctx.Done()
	return nil
}

// recordedHour is a Recording of an hour of today, with a chat of two messages.
func recordedHour(t *testing.T, g *group, cfg config.Config) *keep.Recording {
	t.Helper()
	cfg.Record.Dir = t.TempDir()
	name := "floorwatch-" + time.Now().UTC().Format(time.DateOnly) + ".jsonl"
	line := feed.Encoder{}
	text := line.Append(nil, model.Event{At: time.Now(), Messages: uitest.OneChat(1, 20*time.Minute)})
	if err := os.WriteFile(filepath.Join(cfg.Record.Dir, name), text, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := keep.OpenRecording(g.start, cfg, func(string) string { return "" }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestTheFirstFrameDoesNotWaitForTheRestore: the Board is there to be drawn before the recording is read back, says
// how far that is, and claims nothing until it is all there.
func TestTheFirstFrameDoesNotWaitForTheRestore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(10 * time.Hour)
		cfg := config.Default()
		cfg.Screen.Timezone = "UTC"
		g := newGroup(t.Context())
		floor := &recitedFloor{}
		r := &floorSession{group: g, cfg: cfg, source: floor, record: recordedHour(t, g, cfg), log: discardLog()}
		drawn := r.newBoard()
		told := 0
		r.group.start("poller", func(ctx context.Context) error {
			return r.run(ctx, func(e model.Event) {
				drawn.Apply(e)
				told++
				s := drawn.At(time.Now())
				h := s.EffectiveHealth(drawn.Health())
				if h.State != model.StateReading || !strings.HasPrefix(h.Why.String(), "restoring the recording of ") {
					t.Errorf("it is %s, %q", h.Word(), h.Why)
				}
				if waiting := model.FigureOf(model.FigureWaiting).Value(s, model.Subject{}); len(s.Threads) > 0 || waiting.Known() {
					t.Errorf("%d rows, waiting %v; want nothing yet", len(s.Threads), waiting)
				}
			})
		})
		synctest.Wait()
		if told == 0 {
			t.Error("nothing was told of the restore")
		}
		if n := len(drawn.At(time.Now()).Threads); n != 1 {
			t.Errorf("%d rows once it is restored, want 1", n)
		}
		if err := r.group.stop(); err != nil {
			t.Fatal(err)
		}
	})
}
