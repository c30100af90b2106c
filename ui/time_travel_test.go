package ui

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

func TestTravelKeys(t *testing.T) {
	for _, c := range []struct{ keys, want string }{
		{"t", "12:41:00, 7s ago"},
		{"t left", "12:40:00, 1 min ago"},
		{"t left left right", "12:40:00, 1 min ago"},
		{"t right right", "12:41:00, 7s ago"},
		{"t pgup", "12:31:00, 10 min ago"},
		{"t shift+left pgup shift+right", "12:31:00, 10 min ago"},
		{"t pgup pgdown", "12:41:00, 7s ago"},
		{"t pgup pgup pgup pgup pgup pgup left", "11:40:00, 1 h 01 min ago"},
		{"t home", "10:42:07, 1 h 59 min ago  t back to now  (nothing older is known)"},
		{"t home left pgup", "10:42:07, 1 h 59 min ago"},
		{"t home right", "10:43:00, 1 h 58 min ago"},
		{"t home end", "12:41:00, 7s ago"},
	} {
		a, _ := newTestApp(uitest.NewFloor(), 80, 24)
		press(a, c.keys)
		if row := rowWith(t, a, "PAST 1"); !strings.Contains(row, "PAST "+c.want) {
			t.Errorf("%q: %q, want %q", c.keys, row, c.want)
		}
	}
}

func TestBackToLive(t *testing.T) {
	for _, keys := range []string{"t t", "t left t", "t home esc", "t enter t", "t ! ! t", "t ! esc esc"} {
		a, _ := newTestApp(uitest.NewFloor(), 80, 24)
		press(a, keys)
		if a.timeTravel.on || strings.Contains(screen(a), "PAST") || a.snap != a.current || a.style.Edge != draw.RoleFrame {
			t.Errorf("%q: the screen is\n%s\nwant it live", keys, screen(a))
		}
	}
}

// The whole frame is marked as long as this is the past, in every theme and after every change of it.
func TestThePastIsMarked(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	accent := a.style.On[draw.OnScreen][draw.RoleAccent] + "╭"
	live := strings.Count(a.View().Content, accent)
	press(a, "t")
	if got := strings.Count(a.View().Content, accent); got <= live+5 {
		t.Errorf("%d frames in the accent in the past, %d before; want all", got, live)
	}
	a.restyle()
	a.updateAfter()
	if a.style.Edge != draw.RoleAccent {
		t.Errorf("another theme takes the mark away")
	}
}

// What goes on meanwhile is read, counted and called for, but does not move what is shown.
func TestLiveEventsDoNotMoveThePast(t *testing.T) {
	f := uitest.NewFloor()
	a, source := newTestApp(f, 120, 40)
	a.Update(model.Event{At: uitest.Now()}) // since when it is known what was seen
	press(a, "t left left left")
	later(a, time.Second)
	body := func() string { return strings.Join(strings.Split(screen(a), "\n")[6:], "\n") } // without the header and the banner
	before, looks := body(), len(source.Focused)
	f.Threads = append(f.Threads, uitest.Waiter(99, -500, 0, true))
	for range 5 {
		reads := f.Reads
		a.Update(model.Event{At: uitest.Now(), Messages: []model.Message{{
			ID: 1, Visitor: 61780, Thread: 9000, Chat: 106241, SentAt: a.serverNow(), Side: model.SideVisitor, Kind: model.KindMessage, Text: safetext.Clean("later words"),
		}}})
		later(a, time.Second)
		if got := f.Reads - reads; got != 2 {
			t.Errorf("%d snapshots for an event and a tick, want 2 of now", got)
		}
	}
	if got := body(); got != before {
		t.Errorf("the past is now\n%s\nwant\n%s", got, before)
	}
	if a.tracker.Live[len(a.tracker.Live)-1].ID.Chat != 99 {
		t.Errorf("the new wait has raised no alert")
	}
	if len(source.Focused) != looks {
		t.Errorf("the poller was told to look at %v", source.Focused[looks:])
	}
	rowWith(t, a, "3 min ago")
	if row := rowWith(t, a, "new alert"); !strings.Contains(row, "PAST") {
		t.Errorf("the new alert stands in %q, want it beside the way back", row)
	}
	press(a, "t")
	rowWith(t, a, "later words")
}

