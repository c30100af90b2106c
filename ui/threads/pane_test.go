package threads

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// A listFloor is a floor that a test changes from second to second.
type listFloor struct {
	*testing.T
	pane Pane
	rows []model.Row
	now  time.Time
}

// newListFloor has n chats that wait, the first the longest, above others that do not.
func newListFloor(t *testing.T, n, others, height int) *listFloor {
	f := &listFloor{T: t, now: uitest.Now()}
	for i := range n + others {
		r := model.Row{Key: model.Key{Visitor: model.VisitorID(1000 + i)}, Chat: model.ChatID(1 + i), LastAt: f.now.Add(-time.Minute), LastSide: model.SideAgent}
		if i < n {
			r.Wait = model.Clock{Running: true, Since: f.now.Add(-time.Duration(10*(n-i)) * time.Second)}
			r.LastSide, r.LastAt = model.SideVisitor, r.Wait.Since
		}
		f.rows = append(f.rows, r)
	}
	f.pane.Height = height
	f.pane.Touch(f.now)
	f.second()
	return f
}

// second lets a second pass.
func (f *listFloor) second() {
	f.now = f.now.Add(time.Second)
	for i := range f.rows {
		r := &f.rows[i]
		if r.Wait.Running {
			r.Wait.For = f.now.Sub(r.Wait.Since)
			r.TimeLeft, r.Level = time.Minute-r.Wait.For, model.LevelOK
			if r.TimeLeft < 0 {
				r.Level = model.LevelCritical
			}
		}
	}
	waiting, others := []model.Row{}, []model.Row{}
	for _, r := range f.rows {
		if r.Wait.Running {
			waiting = append(waiting, r)
		} else {
			others = append(others, r)
		}
	}
	f.pane.SetSnapshot(&model.Snapshot{Now: f.now, Threads: uitest.RowsOf(append(waiting, others...))}, f.now)
}

// stop ends the wait of a visitor, whose row change makes what it has become.
func (f *listFloor) stop(visitor int, change func(*model.Row)) {
	for i := range f.rows {
		if r := &f.rows[i]; r.Key.Visitor == model.VisitorID(visitor) {
			r.Wait = model.Clock{}
			change(r)
		}
	}
	f.second()
}

func (f *listFloor) answer(visitor int) {
	f.stop(visitor, func(r *model.Row) { r.LastSide, r.LastAt = model.SideAgent, f.now })
}

// screen is the pane as drawn.
func (f *listFloor) screen() []string {
	style := threadsStyle()
	return strings.Split(ansi.Strip(strings.Join(f.pane.Draw(style, 80, f.pane.Height+3, true, f.now, nil), "\n")), "\n")
}

// wants holds the selected visitor, and what stands in its place on the screen.
func (f *listFloor) wants(when string, selected int, row string) {
	f.Helper()
	if r := f.pane.Selected(); r == nil || r.Key.Visitor != model.VisitorID(selected) {
		f.Errorf("%s: %+v is selected, want visitor %d", when, r, selected)
	}
	if all := strings.Join(f.screen(), "\n"); !strings.Contains(strings.Join(strings.Fields(all), " "), row) {
		f.Errorf("%s: want %q on the screen\n%s", when, row, all)
	}
}

// The first that waits is selected by itself, and stays so whatever becomes of it.
func TestTheSelectedChatNeverChangesByItself(t *testing.T) {
	f := newListFloor(t, 5, 20, 12)
	f.wants("at first", 1000, "│ ▌")
	f.answer(1000)
	f.wants("answered", 1000, "✓ answered after 51s")
	for range 40 {
		f.second()
	}
	f.wants("later", 1000, "4 waiting of 25")
	if !f.pane.Held() || strings.Contains(strings.Join(f.screen(), ""), "▌") {
		t.Errorf("a row is marked although the selected chat has left\n%s", strings.Join(f.screen(), "\n"))
	}
	f.pane.Touch(f.now)
	f.pane.Move(1)
	f.wants("after a key", 1001, "1 of 25")
}

