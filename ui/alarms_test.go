package ui

import (
	"testing"
	"time"

	"floorwatch/model"
)

// What the alarms remember is what is bad just now.
func TestAlarmsForget(t *testing.T) {
	var a alarms
	now := fixtureNow()
	rows := func(chats ...model.ChatID) *model.Snapshot {
		s := &model.Snapshot{}
		for _, c := range chats {
			s.Threads = append(s.Threads, model.Row{Chat: c, Level: model.LevelCritical, Wait: model.Clock{Running: true}})
		}
		return s
	}
	a.update(rows(1, 2), now, false)
	if got := a.fresh(now); len(got) != 0 || a.bad() != 2 {
		t.Errorf("new at the start: %v", got)
	}
	for i := range 10_000 {
		now = now.Add(time.Second)
		a.update(rows(1, model.ChatID(100+i)), now, true)
	}
	if len(a.known) != 2 {
		t.Errorf("%d alarms are remembered, want the two there are", len(a.known))
	}
	if got := a.fresh(now); len(got) != 1 || got[0].chat != 10_099 {
		t.Errorf("new are %v, want the last one", got)
	}
	if got := a.fresh(now.Add(-time.Hour)); len(got) != 0 {
		t.Errorf("new are %v an hour before they came up", got)
	}
}

// What the first read brings is not new, however long it takes.
func TestAlarmsOfTheFirstRead(t *testing.T) {
	f := newFixture()
	f.health.State, f.health.ReadDone = model.StateStarting, 3
	all := f.threads
	f.threads = all[:1]
	w := testWall(f)
	f.threads = all
	wallTick(w, fixtureNow().Add(time.Second))
	f.health = liveHealth()
	wallTick(w, fixtureNow().Add(2*time.Second))
	wallLacks(t, w, "has waited")
	wallHas(t, w, "none is new")
}
