package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// What a leader has to see in five seconds, on the cells of a floor that a real Board works out.

// A leadersFloor is an App on a Board: chat i of visitor 1000+i.
type leadersFloor struct {
	*App
	t    *testing.T
	next int // message
	now  time.Time
}

// newLeadersFloor is a floor on which so many wait, chat 1 the longest, of six agents and of nobody; and thirty do not wait.
func newLeadersFloor(t *testing.T, waiting, w, h int) *leadersFloor {
	f := &leadersFloor{t: t, now: uitest.Now()}
	b := board.New(board.Config{})
	e := model.Event{At: f.now, Health: &model.Health{At: f.now, State: model.StateLive, LastGood: f.now, Read: true}}
	for i := 1; i <= 6; i++ {
		e.Agents = append(e.Agents, model.AgentInfo{ID: model.AgentID(i), Name: safetext.Line(fmt.Sprint("Agent ", string(rune('A'+6-i))))})
	}
	for i := 1; i <= waiting+30; i++ {
		age := time.Duration(20+14*(waiting-i)) * time.Second
		if i > waiting {
			age = time.Minute
		}
		agent := model.AgentID(i % 7)
		if agent != 0 {
			e.Messages = append(e.Messages, f.say(i, 0, -age-time.Minute), f.say(i, agent, -age-30*time.Second))
		}
		e.Messages = append(e.Messages, f.say(i, 0, -age))
		if i > waiting {
			e.Messages = append(e.Messages, f.say(i, max(1, agent), -30*time.Second))
		}
	}
	f.App = New(b, testConfig(), &uitest.Source{}, f.now)
	f.Update(e)
	f.Update(tea.WindowSizeMsg{Width: w, Height: h})
	f.tick(time.Second)
	return f
}

// say is a message of a chat: of its visitor, or of an agent.
func (f *leadersFloor) say(chat int, agent model.AgentID, at time.Duration) model.Message {
	f.next++
	m := model.Message{
		ID: model.MessageID(f.next), Chat: model.ChatID(chat), Visitor: model.VisitorID(1000 + chat), Thread: model.ThreadID(chat), Kind: model.KindMessage,
		SentAt: f.now.Add(at), FirstAt: f.now.Add(at), LastAt: f.now, Side: model.SideVisitor, Text: safetext.Line("hello"), Seen: model.SeenNo,
	}
	if agent != 0 {
		m.Side, m.Sender = model.SideAgent, agent
	}
	return m
}

// tick lets time go by with an answer of Acquire, and messages.
func (f *leadersFloor) tick(d time.Duration, said ...model.Message) {
	f.now = f.now.Add(d)
	f.Update(model.Event{At: f.now, Messages: said, Health: &model.Health{At: f.now, State: model.StateLive, LastGood: f.now, Read: true}})
	later(f.App, d)
}

// chats are the numbers of the chats listed, from above, with whether each is over its limit.
func (f *leadersFloor) chats() (list []int, over int) {
	for row := range strings.SplitSeq(screen(f.App), "\n") {
		row = strings.TrimPrefix(strings.TrimPrefix(row, "│"), " ")
		i := strings.Index(row, "#10")
		if i < 0 || !strings.Contains(row, "hello") {
			continue
		}
		var visitor int
		if _, err := fmt.Sscanf(row[i:], "#%d", &visitor); err == nil && visitor > 1000 {
			list = append(list, visitor-1000)
			if head := row[:min(len(row), 12)]; strings.Contains(head, "!") {
				over++
			}
		}
	}
	return list, over
}

// A chat that is acknowledged leaves, and no other does: those above it stay where they are, and all that are over their
// limit stay on the screen.
func TestAcknowledgingOneLeavesTheOthersThere(t *testing.T) {
	f := newLeadersFloor(t, 10, 120, 40)
	before, _ := f.chats()
	press(f.App, "j j a")
	f.tick(time.Second)
	after, _ := f.chats()
	if len(before) < 10 || len(after) < 9 {
		t.Fatalf("%v, then %v are listed:\n%s", before, after, screen(f.App))
	}
	want := append(append([]int{}, before[:2]...), before[3:10]...)
	for i, c := range want {
		if after[i] != c {
			t.Fatalf("after a on the third row %v wait, want %v", after[:9], want)
		}
	}
	rowWith(t, f.App, fmt.Sprintf("Acknowledged #%d until they write again. u undo", 1000+before[2]))
	if r := rowWith(t, f.App, "▌"); !strings.Contains(r, "#"+fmt.Sprint(1000+before[3])) {
		t.Errorf("the cursor is on %q, want on the chat that took the row", r)
	}
}