// What has stopped waiting stays ten seconds in its place as what it has become.
func TestWhatHasLeftStaysForAWhile(t *testing.T) {
	for _, c := range []struct {
		name, want string
		change     func(*listFloor, *model.Row)
	}{
		{"answered", "✓ answered after 4", func(f *listFloor, r *model.Row) { r.LastSide, r.LastAt = model.SideAgent, f.now }},
		{"answered by an agent", "✓ answered by Tomasz Nowak after 4", func(f *listFloor, r *model.Row) {
			r.LastSide, r.LastAt, r.Owner, r.LastBy, r.LastName = model.SideAgent, f.now, 3, 7, safetext.Line("Tomasz Nowak")
		}},
		{"answered by an agent with a long name", "✓ answered by Maximiliana W. after 4", func(f *listFloor, r *model.Row) {
			r.LastSide, r.LastAt, r.LastBy, r.LastName = model.SideAgent, f.now, 7, safetext.Line("Maximiliana Wolkenstein-Trostburg-Habsburger")
		}},
		{"answered by its agent", "✓ answered by Ana Silva after 4", func(f *listFloor, r *model.Row) {
			r.LastSide, r.LastAt, r.Owner, r.OwnerName, r.LastBy = model.SideAgent, f.now, 3, safetext.Line("Ana Silva"), 3
		}},
		{"answered by a bot", "✓ answered by Robin after 4", func(f *listFloor, r *model.Row) {
			r.LastSide, r.LastAt, r.LastName = model.SideBot, f.now, safetext.Line("Robin")
		}},
		{"missed by its agent", "✗ missed after 42s · Ana Silva #1001", func(_ *listFloor, r *model.Row) { r.Over, r.Missed = true, true }},
		{"acknowledged by another", "a acknowledged", func(_ *listFloor, r *model.Row) { r.Acked = true }},
		{"missed", "✗ missed after 4", func(_ *listFloor, r *model.Row) { r.Over, r.Missed = true, true }},
		{"ended", "✗ ended after 4", func(_ *listFloor, r *model.Row) { r.Over = true }},
	} {
		f := newListFloor(t, 5, 20, 12)
		if f.rows[1].Owner, f.rows[1].OwnerName = 3, safetext.Line("Ana Silva"); !strings.Contains(c.name, "by its agent") {
			f.rows[1].Owner, f.rows[1].OwnerName = 0, safetext.Text{}
		}
		f.second()
		f.stop(1001, func(r *model.Row) { c.change(f, r) })
		shown := func() bool {
			return strings.Contains(strings.Join(strings.Fields(f.screen()[3]), " "), c.want) && strings.Contains(f.screen()[3], "#1001")
		}
		for s := range 10 {
			if !shown() {
				t.Errorf("%s: after %d s row 2 is %q, want %q", c.name, s, f.screen()[3], c.want)
			}
			f.second()
		}
		if shown() || f.pane.N != 25 {
			t.Errorf("%s: after ten seconds row 2 is %q", c.name, f.screen()[3])
		}
	}
}

// Those that have left never take a row from one that waits and fits, nor are they
// there where time has not gone by before somebody's eyes.
func TestWhatHasLeftTakesNoRoom(t *testing.T) {
	f := newListFloor(t, 11, 20, 10)
	f.answer(1004)
	if _, below := f.pane.visible.hidden(f.pane.block.waiting); f.pane.leftShown > 0 || below.len() > 0 {
		t.Errorf("%d that have left are shown, and %d that wait are not", f.pane.leftShown, below.len())
	}
	f = newListFloor(t, 5, 20, 12)
	f.answer(1000)
	if row := f.screen()[2]; f.pane.leftShown != 1 || !strings.Contains(row, "#1001") {
		t.Errorf("row one is %q, want the worst that waits", row)
	}
	f = newListFloor(t, 5, 20, 12)
	f.pane.Changes.quietUntil = f.now.Add(time.Minute)
	if f.answer(1001); f.pane.leftShown > 0 {
		t.Errorf("while the floor is being read %d are shown as having left", f.pane.leftShown)
	}
	f = newListFloor(t, 5, 20, 12)
	f.now = f.now.Add(time.Minute)
	f.answer(1001)
	if f.pane.leftShown > 0 {
		t.Errorf("after a leap of a minute %d are shown as having left", f.pane.leftShown)
	}
}

// Acknowledged from here, a chat leaves at once, and the next that waits stands in
// the same row; one that waits again comes back.
func TestAcknowledgedGoesToTheNext(t *testing.T) {
	f := newListFloor(t, 5, 20, 12)
	f.pane.Move(2)
	f.pane.Acknowledged()
	f.stop(1002, func(r *model.Row) { r.Acked = true })
	f.wants("acknowledged", 1003, "3 of 25")
	if f.pane.leftShown > 0 || f.pane.Cursor != 2 {
		t.Errorf("cursor on row %d, %d shown as having left", f.pane.Cursor, f.pane.leftShown)
	}
	f.pane.Move(1)
	f.pane.Acknowledged() // the last: the one before it is next
	f.stop(1004, func(r *model.Row) { r.Acked = true })
	f.wants("the last", 1003, "3 waiting of 25")
	f.rows[2].Wait = model.Clock{Running: true, Since: f.now.Add(-30 * time.Second)}
	f.second()
	f.wants("waits again", 1003, "4 waiting of 25")
}

