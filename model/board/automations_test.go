package board

import (
	"slices"
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

// What an automation says ends no wait and is no reply, whenever the list of agents
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
		{map[model.AgentID]string{7: "Zapier"}, false}, // alone it is no automation
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
