package board

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

func agentsOfTypes(at time.Time, types map[model.AgentID]string) model.Event {
	e := model.Event{At: at}
	for id, typ := range types {
		e.Agents = append(e.Agents, model.AgentInfo{ID: id, Type: safetext.Line(typ), Name: safetext.Line("Agent " + typ), At: at})
	}
	return e
}

// What an automation says ends no wait and is not a reply, whenever the list of agents
// comes: the visitor waits on, also where a bot's answer would leave the chat to the bot.
func TestAutomationAnswers(t *testing.T) {
	words := model.Event{At: noon, Messages: streamOn(t, 1, "V0 A7@1")}
	named := model.Event{At: sec(2), Threads: []model.ThreadInfo{{ID: 7, Visitor: 501, Chats: []model.ChatID{1}, Last: 1, Agents: []model.AgentID{7}, At: sec(2)}}}
	agents := agentsOfTypes(sec(3), map[model.AgentID]string{7: "Zapier", 8: ""})
	for name, order := range map[string][]model.Event{"last": {words, named, agents}, "first": {agents, words, named}, "between": {words, agents, named}} {
		b := New(Config{})
		for _, e := range order {
			b.Apply(e)
			b.At(sec(60))
		}
		s := b.At(sec(100))
		if r := rowOf(t, s, 1); !r.Wait.Running || r.Wait.For != 100*time.Second || !r.First || r.Owner != 0 || r.LastSide != model.SideBot {
			t.Errorf("the list comes %s: wait %+v, owner %d, last word by side %d; want 100 s, nobody, a bot's", name, r.Wait, r.Owner, r.LastSide)
		}
		if n := s.Headline.HalfHour.First.N; n != 0 {
			t.Errorf("the list comes %s: %d first replies", name, n)
		}
		if slices.ContainsFunc(s.Agents, func(a model.AgentRow) bool { return a.ID == 7 }) {
			t.Errorf("the list comes %s: the automation stands among the agents", name)
		}
		if side := b.Transcript(model.Key{Visitor: 501, Thread: 7})[1].Side; side != model.SideBot {
			t.Errorf("the list comes %s: its words are side %d in the transcript", name, side)
		}
	}
}

// An agent turns into an automation and back with the list.
func TestAutomationComesAndGoes(t *testing.T) {
	b := New(Config{})
	b.Apply(model.Event{At: noon, Messages: streamOn(t, 1, "V0 A7@1")})
	for i, c := range []struct {
		types map[model.AgentID]string
		waits bool
	}{
		{map[model.AgentID]string{7: "Zapier"}, false}, // alone it is not an automation
		{map[model.AgentID]string{8: ""}, true},
		{map[model.AgentID]string{7: ""}, false},
	} {
		b.Apply(agentsOfTypes(sec(10+i), c.types))
		if r := rowOf(t, b.At(sec(60)), 1); r.Wait.Running != c.waits {
			t.Errorf("after list %d: waits %v, want %v", i, r.Wait.Running, c.waits)
		}
	}
}

// The owner is the last person whom the list names, whatever automation stands behind.
func TestAutomationOwnsNothing(t *testing.T) {
	b := New(Config{People: model.People{Bots: []model.AgentID{7}}})
	b.Apply(model.Event{At: noon, Messages: streamOn(t, 1, "V0")})
	for at, agents := range map[int][]model.AgentID{2: {7}, 20: {9, 7}} {
		b.Apply(model.Event{At: sec(at), Threads: []model.ThreadInfo{{ID: 7, Visitor: 501, Chats: []model.ChatID{1}, Last: 1, Agents: agents, At: sec(at)}}})
	}
	for now, want := range map[int]model.AgentID{10: 0, 40: 9} {
		if r := rowOf(t, b.At(sec(now)), 1); r.Owner != want {
			t.Errorf("at %d: owner %d, want %d", now, r.Owner, want)
		}
	}
}

