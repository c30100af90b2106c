package board

import (
	"testing"
	"time"

	"floorwatch/model"
)

// A stream may name as much as it likes; a Board keeps at most as much as a hundred large floors.
func TestAStreamCannotFillABoard(t *testing.T) {
	b := New(Config{})
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for from := 0; from < maxVisitors+20_000; from += 20_000 {
		e := model.Event{At: at}
		for i := from; i < from+20_000; i++ {
			n := i + 1
			e.Visitors = append(e.Visitors, model.VisitorInfo{ID: model.VisitorID(n)})
			e.Threads = append(e.Threads, model.ThreadInfo{ID: model.ThreadID(n), Visitor: model.VisitorID(n), Last: model.ChatID(n), Chats: []model.ChatID{model.ChatID(n)}})
			e.Agents = append(e.Agents, model.AgentInfo{ID: model.AgentID(n)})
			e.Gaps = append(e.Gaps, model.Gap{Before: model.MessageID(n), After: model.MessageID(n + 1)})
		}
		b.Apply(e)
	}
	for name, held := range map[string][2]int{
		"visitors": {len(b.visitors), maxVisitors}, "threads": {len(b.threadInfos), maxThreads}, "agents": {len(b.agents), maxAgents},
		"gaps": {len(b.gaps), maxGaps}, "facts": {len(b.facts), maxFacts},
	} {
		if held[0] != held[1] {
			t.Errorf("%d %s are held, want %d", held[0], name, held[1])
		}
	}
	b.Apply(model.Event{At: at.Add(time.Minute), Visitors: []model.VisitorInfo{{ID: 1}}})
	if got := b.visitors[1].At; !got.Equal(at.Add(time.Minute)) {
		t.Errorf("what is known is as of %v, want it renewed on a full Board", got)
	}
}
