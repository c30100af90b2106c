package board

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A closing is a Board whose floor closes, with chats by the clock: "V 17:59:50, A 08:00:15+1" is written
// at times of noon's day, or of a later one.
func closingBoard(t *testing.T, hours model.Hours, chats ...string) *Board {
	t.Helper()
	b := New(Config{Hours: hours})
	for i, chat := range chats {
		stream := ""
		for _, word := range strings.Split(chat, ", ") {
			who, at, _ := strings.Cut(word, " ")
			stream += who + strconv.Itoa(clockSec(t, at)) + " "
		}
		b.Apply(model.Event{At: sec(0), Messages: readStream(t, model.ChatID(i+1), stream)})
	}
	return b
}

// clockSec is a time of noon's day, or so many days later, as seconds of a stream.
func clockSec(t *testing.T, text string) int {
	t.Helper()
	text, days, later := strings.Cut(text, "+")
	at, err := time.Parse("15:04:05", text)
	if err != nil {
		t.Fatal(err)
	}
	n := at.Hour()*3600 + at.Minute()*60 + at.Second() - 12*3600
	if later {
		n += atoi(t, days) * 24 * 3600
	}
	return n
}

var officeHours = model.Hours{Open: []string{"mon-fri 08:00-18:00"}}

// The examples of the definition of business hours.
func TestBusinessHoursCheckedExamples(t *testing.T) {
	lunch := model.Hours{Open: []string{"mon-fri 08:00-12:00", "mon-fri 13:00-18:00"}}
	at := func(b *Board, text string) *model.Snapshot { return b.At(sec(clockSec(t, text))) }

	b := closingBoard(t, officeHours, "V 17:59:50, A 08:00:15+1")
	if s := at(b, "18:29:49"); s.Headline.Today.Missed != 0 || s.Headline.Waiting != 1 {
		t.Errorf("before half an hour of silence: %d missed, %d wait", s.Headline.Today.Missed, s.Headline.Waiting)
	}
	if w := at(b, "18:29:50").Headline.HalfHour; w.Missed != 1 || w.OutOfHours != 0 {
		t.Errorf("after it: %d missed, %d out of hours; want 1, 0", w.Missed, w.OutOfHours)
	}
	w := at(b, "08:01:00+1").Headline.HalfHour
	if w.First.N != 1 || w.First.Median != 25*time.Second || w.FirstService.In != 1 || w.FirstService.Of != 1 || w.Missed != 0 {
		t.Errorf("answered in the morning: %+v, service %+v, %d missed; want 25s in time", w.First, w.FirstService, w.Missed)
	}
	if got := at(b, "08:01:00+1").Headline.Today.Missed; got != 0 {
		t.Errorf("missed today: %d, want 0: the answer took it back", got)
	}

	w = at(closingBoard(t, officeHours, "V 07:50:00+1, A 08:00:20+1"), "08:01:00+1").Headline.HalfHour
	if w.First.N != 1 || w.First.Median != 20*time.Second || w.FirstService.In != 1 {
		t.Errorf("asked before opening: %+v, want 20s", w.First)
	}

	b = closingBoard(t, officeHours, "V 19:00:00, A 19:05:00")
	w = at(b, "19:06:00").Headline.HalfHour
	if w.OutOfHours != 1 || w.First.N != 0 || w.FirstTotal.N != 0 || w.FirstService.Of != 0 {
		t.Errorf("asked and answered while closed: %d out of hours, %+v, %+v; want 1 and nothing else", w.OutOfHours, w.First, w.FirstService)
	}

	w = at(closingBoard(t, lunch, "V 11:59:50+1, A 13:00:15+1"), "13:01:00+1").Headline.HalfHour
	if w.First.N != 1 || w.First.Median != 25*time.Second {
		t.Errorf("over lunch: %+v, want 25s", w.First)
	}

	s := at(closingBoard(t, officeHours, "V 17:59:45"), "18:10:00")
	r := rowOf(t, s, 1)
	if !r.Wait.Running || r.Wait.For != 15*time.Second || !r.Wait.Paused || r.TimeLeft != 15*time.Second || s.Headline.HalfHour.FirstService.Of != 0 {
		t.Errorf("while closed: %+v, %s left, decided %d; want 15s paused, 15s left, 0", r.Wait, r.TimeLeft, s.Headline.HalfHour.FirstService.Of)
	}
	if want := sec(clockSec(t, "08:00:00+1")); !r.Wait.Opens.Equal(want) {
		t.Errorf("opens %s, want %s", r.Wait.Opens, want)
	}
}