// Two boards that were told the same in another order export the same.
func TestAutomationIsNoPartOfAMessage(t *testing.T) {
	b := New(Config{People: model.People{Bots: []model.AgentID{7}}})
	b.Apply(model.Event{At: noon, Messages: streamOn(t, 1, "V0 A7@1")})
	plain := New(Config{})
	for _, e := range b.Export() {
		plain.Apply(e)
	}
	if r := rowOf(t, plain.At(sec(10)), 1); r.Wait.Running || r.LastSide != model.SideAgent {
		t.Errorf("waits %v, side %d on a board that knows of no automation", r.Wait.Running, r.LastSide)
	}
}

// A message that Acquire no longer has neither waits nor is a reply, in whatever order that becomes known.
func TestGoneMessages(t *testing.T) {
	for _, tt := range []struct {
		what, stream string
		gone         model.Gone
		wait         time.Duration // at 100; 0: nobody waits
		over         bool
	}{
		{"the visitor's last word", "V0 A5 V10", model.Gone{Chat: 1, Messages: []model.MessageID{1002}}, 0, false},
		{"the answer", "V0 A5", model.Gone{Chat: 1, Messages: []model.MessageID{1001}}, 100 * time.Second, false},
		{"the chat", "V0", model.Gone{Chat: 1, All: true}, 0, true},
		{"another one", "V0", model.Gone{Chat: 1, Messages: []model.MessageID{1009}}, 100 * time.Second, false},
	} {
		tt.gone.At = sec(50)
		words, gone := model.Event{At: sec(20), Messages: streamOn(t, 1, tt.stream)}, model.Event{At: sec(50), Gone: []model.Gone{tt.gone}}
		for name, order := range map[string][]model.Event{"then": {words, gone}, "before": {gone, words}} {
			b := New(Config{})
			for _, e := range order {
				b.Apply(e)
				b.At(sec(60))
			}
			copied := New(Config{})
			for _, e := range b.Export() {
				copied.Apply(e)
			}
			for of, b := range map[string]*Board{name: b, name + ", exported": copied} {
				s := b.At(sec(100))
				if r := rowOf(t, s, 1); r.Wait.For != tt.wait || r.Over != tt.over {
					t.Errorf("%s (%s): wait %v, over %v; want %v, %v", tt.what, of, r.Wait.For, r.Over, tt.wait, tt.over)
				}
				if w := s.Headline.HalfHour; w.Missed+w.Dropped > 0 {
					t.Errorf("%s (%s): %d missed, %d dropped", tt.what, of, w.Missed, w.Dropped)
				}
				n := 0
				for _, m := range b.Transcript(model.Key{Visitor: 501, Thread: 7}) {
					if n += btoi(m.Gone); m.Gone != m.Text.IsEmpty() {
						t.Errorf("%s (%s): gone %v, text %q", tt.what, of, m.Gone, m.Text)
					}
				}
				if n != s.Diagnostics.Gone {
					t.Errorf("%s (%s): %d gone in the transcript, %d counted", tt.what, of, n, s.Diagnostics.Gone)
				}
			}
		}
	}
}

// A message that is read again after it was taken for gone is there, with its text.
func TestGoneComesBack(t *testing.T) {
	again := streamOn(t, 1, "V0")
	again[0].LastAt = sec(60)
	events := []model.Event{
		{At: sec(1), Messages: streamOn(t, 1, "V0")},
		{At: sec(50), Gone: []model.Gone{{Chat: 1, Messages: []model.MessageID{1000}, At: sec(50)}}},
		{At: sec(60), Messages: again},
	}
	for range events {
		b := New(Config{})
		for _, e := range events {
			b.Apply(e)
		}
		if m := b.Transcript(model.Key{Visitor: 501, Thread: 7})[0]; m.Gone || m.Text.IsEmpty() || m.Edited || !rowOf(t, b.At(sec(70)), 1).Wait.Running {
			t.Errorf("gone %v, text %q, edited %v", m.Gone, m.Text, m.Edited)
		}
		events = append(events[1:], events[0])
	}
}

