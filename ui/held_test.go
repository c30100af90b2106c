package ui

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

// A chat that is answered while it is read stays in the transcript, whose frame says so and what goes on.
func TestTheTranscriptSaysThatItIsHeld(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 160, 45)
	for range 5 { // what comes with the first reading is no news
		later(a, time.Second)
	}
	press(a, "j")
	key := selectedKey(t, a)
	if strings.Contains(screen(a), "held") {
		t.Fatal("a chat that waits is held")
	}
	for i := range f.Threads {
		if r := &f.Threads[i]; r.Key == key {
			r.Wait, r.Level, r.LastSide = model.Clock{}, model.LevelOK, model.SideAgent
		}
	}
	later(a, time.Second)
	if row := rowWith(t, a, "held · j next chat"); !strings.Contains(row, "ANSWERED") || a.transcript.Key != key {
		t.Errorf("the frame says %q", row)
	}
	if press(a, "j"); strings.Contains(screen(a), "held ·") || a.transcript.Key == key {
		t.Error("j does not go on to the next chat")
	}
}