// What is left unanswered is missed or dropped where a word of it was written while open, else out of hours.
func TestEndedOutOfHours(t *testing.T) {
	for chat, want := range map[string][3]int{ // missed, dropped, out of hours
		"V 19:00:00":                         {0, 0, 1},
		"V 17:59:00":                         {1, 0, 0},
		"V 17:50:00, V 18:10:00":             {1, 0, 0},
		"V 17:00:00, A 17:00:10, V 18:05:00": {0, 0, 1},
		"V 17:00:00, A 17:00:10, V 17:59:59": {0, 1, 0},
		"V 17:00:00, A 17:00:10":             {0, 0, 0},
		"V 18:00:00, A 18:00:05, V 18:01:00": {0, 0, 2}, // a turn, and the chat
		"V 17:59:59, A 17:59:59":             {0, 0, 0}, // answered within the second, while open
	} {
		b := closingBoard(t, officeHours, chat)
		for _, at := range []string{"20:00:00", "23:00:00"} {
			w := b.At(sec(clockSec(t, at))).Headline.Today
			if got := [3]int{w.Missed, w.Dropped, w.OutOfHours}; got != want {
				t.Errorf("%s at %s: missed, dropped, out of hours %v, want %v", chat, at, got, want)
			}
		}
	}
	b := closingBoard(t, officeHours, "V 19:00:00")
	if w := b.At(sec(clockSec(t, "08:10:00+1"))).Headline.HalfHour; w.FirstService.Of != 0 {
		t.Errorf("what was over before opening is decided: %+v", w.FirstService)
	}
}

// A clock that stands still keeps its level, and the longest wait is the longest of open time.
func TestPausedClocks(t *testing.T) {
	b := closingBoard(t, officeHours, "V 17:58:30", "V 17:59:50")
	for _, at := range []string{"17:59:59", "18:10:00", "18:28:00"} {
		s := b.At(sec(clockSec(t, at)))
		if r := rowOf(t, s, 1); r.Level != model.LevelCritical {
			t.Errorf("at %s the first is %s, want critical", at, r.Level)
		}
		if r := rowOf(t, s, 2); r.Wait.Level != model.LevelOK {
			t.Errorf("at %s the second waits at %s, want ok", at, r.Wait.Level)
		}
		if s.Headline.Longest.For > 90*time.Second {
			t.Errorf("at %s the longest wait is %s", at, s.Headline.Longest.For)
		}
	}
}

// A team's hours hold for its chats; who had the chat when the turn began decides.
func TestHoursOfTeams(t *testing.T) {
	night := model.Hours{Open: []string{"mon-fri 08:00-24:00"}}
	b := New(Config{Hours: officeHours, Teams: []model.Team{{Name: "Night", Departments: []string{"Night"}, Hours: &night}}})
	say := func(chat model.ChatID, stream string) {
		b.Apply(model.Event{At: sec(0), Messages: readStream(t, chat, stream)})
	}
	say(1, "V0 A2@5 V25200 A2@25260") // 19:00 and 19:01
	if w := b.At(sec(25300)).Headline.HalfHour; w.OutOfHours != 1 || w.Next.N != 0 {
		t.Errorf("agent 2 is in no team yet: %d out of hours, %+v", w.OutOfHours, w.Next)
	}
	b.Apply(model.Event{At: sec(1), Agents: []model.AgentInfo{{ID: 2, Department: safetext.Line("Night"), At: sec(1)}}})
	if w := b.At(sec(25300)).Headline.HalfHour; w.OutOfHours != 0 || w.Next.N != 1 || w.Next.Median != time.Minute {
		t.Errorf("of the night team: %d out of hours, %+v; want 1m", w.OutOfHours, w.Next)
	}
}

// What the figures say their explanations add up to, also while closed.
func TestExplainBusinessHours(t *testing.T) {
	b := closingBoard(t, officeHours, "V 17:59:45", "V 19:00:00, A 19:05:00", "V 17:00:00, A 17:00:20, V 18:02:00")
	for _, at := range []string{"18:10:00", "18:31:00", "19:06:00", "19:40:00"} {
		now := sec(clockSec(t, at))
		s := b.At(now)
		for _, f := range model.Figures() {
			if !f.Scope.OfFloor() {
				continue
			}
			if x := b.Explain(f.ID, model.Subject{}, now); x.Value != f.Value(s, model.Subject{}).String() {
				t.Errorf("%s at %s: explained as %s, shown as %s", f.Name, at, x.Value, f.Value(s, model.Subject{}))
			}
		}
	}
	x := b.Explain(model.FigureLongest, model.Subject{}, sec(clockSec(t, "18:10:00")))
	if len(x.Included) == 0 || !strings.Contains(x.Included[0].What, "10m00s outside business hours not counted, paused, opens Tue 08:00") {
		t.Errorf("the explanation of the longest wait does not say what was paused: %+v", x.Included)
	}
}

