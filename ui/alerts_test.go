package ui

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

// The screen does not call for what has been critical for a second.
func TestTheScreenHoldsAlerts(t *testing.T) {
	a := New(uitest.NewFloor(), testConfig(), &uitest.Source{}, uitest.Now())
	if n := a.tracker.OpenCount(); n == 0 {
		t.Errorf("no alert at once")
	}
	if due, _ := (alert.Config{Bell: true}).Call(&a.tracker, a.now, nil); due != "" {
		t.Errorf("called for %q at once, want nobody for 5 s", due)
	}
	later(a, 5*time.Second) // the floor is not read again
	if due, _ := (alert.Config{Bell: true}).Call(&a.tracker, a.now, nil); due == "" {
		t.Errorf("nobody is called after 5 s")
	}
}

func TestTheHeaderCountsAlerts(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	open := a.tracker.OpenCount()
	if open < 4 {
		t.Fatalf("%d alerts on the fixture's floor, want those who wait too long", open)
	}
	rowWith(t, a, draw.Count(open, "alert", "alerts"))
	press(a, "a")
	rowWith(t, a, draw.Count(open-1, "alert", "alerts"))
	press(a, "u")
	rowWith(t, a, draw.Count(open, "alert", "alerts"))
}

func TestAlertListKeys(t *testing.T) {
	for _, open := range []string{"!", "A"} {
		a, _ := newTestApp(uitest.NewFloor(), 120, 40)
		press(a, open+" down")
		chosen := a.tracker.List()[1]
		before := rowWith(t, a, "▌")
		if !strings.Contains(before, chosen.Name.String()) {
			t.Fatalf("%s down points to %q, want to the second alert", open, before)
		}
		later(a, time.Second)
		if row := rowWith(t, a, "▌"); !strings.Contains(row, chosen.Name.String()) {
			t.Errorf("a second later another alert is selected: %q", row)
		}
		press(a, "enter")
		if a.overlays.top() != nil || selectedKey(t, a) != chosen.Key {
			t.Errorf("enter selects %v, want %v and the list closed", selectedKey(t, a), chosen.Key)
		}
	}
	for _, keys := range []string{"! esc", "! q", "! !", "A A"} {
		a, _ := newTestApp(uitest.NewFloor(), 80, 24)
		if cmd := press(a, keys); a.overlays.top() != nil || cmd != nil {
			t.Errorf("%s leaves %T and command %v, want the list closed and nothing else", keys, a.overlays.top(), cmd != nil)
		}
	}
}

func TestAcknowledgeInTheList(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "! down")
	chosen := a.tracker.List()[1]
	press(a, "a")
	acks := acksOf(f)
	if len(acks) != 1 || acks[0].Chat != chosen.ID.Chat || acks[0].Upto != newestOfVisitor(f.Words[chosen.Key]) || !chosen.Acked {
		t.Errorf("acknowledged %+v, alert %+v; want its chat up to its newest word", acks, *chosen)
	}
	rowWith(t, a, "acknowledged")
	press(a, "a")
	rowWith(t, a, "It is acknowledged already.")
}

// A jump gives up a filter that would hide where it goes.
func TestJumpPastAFilter(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "/ q q q q enter ! enter")
	if got, want := selectedKey(t, a), a.tracker.List()[0].Key; got != want || a.threads.Filter.Active() {
		t.Errorf("at %v with filter %q, want at %v without one", got, a.threads.Filter.Query, want)
	}
	a.jump(model.Key{Visitor: 1})
	rowWith(t, a, "not on the floor any more")
	a.jump(model.Key{})
	rowWith(t, a, "belongs to no one chat")
}

func TestAlertListSaysWhoIsCalled(t *testing.T) {
	for _, c := range []struct {
		alerts alert.Config
		muted  bool
		want   string
	}{
		{alert.DefaultConfig(), false, "on the screen only"},
		{alert.Config{Bell: true, Desktop: "osc9", Command: []string{"x"}}, false, "by bell desktop command"},
		{alert.Config{Bell: true}, true, "on the screen only"},
	} {
		cfg := testConfig()
		cfg.Alerts = c.alerts
		a, _ := newAppWith(uitest.NewFloor(), cfg, 120, 40)
		if c.muted {
			a.MuteAlerts()
		}
		press(a, "!")
		rowWith(t, a, c.want)
	}
}

func TestNothingIsCritical(t *testing.T) {
	a, _ := newTestApp(&uitest.Floor{Status: uitest.LiveHealth()}, 80, 24)
	press(a, "! down enter a")
	if got := screen(a); !strings.Contains(got, "Nothing is critical") {
		t.Errorf("the list is\n%s\nwant that nothing is critical", got)
	}
}

func TestAlertsShowTheirVisitor(t *testing.T) {
	f := uitest.NewFloor()
	f.Threads[0].Name = safetext.Line("now acknowledged")
	a, _ := newTestApp(f, 120, 40)
	press(a, "!")
	if row := rowWith(t, a, "now acknowledged"); !strings.HasSuffix(strings.TrimRight(row, " │"), "now acknowledged") {
		t.Errorf("the row is %q, want the visitor's name last", row)
	}
}

// e in the list of the alerts explains the selected one: its chat's wait, or its figure. Going back shows the list again.
func TestAlertsAreExplained(t *testing.T) {
	f := uitest.NewFloor()
	f.Head.HalfHour.Missed, f.Head.HalfHour.MissedUpTo, f.Head.HalfHour.MissedLevel = 4, 4, model.LevelCritical
	a, _ := newTestApp(f, 120, 40)
	press(a, "! down e")
	rowWith(t, a, "Explain #"+strconv.FormatInt(int64(a.tracker.List()[1].Key.Visitor), 10))
	press(a, "esc")
	for i, l := range a.tracker.List() {
		if l.Key == (model.Key{}) {
			press(a, "home"+strings.Repeat(" down", i)+" e")
			rowWith(t, a, "▌ Missed")
			return
		}
	}
	t.Error("no alert is about a figure")
}