// What was said later is hidden, what was seen later is unseen.
func TestWordsThen(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	key := selectedKey(t, a)
	at := uitest.Now().Truncate(time.Minute).Add(-10 * time.Minute)
	f.Words[key] = []model.Message{
		{ID: 1, SentAt: at, Seen: model.SeenYes, SeenAt: at},
		{ID: 2, SentAt: at.Add(-time.Second), Seen: model.SeenYes, SeenAt: at.Add(1)},
		{ID: 3, SentAt: at.Add(1), Seen: model.SeenNo},
		{ID: 4, FirstAt: at},
		{ID: 5, FirstAt: at.Add(1)},
		{ID: 6, SentAt: at, FirstAt: at.Add(1), Seen: model.SeenYes, SeenAt: at.Add(1)},
	}
	press(a, "t pgup")
	want := map[model.MessageID]model.Seen{1: model.SeenYes, 2: model.SeenNo, 4: model.SeenUnknown, 6: model.SeenUnknown}
	for _, m := range a.transcript.Messages {
		if seen, ok := want[m.ID]; !ok || seen != m.Seen {
			t.Errorf("message %d is shown, seen %d; want %v", m.ID, m.Seen, want)
		}
		delete(want, m.ID)
	}
	if len(want) > 0 {
		t.Errorf("%v are not shown", want)
	}
	press(a, "t")
	if n := len(a.transcript.Messages); n != 6 {
		t.Errorf("%d messages live, want all 6", n)
	}
}

func TestTravelKeepsTheSelection(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "down down down")
	want := selectedKey(t, a)
	for _, keys := range []string{"t", "pgup", "home", "s", "t"} {
		press(a, keys)
		if got := selectedKey(t, a); got != want {
			t.Errorf("%s: %v is selected, want %v", keys, got, want)
		}
	}
}

func TestAReplayGoesBackBeyondThePast(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "t left")
	later(a, -time.Hour)
	if a.timeTravel.on || strings.Contains(screen(a), "PAST") {
		t.Errorf("the screen shows %v, which is still to come", a.timeTravel.at)
	}
}

func TestNothingIsAcknowledgedInThePast(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "a t a")
	rowWith(t, a, "a: not in the past")
	press(a, "u")
	if n := len(acksOf(f)); n != 1 {
		t.Errorf("%d acknowledgements, want the one before", n)
	}
}

func TestTravelFromAlertToAlert(t *testing.T) {
	f := uitest.NewFloor()
	f.Threads, f.Head = nil, model.Headline{}
	a, _ := newTestApp(f, 120, 40)
	for i := range 600 {
		f.Status.LastGood = a.now
		f.Threads = nil
		for chat, since := range map[int]int{1: 0, 2: 100, 3: 300} {
			if i >= since {
				f.Threads = append(f.Threads, uitest.Waiter(chat, since, i, false))
			}
		}
		later(a, time.Second)
	}
	alert := func(since int) string {
		return uitest.Now().Add(uitest.Seconds(since + 120)).Format("15:04:05")
	}
	press(a, "t")
	for _, c := range []struct{ key, want string }{
		{"[", alert(300)}, {"[", alert(100)}, {"[", alert(0)}, {"[", alert(0)}, {"]", alert(100)}, {"left", "12:44:00"}, {"]", alert(100)},
	} {
		press(a, c.key)
		if got := draw.DayTime(a.timeTravel.at, a.serverNow(), a.zone); got != c.want {
			t.Errorf("%s: at %s, want %s", c.key, got, c.want)
		}
	}
	press(a, "[ [")
	rowWith(t, a, "No alert before this moment")
	press(a, "t ! t")
	if got, want := draw.DayTime(a.timeTravel.at, a.serverNow(), a.zone), draw.DayTime(a.tracker.List()[0].FoundAt, a.serverNow(), a.zone); got != want || !a.timeTravel.on || a.overlays.top() != nil {
		t.Errorf("t in the list goes to %s, want to the alert's moment %s", got, want)
	}
}

// Against the real Board: who waited then, and what had been said.
func TestTravelOnABoard(t *testing.T) {
	board := board.New(board.Config{})
	now := uitest.Now()
	say := func(id, ago int, side model.Side, text string) model.Message {
		at := now.Add(-uitest.Seconds(ago))
		return model.Message{ID: model.MessageID(id), Chat: 5, Visitor: 6, Thread: 7, SentAt: at, Side: side, Kind: model.KindMessage, Sender: 3, Text: safetext.Clean(text), FirstAt: at, LastAt: at}
	}
	board.Apply(model.Event{At: now, Messages: []model.Message{
		say(1, 600, model.SideVisitor, "is anybody there?"), say(2, 400, model.SideAgent, "yes, sorry"), say(3, 300, model.SideVisitor, "and now?"),
	}})
	a := New(board, testConfig(), &uitest.Source{}, now)
	a.resize(120, 40)
	a.updateAfter()
	press(a, "t pgup right")
	row := rowWith(t, a, "PAST 12:33:00")
	if !strings.Contains(row, "8 min ago") {
		t.Errorf("the banner is %q, want 8 min ago", row)
	}
	rowWith(t, a, "1m53s") // since 12:31:07
	if got := screen(a); !strings.Contains(got, "is anybody there?") || strings.Contains(got, "yes, sorry") || a.snap.Headline.Waiting != 1 {
		t.Errorf("the floor then is\n%s\nwant the first words alone, waiting", got)
	}
	press(a, "right right")
	if a.snap.Headline.Waiting != 0 {
		t.Errorf("%d waiting after the answer, want nobody", a.snap.Headline.Waiting)
	}
	press(a, "t")
	rowWith(t, a, "and now?")
	press(a, "t home")
	if got := draw.DayTime(a.timeTravel.at, a.serverNow(), a.zone); got != "12:32:00" || a.threads.Selected() == nil {
		t.Errorf("the oldest minute is %s with %v selected, want the first at whose start a word is there", got, a.threads.Selected())
	}
}