// The cursor is left on a waiting chat far down; for four minutes chats are answered and others begin to wait. The worst
// is row one all the time after half a minute, nobody who waits and fits is missing, and the transcript stays.
func TestTheListDoesNotDriftAway(t *testing.T) {
	f := newLeadersFloor(t, 12, 120, 40)
	press(f.App, "j j j j j j j j j j")
	read := selectedKey(t, f.App)
	chat := int(read.Visitor) - 1000
	for s := 2; s <= 240; s += 2 {
		var said []model.Message
		if answered := 1 + s/20; s%20 == 0 && answered != chat && answered <= 12 {
			said = append(said, f.say(answered, 1, 0), f.say(100+s/20, 0, 0)) // another begins
		}
		f.tick(2*time.Second, said...)
		if s < 32 {
			continue
		}
		waiting := f.snap.WaitingRows()
		list, _ := f.chats()
		if len(list) == 0 || list[0] != int(waiting[0].Chat) {
			t.Fatalf("after %d s the first row is of chat %v, the worst is %d:\n%s", s, list, waiting[0].Chat, screen(f.App))
		}
	}
	if f.transcript.Key != read {
		t.Errorf("the transcript went from %v to %v by itself", read, f.transcript.Key)
	}
}

// Who needs help stands above who does not: first the chats that nobody has, and no agent with a mark below one without.
func TestAgentsWhoNeedHelpComeFirst(t *testing.T) {
	f := newLeadersFloor(t, 20, 120, 40)
	var marks []bool
	inside := false
	for row := range strings.SplitSeq(screen(f.App), "\n") {
		switch {
		case strings.Contains(row, "╭ Agents"):
			inside = true
		case inside && strings.HasPrefix(row, "╰"):
			inside = false
		case inside && !strings.Contains(row, "longest"):
			left := string([]rune(row)[:60])
			marks = append(marks, strings.ContainsAny(left[:12], "!^▴") || strings.Contains(left, "▴"))
			if len(marks) == 1 && !strings.Contains(left, "UNASSIGNED") {
				t.Errorf("the first row is %q, want the chats that nobody has", left)
			}
		}
	}
	if len(marks) < 4 || !marks[0] {
		t.Fatalf("%d agents are listed, the first with a mark: %v", len(marks), marks)
	}
	for i := 1; i < len(marks); i++ {
		if marks[i] && !marks[i-1] {
			t.Errorf("row %d has a mark and the one above has none:\n%s", i+1, screen(f.App))
		}
	}
}

// What the eye counts is what the header says: rows marked over their limit, the chip of the alerts, and line two of the box.
func TestOneCountOfWhatIsOverItsLimit(t *testing.T) {
	f := newLeadersFloor(t, 10, 120, 40)
	f.tick(5 * time.Second) // what has been critical for a moment rings
	_, over := f.chats()
	if over < 3 {
		t.Fatalf("%d rows are over their limit:\n%s", over, screen(f.App))
	}
	top, _, _ := strings.Cut(screen(f.App), "\n")
	if !strings.Contains(top, fmt.Sprint(over, " alerts")) {
		t.Errorf("%d rows are marked, the header says %q", over, top)
	}
	rowWith(t, f.App, fmt.Sprint(over, " !"))
}

// With ninety-nine who wait and the cursor far down, the frame says how many are over their limit above, and all are counted.
func TestNinetyNineWait(t *testing.T) {
	f := newLeadersFloor(t, 99, 100, 30)
	press(f.App, strings.Repeat("j ", 30))
	list, _ := f.chats()
	above := 0
	for _, r := range f.snap.WaitingRows() {
		if int(r.Chat) == list[1] { // row one is pinned: the worst
			break
		}
		if r.Level >= model.LevelCritical {
			above++
		}
	}
	if above == 0 {
		t.Fatalf("the list has not scrolled: %v", list)
	}
	frame := rowWith(t, f.App, "over limit above")
	var said int
	if i := strings.Index(frame, "▲ "); i < 0 {
		t.Fatalf("%q", frame)
	} else if _, err := fmt.Sscanf(frame[i+len("▲ "):], "%d", &said); err != nil || said < above-1 || said > above {
		t.Errorf("%q, want %d above:\n%s", frame, above, screen(f.App))
	}
}

// Before the first chat is read nothing is drawn as a fact: no number, no share, no state of an agent, no level, and not
// that there are no alerts.
func TestNothingIsKnownBeforeTheFirstChat(t *testing.T) {
	now := uitest.Now()
	for _, state := range []model.State{model.StateStarting, model.StateReading, model.StateRetrying} {
		a := New(board.New(board.Config{}), testConfig(), &uitest.Source{}, now)
		h := &model.Health{At: now, State: state}
		a.Update(model.Event{At: now, Health: h})
		a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
		later(a, time.Second)
		rows := strings.Split(screen(a), "\n")
		rows[0] = strings.TrimSuffix(strings.TrimSpace(rows[0]), a.serverNow().In(a.zone).Format("15:04:05"))
		for _, r := range rows[:len(rows)-1] {
			for _, title := range []string{"Missed 30m", "1st response", "last 35 min"} { // of boxes and panes
				r = strings.Replace(r, title, "", 1)
			}
			if strings.ContainsAny(r, "0123456789%!▴≥~") && !strings.Contains(r, state.String()) {
				t.Errorf("%v: %q", state, r)
			}
			for _, word := range []string{"LIVE", "AWAY", "no alerts", "Nobody has", "Nobody is here"} {
				if strings.Contains(r, word) {
					t.Errorf("%v: %q", state, r)
				}
			}
		}
	}
}
