package cli

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/ledger"
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

// Who waits for a long restore sees how far it is; a short one says nothing.
func TestRestoreLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
		for _, c := range []struct {
			took time.Duration
			want string
		}{
			{0, ""},
			{time.Second, "\rReading back the recording of 20 Nov: 40 % \x1b[K\r\x1b[K"},
		} {
			var out strings.Builder
			say := restoreLine(&out, time.Now())
			say(day, 0)
			time.Sleep(c.took)
			say(day, 40)
			say(day, 100)
			if out.String() != c.want {
				t.Errorf("after %v it said %q, want %q", c.took, out.String(), c.want)
			}
		}
	})
}