// The list of whom we missed has a row for each chat that the day's figures count, with what is known of it.
func TestMissedList(t *testing.T) {
	b := closingBoard(t, officeHours, "V 11:00:00", "V 12:00:00, A2@ 12:00:10, V 12:00:30, V 12:01:00", "V 13:00:00, A 13:00:10", "V 19:00:00", "V 17:59:00")
	b.Apply(model.Event{At: sec(1), Agents: []model.AgentInfo{{ID: 2, Name: safetext.Line("Ana"), Department: safetext.Line("Support"), At: sec(1)}}})
	now := sec(clockSec(t, "20:00:00"))
	list, today := b.Missed(now), b.At(now).Headline.Today
	sure, perhaps := 0, 0
	for _, m := range list {
		if m.Unsure {
			perhaps++
		} else {
			sure++
		}
	}
	if sure != today.Missed+today.Dropped || sure+perhaps != today.MissedUpTo+today.DroppedUpTo || sure == 0 {
		t.Errorf("%d and perhaps %d in the list, the figures say %d to %d and %d to %d", sure, perhaps, today.Missed, today.MissedUpTo, today.Dropped, today.DroppedUpTo)
	}
	var got []string
	for _, m := range list {
		got = append(got, strconv.FormatInt(int64(m.Chat), 10)+" "+m.Ended()+" "+m.At.Format("15:04:05")+" "+m.Waited.String()+" "+m.OwnerName.String()+" "+m.Department.String())
	}
	want := []string{"5 missed 18:29:00 1m0s  ", "2 dropped 12:31:00 30m30s Ana Support", "1 missed 11:30:00 30m0s  "}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What a live Board says is what a new one of the same Events says, before and after the floor opens.
func TestHoursCarriedForward(t *testing.T) {
	chats := []string{"V 17:59:50, A 08:00:15+1", "V 19:00:00", "V 07:55:00+1, V 08:03:00+1", "V 17:59:00, A 18:01:00, V 18:03:00"}
	live := closingBoard(t, officeHours, chats...)
	for at := clockSec(t, "17:58:00"); at < clockSec(t, "08:40:00+1"); at += 97 {
		got, want := live.At(sec(at)).Headline, closingBoard(t, officeHours, chats...).At(sec(at)).Headline
		if got.HalfHour != want.HalfHour || got.Today != want.Today || got.Longest != want.Longest || got.Waiting != want.Waiting {
			t.Fatalf("at %s carried forward %+v, computed again %+v", sec(at), got, want)
		}
	}
}

// TestEndsOutOfHoursFollowTheRows: what changes in a chat that ended long ago, such as a message that is gone, is taken
// out of the day's sums as it was added to them: they are those of a Board that knew all from the start.
func TestEndsOutOfHoursFollowTheRows(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		stream, at := "", 17*3600+1800-12*3600 // half an hour before the floor closes
		for range rapid.IntRange(1, 5).Draw(r, "words") {
			at += rapid.IntRange(1, 900).Draw(r, "later")
			stream += rapid.SampledFrom([]string{"V", "V", "A"}).Draw(r, "side") + strconv.Itoa(at) + " "
		}
		list := readStream(t, 1, stream)
		late := list[rapid.IntRange(0, len(list)-1).Draw(r, "late")]
		b, all := New(Config{Hours: officeHours}), New(Config{Hours: officeHours})
		b.Apply(model.Event{At: sec(0), Messages: slices.DeleteFunc(slices.Clone(list), func(m model.Message) bool {
			return m.ID == late.ID && rapid.Bool().Draw(r, "it comes late")
		})})
		b.At(sec(clockSec(t, "21:00:00"))) // it has ended, and longer ago than figures of the half hour look back
		gone := model.Gone{Chat: 1, At: sec(clockSec(t, "21:30:00"))}
		for _, m := range list {
			if rapid.Bool().Draw(r, "gone") {
				gone.Messages = append(gone.Messages, m.ID)
			}
		}
		last := model.Event{At: gone.At, Messages: []model.Message{late}, Gone: []model.Gone{gone}}
		for _, e := range []model.Event{{At: sec(0), Messages: list}, last} {
			all.Apply(e)
		}
		b.Apply(last)
		now := sec(clockSec(t, "22:00:00"))
		if got, want := b.At(now).Headline.Today, all.At(now).Headline.Today; !reflect.DeepEqual(got, want) {
			r.Errorf("%s without %v:\n%+v, want\n%+v", stream, gone.Messages, got, want)
		}
	})
}
