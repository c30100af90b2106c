package keep

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
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
