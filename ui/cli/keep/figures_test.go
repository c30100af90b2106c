package keep

import (
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/ledger"
	"floorwatch/poller/history"
	"floorwatch/poller/serve"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/uitest"
)

// figuresOf returns Figures of a shared Board, in a folder of the test's.
func figuresOf(t *testing.T, dir string) (*Figures, *serve.SharedBoard) {
	t.Helper()
	cfg := historyConfig(dir)
	h := serve.NewSharedBoard(cfg.Board())
	k, err := OpenFigures(cfg, func(string) string { return "" }, h, "1.0", h.Apply, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.folder.Close() })
	return k, h
}

// historyConfig is a configuration that keeps figures in a folder.
func historyConfig(dir string) config.Config {
	cfg := config.Default()
	agents := true
	cfg.History.Dir, cfg.History.Agents, cfg.Screen.Timezone = dir, &agents, "UTC"
	return cfg
}

func TestFiguresAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(10 * time.Hour)
		dir := t.TempDir()
		k, h := figuresOf(t, dir)
		src := history.Folder{Dir: dir}
		h.Apply(model.Event{At: time.Now(), Messages: uitest.OneChat(1, 20*time.Minute)})
		h.Apply(uitest.HealthEvent(false))
		k.tick(time.Now(), false)
		if days, _ := src.Days(); len(days) != 0 {
			t.Error("figures are kept before the first read is over")
		}
		h.Apply(uitest.HealthEvent(true))
		k.tick(time.Now(), false)
		d := readDay(t, src, "2000-01-01")
		if sum := d.Sum(); sum.Replies != 1 || sum.First.Quantile().Median != 10*time.Second || d.Final || d.Agents[7].Name.String() != "Ana Silva" {
			t.Errorf("%+v, agents %v", sum, d.Agents)
		}
		written := d.Written
		time.Sleep(time.Minute)
		if k.tick(time.Now(), false); !readDay(t, src, "2000-01-01").Written.Equal(written) {
			t.Error("it is written every minute")
		}
		h.Apply(model.Event{At: time.Now(), Messages: uitest.OneChat(2, 30*time.Second)})
		for range 4 {
			time.Sleep(time.Minute)
			k.tick(time.Now(), false)
		}
		if d = readDay(t, src, "2000-01-01"); d.Sum().Replies != 2 || d.WatchedIn(ledger.TimeSpan{From: d.From, To: d.To}) != 5*time.Minute {
			t.Errorf("after 5 min: %d replies, watched %v", d.Sum().Replies, d.Watched)
		}
		time.Sleep(time.Until(d.To.Add(history.FinalAfter)))
		h.Apply(uitest.HealthEvent(true))
		k.tick(time.Now(), false)
		if d = readDay(t, src, "2000-01-01"); !d.Final || d.Sum().Replies != 2 {
			t.Errorf("after midnight: final %v, replies %d", d.Final, d.Sum().Replies)
		}
		var u model.Usual
		var ok bool
		h.With(func(b *board.Board) { u, ok = b.Usual(time.Now()) })
		if !ok || !u.Start.Equal(d.To) || u.Bands(time.Now())[model.UsualNew].Known() {
			t.Errorf("what is usual on the new day: %v, from %v", ok, u.Start)
		}
		if today := readDay(t, src, "2000-01-02"); today.Final || today.Sum().Replies != 0 {
			t.Errorf("today: %+v", today.Sum())
		}
	})
}

func readDay(t *testing.T, src history.Folder, day string) *ledger.Day {
	t.Helper()
	d, err := src.Read(day, history.DepthAll)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A program that starts again does not overwrite what the one before it saw.
func TestARestartKeepsTheBetterFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(10 * time.Hour)
		dir := t.TempDir()
		k, h := figuresOf(t, dir)
		h.Apply(model.Event{At: time.Now(), Messages: uitest.OneChat(1, 5*time.Minute)})
		h.Apply(uitest.HealthEvent(true))
		k.tick(time.Now(), false)
		time.Sleep(time.Minute)
		k.tick(time.Now(), true)
		_ = k.folder.Close()
		time.Sleep(time.Hour)
		k, h = figuresOf(t, dir) // it knows nothing of the chat before
		h.Apply(model.Event{At: time.Now(), Messages: uitest.OneChat(2, time.Minute)})
		h.Apply(uitest.HealthEvent(true))
		k.tick(time.Now(), false)
		if d := readDay(t, history.Folder{Dir: dir}, "2000-01-01"); d.Sum().Replies != 2 {
			t.Errorf("%d replies, want that of the chat before the restart and that after it", d.Sum().Replies)
		}
	})
}

// A process that was killed had not written the end of its last slot. The recording holds it, so the next process writes
// that slot again, and leaves the ones before it as they are.
func TestARestartCompletesTheLastSlot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(10*time.Hour + 26*time.Minute)
		dir := t.TempDir()
		k, h := figuresOf(t, dir)
		h.Apply(model.Event{At: time.Now(), Messages: uitest.OneChat(1, 24*time.Minute)}) // at 10:02
		h.Apply(uitest.HealthEvent(true))
		k.tick(time.Now(), false)
		time.Sleep(time.Minute)
		k.tick(time.Now(), true)
		_ = k.folder.Close()
		time.Sleep(5 * time.Minute) // killed, and started at 10:32
		k, h = figuresOf(t, dir)
		h.Apply(model.Event{At: time.Now(), Messages: uitest.OneChat(2, 4*time.Minute)}) // at 10:28
		h.Apply(uitest.HealthEvent(true))
		k.Restored(true)
		k.tick(time.Now(), false)
		if d := readDay(t, history.Folder{Dir: dir}, "2000-01-01"); d.Sum().Replies != 2 {
			t.Errorf("%d replies, want that of a slot that was over and that of the one which was not", d.Sum().Replies)
		}
	})
}

// Leaders of the group of [serve] may read the figures; recordings they may not, so those have another folder.
func TestAGroupReadsFigures(t *testing.T) {
	if runtime.GOOS == "windows" {
		return
	}
	dir := t.TempDir()
	cfg := historyConfig(dir)
	cfg.Serve.Group = strconv.Itoa(os.Getgid())
	none := func(string) string { return "" }
	writer, err := OpenHistory(cfg, dir, none)
	if err != nil {
		t.Fatal(err)
	}
	d := history.DayOf(time.Now(), time.UTC)
	d.Written = time.Now()
	if err := writer.Put(d, d.From); err != nil {
		t.Fatal(err)
	}
	_ = writer.Close()
	files, err := filepath.Glob(filepath.Join(dir, "floorwatch-history-*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	for path, want := range map[string]os.FileMode{dir: 0o750, files[0]: 0o640} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, want %v (%v)", path, info.Mode().Perm(), want, err)
		}
	}
	cfg.Record.Dir = dir + "/."
	if _, err := OpenHistory(cfg, dir, none); err == nil || !strings.Contains(err.Error(), "one of its own") {
		t.Errorf("recordings in a folder that a group may read: %v", err)
	}
	cfg.Serve.Group = ""
	if writer, err := OpenHistory(cfg, dir, none); err != nil {
		t.Error(err)
	} else {
		_ = writer.Close()
	}
}