// Of a flood the first 50 messages of a minute count; the wait is the first one's.
func TestFlood(t *testing.T) {
	var stream strings.Builder
	for i := range 140 {
		fmt.Fprintf(&stream, "V%d ", i/2) // 120 in the first minute, 20 in the second
	}
	b := boardOf(t, stream.String())
	s := b.At(sec(100))
	if got, want := s.Headline.HalfHour.Visitors, 70; got != want || s.Headline.Today.Visitors != want {
		t.Errorf("%d messages in the half hour, %d today; want %d", got, s.Headline.Today.Visitors, want)
	}
	if s.Diagnostics.Flood != 70 {
		t.Errorf("%d of a flood, want 70", s.Diagnostics.Flood)
	}
	if r := rowOf(t, s, 1); r.Wait.For != 100*time.Second {
		t.Errorf("a wait of %v, want 100s", r.Wait.For)
	}
	n := 0
	for _, m := range b.Activity(sec(100), 5, model.Filter{}) {
		n += m.Visitors
	}
	if n != 70 {
		t.Errorf("%d in the activity, want 70", n)
	}
	b.Apply(model.Event{At: sec(90), Messages: readStream(t, 1, stream.String())}) // read again
	if n := b.At(sec(101)).Diagnostics.Flood; n != 70 {
		t.Errorf("read again: %d of a flood, want 70", n)
	}
}

// A flood goes on until five minutes after the last message that does not count; whoever acknowledged the chat knows.
func TestFloodedChat(t *testing.T) {
	var stream strings.Builder
	for i := range 55 {
		fmt.Fprintf(&stream, "V%d ", i)
	}
	for i := range 55 {
		fmt.Fprintf(&stream, "V%d ", 240+i)
	}
	b := boardOf(t, stream.String(), "V0 V1 V2")
	for _, c := range []struct {
		at   int
		want bool
	}{{49, false}, {50, true}, {200, true}, {593, true}, {594, false}, {900, false}} {
		s := b.At(sec(c.at))
		r := rowOf(t, s, 1)
		if r.Flood.Running != c.want || c.want && (!r.Flood.Since.Equal(sec(50)) || r.Flood.Level != model.LevelCritical) {
			t.Errorf("at %d: %+v, want running %v, since 50", c.at, r.Flood, c.want)
		}
		concerns := s.Concerns(model.Health{State: model.StateLive, LastGood: s.Now})
		if got := slices.ContainsFunc(concerns, func(c model.Concern) bool { return c.Kind == model.ConcernFlood && c.Chat == 1 }); got != c.want {
			t.Errorf("at %d: a concern %v, want %v", c.at, got, c.want)
		}
		if other := rowOf(t, s, 2); other.Flood.Running {
			t.Errorf("at %d: chat 2 is flooded", c.at)
		}
	}
	b.Apply(model.Event{At: sec(300), Acks: []model.Ack{{Chat: 1, At: sec(300), Upto: 1 << 40}}})
	if r := rowOf(t, b.At(sec(301)), 1); !r.Acked || r.Flood.Running {
		t.Errorf("acknowledged: %v, and %+v; want no flood any more", r.Acked, r.Flood)
	}
}

// An ignored visitor is in no list and no figure, and is counted.
func TestIgnoredVisitor(t *testing.T) {
	b := New(Config{People: model.People{Ignore: []model.VisitorID{501}}})
	b.Apply(model.Event{At: noon, Messages: append(readStream(t, 1, "V0"), readStream(t, 2, "V0 A5")...)})
	s := b.At(sec(100))
	if s.Headline.Waiting != 0 || len(s.Threads) != 1 || s.Headline.HalfHour.Visitors != 1 || s.Diagnostics.Ignored != 1 {
		t.Errorf("%d wait, %d rows, %d messages, %d ignored; want 0, 1, 1, 1", s.Headline.Waiting, len(s.Threads), s.Headline.HalfHour.Visitors, s.Diagnostics.Ignored)
	}
}

// The stream's name of the floor comes before the viewer's own.
func TestFloorName(t *testing.T) {
	b := New(Config{})
	if got := b.At(noon).FloorName("mine"); got != "mine" {
		t.Errorf("%q where the stream names none, want mine", got)
	}
	b.Apply(model.Event{At: noon, Floor: &model.Floor{Name: safetext.Line("Demo"), Invented: true, At: noon}})
	if s := b.At(sec(1)); s.FloorName("mine") != "Demo" || !s.Floor.Invented {
		t.Errorf("%q, %+v; want Demo, invented", s.FloorName("mine"), s.Floor)
	}
}