// e in the list of the missed explains the figure that counts the chat.
func TestMissedAreExplained(t *testing.T) {
	f := uitest.NewFloor()
	f.Threads[0].Missed = true
	a, _ := newTestApp(f, 120, 40)
	press(a, "M e")
	rowWith(t, a, "▌ Missed")
	press(a, "esc")
	rowWith(t, a, "Missed today")
}

// In a past that was watched, the alerts before the start are found when somebody goes there or opens the list, and
// not before; the keys of alerts go to them.
func TestAlertsBeforeTheStart(t *testing.T) {
	f := uitest.NewFloor()
	f.Watched = model.Observed{At: uitest.Now(), Since: uitest.Now().Add(-time.Hour)}
	for _, keys := range []string{"t", "!"} {
		a, _ := newTestApp(f, 120, 40)
		reads := f.Reads
		later(a, time.Second)
		if f.Reads > reads+1 || a.lookBack != nil {
			t.Errorf("%d moments are looked at before anybody asks", f.Reads-reads)
		}
		press(a, keys)
		if a.lookBack == nil {
			t.Fatalf("%s: nothing is looked for", keys)
		}
		press(a, "esc t [")
		if text := screen(a); keys == "t" && !strings.Contains(text, "once more in a moment") {
			t.Errorf("says nothing of what is being looked for:\n%s", text)
		}
		for steps := 0; a.lookBack != nil; steps++ {
			if a.Update(lookBackStep{a.lookBack}); steps > 1000 {
				t.Fatalf("%s: does not end", keys)
			}
		}
		press(a, "[")
		first := a.tracker.Live[0].FirstSeen()
		for _, b := range a.tracker.Live {
			if b.FirstSeen().After(first) && b.FirstSeen().Before(uitest.Now().Truncate(time.Minute)) {
				first = b.FirstSeen()
			}
		}
		if !a.timeTravel.at.Before(uitest.Now().Truncate(time.Minute)) || !a.timeTravel.at.Equal(first) {
			t.Errorf("%s: [ goes to %v, want %v, the last alert before the start", keys, a.timeTravel.at, first)
		}
	}
}

// The rules of the list stay in view, whatever it is scrolled to, and a click below them selects the row that it is on.
func TestSectionsOfTheAlerts(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 20)
	someAlertsOver(a)
	press(a, "!")
	n := len(a.tracker.List())
	rowWith(t, a, "1 of "+strconv.Itoa(n))
	rowWith(t, a, "more ─")
	for range n {
		rowWith(t, a, "├── ended · "+strconv.Itoa(len(a.tracker.Ended)))
		press(a, "down")
	}
	ended := a.tracker.List()[len(a.tracker.Live)]
	if !strings.Contains(rowWith(t, a, "waited "), " waited ") || ended.Ended.IsZero() {
		t.Error("what has ended is said in the present")
	}
	hand{t, a}.click("✓ 12:4")
	if row := rowWith(t, a, "▌"); !strings.Contains(row, "✓ 12:4") {
		t.Errorf("a click below the rule selects %q", row)
	}
}

// Only keys that can act on the selected alert stand in the footer.
func TestFooterOfTheAlerts(t *testing.T) {
	footer := func(a *App) string { s := strings.Split(screen(a), "\n"); return s[len(s)-1] }
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "!")
	if got := footer(a); !strings.Contains(got, "enter go to the chat  a acknowledge  e explain") {
		t.Errorf("the footer is %q", got)
	}
	press(a, "a")
	if press(a, "end"); strings.Contains(footer(a), "acknowledge") && a.tracker.List()[len(a.tracker.List())-1].Acked {
		t.Errorf("on an acknowledged alert the footer is %q", footer(a))
	}
	a, _ = newTestApp(&uitest.Floor{Status: uitest.LiveHealth()}, 80, 24)
	if press(a, "!"); strings.Contains(footer(a), "acknowledge") || strings.Contains(footer(a), "enter") {
		t.Errorf("without alerts the footer is %q", footer(a))
	}
}

// In the past the list is that of the moment shown. It cannot be changed from there, and of a moment that nobody
// watched it says why it has none.
func TestAlertsOfThePast(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "t pgup !")
	rowWith(t, a, " at 12:31:00")
	if got := screen(a); strings.Contains(got, " now, worst first") || !strings.Contains(got, "Nothing was critical at this moment") {
		t.Errorf("the list of 12:31 is\n%s", got)
	}
	press(a, "esc ] !")
	if rows := strings.Count(screen(a), "waits "); rows == 0 || rows >= len(a.tracker.Live) {
		t.Errorf("%d alerts of a moment when fewer waited than now:\n%s", rows, screen(a))
	}
	press(a, "a")
	rowWith(t, a, "a: not in the past")
	later(a, time.Second)
	ended := *a.tracker.Live[0] // as if found by the look back before the start
	ended.FoundAt = ended.FoundAt.Add(-time.Hour)
	ended.Ended, ended.Before = ended.FoundAt.Add(time.Minute), true
	a.tracker.Ended = append(a.tracker.Ended, &ended)
	later(a, time.Second)
	rowWith(t, a, "before the start, times within 30s, newest first · 1")
	f := uitest.NewFloor()
	f.Watched = model.Observed{At: uitest.Now(), Since: uitest.Now().Add(-time.Minute)}
	a, _ = newTestApp(f, 120, 40)
	press(a, "t pgup !")
	rowWith(t, a, "Alerts · not known at 12:31:00")
	rowWith(t, a, "The alerts of this moment are not known: before the start")
}
