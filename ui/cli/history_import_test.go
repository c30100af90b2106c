package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/poller/feed"
	"floorwatch/poller/history"
	"floorwatch/ui/uitest"
)

// importedDay returns what the import makes of yesterday's recording: a visitor writes at 10:00, and the last
// Health is of last.
func importedDay(t *testing.T, last time.Duration) *ledger.Day {
	t.Helper()
	midnight := time.Now().UTC().AddDate(0, 0, -1).Truncate(24 * time.Hour)
	msg := uitest.OneChat(1, 0)[0]
	msg.SentAt = midnight.Add(10 * time.Hour)
	var enc feed.Encoder
	buf := enc.Append(nil, model.Event{At: msg.SentAt.Add(time.Second), Messages: []model.Message{msg}})
	for at := msg.SentAt.Add(time.Minute); !at.After(midnight.Add(last)); at = at.Add(time.Minute) {
		buf = enc.Append(buf, model.Event{At: at, Health: &model.Health{At: at, State: model.StateLive, LastGood: at, Targets: 1, ReadDone: 1, ReadAll: 1, Read: true}})
	}
	dir, day := t.TempDir(), midnight.Format(time.DateOnly)
	if err := os.WriteFile(filepath.Join(dir, "floorwatch-"+day+".jsonl"), buf, 0o600); err != nil {
		t.Fatal(err)
	}
	figures := filepath.Join(t.TempDir(), "figures")
	if _, errs, code := runWith(t, fmt.Sprintf("[history]\ndir = %q\nagents = true\n", figures), "history", "import", dir); code != exitOK {
		t.Fatalf("status %d, %s", code, errs)
	}
	return readDay(t, history.Folder{Dir: figures}, day)
}

// Who waited when a recording broke off may have been answered a minute later: that is not a missed chat, nor a turn
// past its goal.
func TestImportClaimsNothingAfterTheRecording(t *testing.T) {
	for last, missed := range map[time.Duration]int{10*time.Hour + 20*time.Minute: 0, 11 * time.Hour: 1} {
		d := importedDay(t, last)
		if sum := d.Sum(); sum.Missed != missed || sum.Visitors != 1 {
			t.Errorf("recorded until %v: %d missed, want %d", last, sum.Missed, missed)
		}
		for _, f := range d.Found {
			if at := d.From.Add(last); f.At.After(at) {
				t.Errorf("recorded until %v: %s at %v", last, f.Kind, f.At)
			}
		}
	}
}

// A day whose figures the disk has lost is made again from its recording; one that can be read stays as it is.
func TestImportMakesADamagedDayAgain(t *testing.T) {
	dir, day := recorded(t)
	figures := filepath.Join(t.TempDir(), "figures")
	text := fmt.Sprintf("[history]\ndir = %q\nagents = true\n", figures)
	path := filepath.Join(figures, "floorwatch-history-"+day+".jsonl.gz")
	for _, want := range []string{"recordings: 1.", "recordings: 0.", "recordings: 1."} {
		out, errs, code := runWith(t, text, "history", "import", dir)
		if code != exitOK || !strings.Contains(out, want) || readDay(t, history.Folder{Dir: figures}, day).Sum().Replies != 2 {
			t.Fatalf("status %d, %s%s; want %s", code, errs, out, want)
		}
		if want == "recordings: 0." {
			if err := os.Truncate(path, 40); err != nil {
				t.Fatal(err)
			}
		}
	}
}
