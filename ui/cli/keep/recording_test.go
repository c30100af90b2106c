package keep

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/serve"
	"floorwatch/ui/cli/config"
)

// started is a Start and what ends its goroutines.
func started(ctx context.Context) (start Start, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	return func(_ string, run func(context.Context) error) {
		wg.Go(func() { _ = run(ctx) })
	}, func() { cancel(); wg.Wait() }
}

// A program that is started again reads its recording back and does not write it twice.
func TestRestartRecordsNothingTwice(t *testing.T) {
	cfg := config.Default()
	cfg.Record.Dir, cfg.Screen.Timezone = t.TempDir(), "UTC"
	var sizes []int64
	for range 2 {
		synctest.Test(t, func(t *testing.T) {
			start, stop := started(t.Context())
			r, err := OpenRecording(start, cfg, func(string) string { return "" }, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			ignore := func(model.Event) {}
			r.Restore(t.Context(), time.Now(), serve.NewSharedBoard(cfg.Board()), ignore, ignore)
			at := time.Now()
			e := model.Event{At: at, Visitors: []model.VisitorInfo{{ID: 1, At: at}}, Threads: []model.ThreadInfo{{ID: 1, Visitor: 1, At: at}}}
			for id := range model.MessageID(100) {
				e.Messages = append(e.Messages, model.Message{ID: id + 1, Chat: 1, Visitor: 1, Thread: 1, SentAt: at, FirstAt: at, LastAt: at, Side: model.SideVisitor, Kind: model.KindMessage})
			}
			r.Put(e)
			stop()
		})
		files, err := filepath.Glob(filepath.Join(cfg.Record.Dir, "*.jsonl"))
		if err != nil || len(files) != 1 {
			t.Fatalf("%d files (%v), want one", len(files), err)
		}
		info, err := os.Stat(files[0])
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, info.Size())
	}
	if sizes[0] == 0 || sizes[1] != sizes[0] {
		t.Errorf("the recording has %d bytes, and %d after a restart with the same floor", sizes[0], sizes[1])
	}
}

// TestAutoOfTheConfiguration: dir = "auto" under [record] is the same word; without a home it is an error.
func TestAutoOfTheConfiguration(t *testing.T) {
	dir := t.TempDir()
	cfg := config.Default()
	cfg.Record.Dir = config.Auto
	start, stop := started(t.Context())
	r, err := OpenRecording(start, cfg, func(k string) string { return map[string]string{"XDG_DATA_HOME": dir}[k] }, slog.New(slog.DiscardHandler))
	if err != nil || r.dir != filepath.Join(dir, "floorwatch") {
		t.Errorf("it records to %+v (%v), want into %s", r, err, dir)
	}
	stop()
	if _, err := OpenRecording(start, cfg, func(string) string { return "" }, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "XDG_DATA_HOME") {
		t.Errorf("without a home the error is %v", err)
	}
}

// The progress of a restore is that of the bytes of both days: without a recording of yesterday it begins at 0, and the
// longer day takes the larger part of it.
func TestRestoreTellsItsProgress(t *testing.T) {
	now := time.Date(2126, 3, 3, 12, 0, 0, 0, time.UTC) // no day that is over, whose recording would be compressed
	for _, c := range []struct {
		yesterday, today int // Events
		from, begins     int // per cent: in all, and of today
	}{
		{0, 600, 0, 0},
		{600, 600, 0, 50},
		{1800, 600, 0, 75},
		{600, 0, 0, -1},
	} {
		cfg := config.Default()
		cfg.Record.Dir, cfg.Screen.Timezone = t.TempDir(), "UTC"
		for day, n := range []int{c.yesterday, c.today} {
			at := now.AddDate(0, 0, day-1)
			if n > 0 {
				line := `{"at":"` + at.Format(time.RFC3339) + `","visitors":[{"id":1,"name":"Ana","at":"` + at.Format(time.RFC3339) + `"}]}` + "\n"
				name := filepath.Join(cfg.Record.Dir, "floorwatch-"+at.Format(time.DateOnly)+".jsonl")
				if err := os.WriteFile(name, []byte(strings.Repeat(line, n)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		start, stop := started(t.Context())
		r, err := OpenRecording(start, cfg, func(string) string { return "" }, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		var told []int
		begins := -1
		r.Restore(t.Context(), now, serve.NewSharedBoard(cfg.Board()), func(model.Event) {}, func(e model.Event) {
			if told = append(told, e.Health.ReadDone); begins < 0 && strings.Contains(e.Health.Why.String(), "3 Mar") {
				begins = e.Health.ReadDone
			}
		})
		stop()
		if len(told) < 2 || !slices.IsSorted(told) || told[0] != c.from || told[len(told)-1] != 100 || begins != c.begins {
			t.Errorf("%d Events of yesterday and %d of today: told %v, today from %d; want from %d to 100, today from %d", c.yesterday, c.today, told, begins, c.from, c.begins)
		}
	}
}

// A program that is ended before anything was read leaves neither the folder of the recording nor that of the figures.
func TestNothingKeptLeavesNoFolder(t *testing.T) {
	none := func(string) string { return "" }
	for _, there := range []bool{false, true} {
		dir := t.TempDir()
		cfg := config.Default()
		cfg.Record.Dir, cfg.History.Dir = filepath.Join(dir, "a", "recordings"), filepath.Join(dir, "b", "figures")
		if there {
			if err := errors.Join(os.MkdirAll(cfg.Record.Dir, 0o700), os.MkdirAll(cfg.History.Dir, 0o700)); err != nil {
				t.Fatal(err)
			}
		}
		start, stop := started(t.Context())
		if _, err := OpenRecording(start, cfg, none, slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		k, err := OpenDrawnFigures(cfg, none, "1", slog.New(slog.DiscardHandler))
		if err != nil || k.folder == nil {
			t.Fatalf("%v, %q", err, k.why)
		}
		k.Close()
		k.Close() // Run may have closed it
		stop()
		for _, path := range []string{cfg.Record.Dir, cfg.History.Dir, filepath.Join(dir, "a"), filepath.Join(dir, "b")} {
			if _, err := os.Stat(path); (err == nil) != there {
				t.Errorf("%s, there before: %v; afterwards: %v", path, there, err)
			}
		}
	}
}
