package cli

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/ui/cli/config"
)

// A program that is started again reads its recording back and does not write it twice.
func TestRestartRecordsNothingTwice(t *testing.T) {
	cfg := config.Default()
	cfg.Record.Dir, cfg.Screen.Timezone = t.TempDir(), "UTC"
	var sizes []int64
	for range 2 {
		synctest.Test(t, func(t *testing.T) {
			group := newGroup(t.Context())
			r, err := openRecording(group, cfg, func(string) string { return "" }, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			r.restore(t.Context(), time.Now())
			at := time.Now()
			e := model.Event{At: at, Visitors: []model.VisitorInfo{{ID: 1, At: at}}, Threads: []model.ThreadInfo{{ID: 1, Visitor: 1, At: at}}}
			for id := range model.MessageID(100) {
				e.Messages = append(e.Messages, model.Message{ID: id + 1, Chat: 1, Visitor: 1, Thread: 1, SentAt: at, FirstAt: at, LastAt: at, Side: model.SideVisitor, Kind: model.KindMessage})
			}
			r.put(e)
			if err := group.stop(); err != nil {
				t.Fatal(err)
			}
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