// Whatever a cursor among the others does, the worst are back after a while without
// a key, and the selected chat is still the same.
func TestTheListDoesNotDrift(t *testing.T) {
	f := newListFloor(t, 9, 40, 12)
	for range 15 {
		f.pane.Touch(f.now)
		f.pane.Move(1)
	}
	f.wants("among the others", 1015, "waiting below")
	for range 240 {
		f.second()
	}
	if f.wants("idle", 1015, "9 waiting of 49"); !f.pane.Shows(0) || !f.pane.Shows(8) {
		t.Errorf("not all that wait are shown\n%s", strings.Join(f.screen(), "\n"))
	}
	f.pane.Touch(f.now)
	if f.pane.Move(1); !f.pane.Shows(f.pane.Cursor) {
		t.Errorf("the cursor is not in the window after a key")
	}
}

// While the first read is going on, and a moment after, nobody is selected by itself: whoever is
// on top may turn out not to wait, and what is selected stays.
func TestNobodyIsSelectedWhileTheFloorArrives(t *testing.T) {
	f := newListFloor(t, 3, 2, 8)
	f.pane = Pane{Height: 8}
	for i, want := range []bool{false, false, true} {
		f.now = f.now.Add(500 * time.Millisecond)
		f.pane.Changes.Update(uitest.RowsOf(f.rows), f.now, i == 0)
		f.second()
		if got := f.pane.Key != (model.Key{}); got != want {
			t.Errorf("look %d: selected %v, want %v", i, got, want)
		}
		if got := f.pane.Selected().Key; got != f.rows[0].Key {
			t.Errorf("look %d: %v is shown, want the worst", i, got)
		}
	}
}

// How many are over their limit out of sight, above and below, is said and right.
func TestWhatIsOutOfSightIsCounted(t *testing.T) {
	f := newListFloor(t, 30, 10, 8) // since 300 s and less: 24 are over their goal
	f.wants("at the top", 1000, "▼ 17 over limit below · 5 more waiting · 10 not waiting")
	f.pane.Partial = true // there may be more, and the others may wait
	f.wants("not read as a whole", 1000, "▼ ≥17 over limit below · ≥5 more waiting · 10 not known to wait")
	f.pane.Partial = false
	f.pane.Move(19)
	if got := f.screen()[0]; !strings.Contains(got, "▲ 12 over limit above · 30 waiting of 40") || !strings.Contains(got, "by SLA · worst pinned") {
		t.Errorf("top %q", got)
	}
	f.wants("scrolled", 1019, "▼ 5 over limit below · 5 more waiting · 10 not waiting ─────────── 20 of 40 ─╯")
	narrow := f.pane.Draw(threadsStyle(), 66, f.pane.Height+3, true, f.now, nil)
	if got := ansi.Strip(narrow[len(narrow)-1]); got != "╰ ▼ 5 over limit below · 5 more waiting ────────────── 20 of 40 ─╯" {
		t.Errorf("the foot of 66 cells is %q, want where the cursor is rather than how many do not wait", got)
	}
	if row := f.screen()[2]; !strings.Contains(row, "#1000") || !strings.HasPrefix(row, "│ ▲ ") {
		t.Errorf("row one is %q, want the worst with the sign that it is pinned", row)
	}
	if row := f.screen()[3]; strings.Contains(row, "▲") {
		t.Errorf("row two is %q, want no sign", row)
	}
	for _, c := range []struct {
		way, want int
		again     bool
	}{{1, 1020, false}, {1, 1021, false}, {1, 1022, false}, {1, 1023, false}, {1, 1024, false}, {1, 1000, true}, {-1, 1024, true}} {
		if found, again := f.pane.NextAlert(c.way); !found || again != c.again || f.pane.Selected().Key.Visitor != model.VisitorID(c.want) {
			t.Errorf("next alert %d: %v, again %v, visitor %d; want %d", c.way, found, again, f.pane.Selected().Key.Visitor, c.want)
		}
	}
}

// The direction is in the head, and S turns it.
func TestTheDirectionIsShown(t *testing.T) {
	f := newListFloor(t, 3, 3, 8)
	f.wants("by SLA", 1000, "wait SLA ▲ seen")
	f.pane.SortBy(ByTimeLeft)
	f.wants("reversed", 1000, "Chats · by SLA, reversed")
	f.wants("reversed", 1000, "wait SLA ▼ seen")
	if r := f.pane.Row(0); r.Key.Visitor != 1002 {
		t.Errorf("reversed: visitor %d is first", r.Key.Visitor)
	}
	f.pane.SortBy(ByWait)
	f.wants("by wait", 1000, "wait ▼ SLA seen")
}

