package ui

import (
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

func TestAcquiresTotals(t *testing.T) {
	f := uitest.NewFloor()
	f.Head.Totals = &model.DayTotals{Total: 120, Answered: 110, Missed: 10, Response: model.Duration{D: 38e9, Known: true}}
	a, _ := newTestApp(f, 200, 50)
	press(a, "tab tab d")
	rowWith(t, a, "Agents · Acquire's totals of today · by need ")
	rowWith(t, a, "120 chats, 110 answered, 10 missed, response 38s")
	rowWith(t, a, "handled unanswered missed")
	f.Head.Totals = nil
	later(a, time.Second)
	rowWith(t, a, "not known yet")
	press(a, "d")
	rowWith(t, a, "longest")
}