// Where the first words are of the current minute, the past is this moment: the next full minute has not been yet.
func TestTravelWithinTheFirstMinute(t *testing.T) {
	board := board.New(board.Config{})
	now := uitest.Now() // 7 s past the minute
	at := now.Add(-3 * time.Second)
	board.Apply(model.Event{At: now, Messages: []model.Message{
		{ID: 1, Chat: 5, Visitor: 6, Thread: 7, SentAt: at, Side: model.SideVisitor, Kind: model.KindMessage, Sender: 3, Text: safetext.Clean("hello"), FirstAt: at, LastAt: at},
	}})
	for _, keys := range []string{"t", "t home", "t left", "t left right"} {
		a := New(board, testConfig(), &uitest.Source{}, now)
		a.resize(120, 40)
		a.updateAfter()
		press(a, keys)
		later(a, time.Second)
		if !a.timeTravel.on || a.timeTravel.at.After(now) || a.snap.Headline.Waiting != 1 {
			t.Errorf("%q and a second: in the past %v at %v, %d waiting; want the moment of the key", keys, a.timeTravel.on, a.timeTravel.at, a.snap.Headline.Waiting)
		}
	}
}

// From a moment of the current minute no key that goes on goes back to its beginning.
func TestLaterIsNeverEarlier(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	for _, keys := range []string{"right", "end", "pgdown", "shift+right"} {
		typed(a, "time -2s")
		at := a.timeTravel.at
		if press(a, keys); a.timeTravel.at.Before(at) {
			t.Errorf("%s goes from %v to %v", keys, at, a.timeTravel.at)
		}
		if press(a, "left"); !a.timeTravel.at.Equal(at.Truncate(time.Minute)) {
			t.Errorf("%s and left: %v, want the beginning of the minute", keys, a.timeTravel.at)
		}
	}
}

// TestTravelBeforeTheFirstLook: a past that nobody watched has waits in it that
// had ended, and says so.
func TestTravelBeforeTheFirstLook(t *testing.T) {
	const words = "before the start"
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	a.Update(model.Event{At: a.serverNow().Add(-90 * time.Second)})
	press(a, "t")
	if strings.Contains(screen(a), words) {
		t.Errorf("a minute ago counts as before the first look:\n%s", screen(a))
	}
	press(a, "left left")
	rowWith(t, a, words)
}

// TestTravelIntoAWatchedPast: a floor that was read before the program started has a past that is known.
func TestTravelIntoAWatchedPast(t *testing.T) {
	const words = "before the start"
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	f.Watched = model.Observed{At: a.serverNow(), Since: a.serverNow().Add(-90 * time.Second)}
	a.Update(model.Event{At: a.serverNow()})
	press(a, "t")
	if strings.Contains(screen(a), words) {
		t.Errorf("a minute ago counts as before the first look:\n%s", screen(a))
	}
	press(a, "left left")
	rowWith(t, a, words)
}

// In the activity the keys choose a minute, enter goes there and esc gives it up.
func TestTravelToTheChosenMinute(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "shift+tab enter")
	rowWith(t, a, "Nothing is selected: down or up chooses a minute")
	press(a, "up up esc enter")
	rowWith(t, a, "Nothing is selected: down or up chooses a minute")
	press(a, "up up enter")
	rowWith(t, a, "PAST 12:39:")
}

func TestAnEmptyMomentOfThePastSaysSo(t *testing.T) {
	f := uitest.NewFloor()
	f.Threads = nil
	a, _ := newTestApp(f, 120, 40)
	if text := screen(a); !strings.Contains(text, "New chats appear by themselves.") {
		t.Errorf("an empty floor says\n%s", text)
	}
	press(a, "t left")
	if text := screen(a); !strings.Contains(text, "No chat is known of this moment.") || strings.Contains(text, "appear by themselves") {
		t.Errorf("an empty moment of the past says\n%s", text)
	}
}