// Wherever the window is, what its frame counts above and below adds up with what it shows: all chats that wait,
// and all that are over their limit.
func TestHiddenAndShownAreAll(t *testing.T) {
	f := newListFloor(t, 99, 40, 11)
	for i := range f.rows[:99] {
		if i%3 == 1 { // a chat that began to wait late and has a short goal stands among those over their limit
			f.rows[i].Wait.Since = f.now.Add(-time.Second)
		}
	}
	f.second()
	count := func(words string, all string) (n int) {
		for _, m := range regexp.MustCompile(`(\d+) `+words).FindAllStringSubmatch(all, -1) {
			k, _ := strconv.Atoi(m[1])
			n += k
		}
		return n
	}
	wantOver := 0
	for i := range f.rows {
		if f.rows[i].Wait.Running && f.rows[i].Level >= model.LevelCritical {
			wantOver++
		}
	}
	for at := range 99 {
		all := strings.Join(f.screen(), "\n")
		rows, over := 0, 0
		for _, line := range f.screen()[2 : f.pane.Height+2] {
			if strings.Contains(line, "#1") {
				rows++
			}
			if strings.Contains(line, " ! ") {
				over++
			}
		}
		hidden := count("over limit (above|below)", all)
		if got := over + hidden; got != wantOver {
			t.Fatalf("at %d: %d over limit in all, want %d\n%s", at, got, wantOver, all)
		}
		if got := rows + hidden + count("more waiting", all) + count("waiting (above|below)", all); got != 99 {
			t.Fatalf("at %d: %d are waiting in all, want 99\n%s", at, got, all)
		}
		f.pane.Move(1)
	}
}

// Nothing stops waiting in the past: a selected chat that did not wait then has the cursor where it was.
func TestThePastMarksTheSelectedChat(t *testing.T) {
	f := newListFloor(t, 5, 20, 12)
	f.pane.Past = true
	f.answer(1000)
	f.wants("in the past", 1000, "│ ▌ ")
	if f.pane.Held() {
		t.Error("the chat is held although it has not left")
	}
}

// An empty list is an empty floor only where all of it has been read.
func TestOnlyAReadFloorIsSaidToBeEmpty(t *testing.T) {
	for state := range model.StatePartial + 1 {
		empty := EmptyWords(model.Health{State: state})[0] == "Nobody is here."
		if read := state == model.StateLive || state == model.StateLate || state == model.StateDrift; empty != read {
			t.Errorf("%v: said to be empty: %v, want %v", state, empty, read)
		}
	}
	if got := EmptyWords(model.Health{State: model.StateReading}); got[1] != "Waiting chats appear first." {
		t.Errorf("while the floor is read: %q", got)
	}
}

// Chats that do not wait say how many of them are above the window, as those that wait do.
func TestOthersAboveAreCounted(t *testing.T) {
	for _, c := range []struct {
		waiting int
		top     string
	}{{5, "▲ 16 above of 20 not waiting"}, {0, "▲ 10 above"}} {
		f := newListFloor(t, c.waiting, 20, 10)
		if all := strings.Join(f.screen(), "\n"); strings.Contains(all, "above") {
			t.Errorf("at the top\n%s", all)
		}
		f.pane.Move(f.pane.N - 1)
		f.wants("at the end", 1000+c.waiting+19, c.top)
	}
}

// What has not been read may match: nothing is said of it.
func TestNoMatchIsSaidOfWhatHasBeenRead(t *testing.T) {
	f := newListFloor(t, 5, 20, 12)
	f.pane.Filter.Agent = 99
	for _, c := range []struct {
		partial bool
		query   string
		want    string
	}{
		{false, "qqqq", "│ No chat matches \"qqqq\"."}, {true, "qqqq", "│ No chat that has been read matches \"qqqq\"."},
		{false, "", "│ No chat matches the filter."}, {true, "", "│ No chat that has been read matches the filter."},
	} {
		f.pane.Partial = c.partial
		f.pane.Filter.Set(c.query)
		f.pane.Refilter()
		if all := strings.Join(strings.Fields(strings.Join(f.screen(), "\n")), " "); !strings.Contains(all, c.want) {
			t.Errorf("partly read %v: no %q in\n%s", c.partial, c.want, all)
		}
	}
}
