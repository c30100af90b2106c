package ui

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// Whoever acknowledged a chat is named wherever that is shown.
func TestAcknowledgedByIsNamed(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 160, 45)
	for range 5 { // what comes with the first reading is no news
		later(a, time.Second)
	}
	key := a.threads.Row(2).Key
	for i := range f.Threads {
		if r := &f.Threads[i]; r.Key == key {
			r.Wait, r.Level, r.Acked, r.AckedBy = model.Clock{}, model.LevelOK, true, safetext.Line("ana")
		}
	}
	later(a, time.Second)
	if got := rowWith(t, a, "acknowledged by ana"); !strings.Contains(got, " a ") {
		t.Errorf("the row that leaves says %q", got)
	}
	later(a, 20*time.Second)
	rowWith(t, a, " by ana ")
	press(a, "!")
	rowWith(t, a, "acknowledged by ana ")
	press(a, "esc")
	a.jump(key)
	press(a, "e")
	rowWith(t, a, "ana has said that it needs no answer")
}
