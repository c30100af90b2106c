package fakeacquire

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
)

// A Line is a message as the account holds it, whatever a dialect makes of it:
// what a test compares the screen with.
type Line struct {
	ID      model.MessageID
	Chat    model.ChatID
	Visitor model.VisitorID
	Thread  model.ThreadID // model.NoThread where the chat has none
	At      time.Time
	Text    string // as typed, raw; of an e-mail its subject, a line break and its body
	Seen    bool
}

// Lines returns every message that can be read now, by id.
func (s *Server) Lines() []Line {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock().Unix()
	lines := make([]Line, 0, len(s.world.messages))
	for _, m := range s.world.messages {
		if m.visible > now || m.raw != "" {
			continue
		}
		text := m.text
		if m.typ == typeEmail {
			text = m.subject + "\n" + m.text
		}
		lines = append(lines, Line{
			ID: m.id, Chat: m.chat.id, Visitor: m.chat.visitor.id, Thread: m.chat.threadID(),
			At: time.Unix(m.at, 0).UTC(), Text: text, Seen: m.seen,
		})
	}
	slices.SortFunc(lines, func(a, b Line) int { return cmp.Compare(a.ID, b.ID) })
	return lines
}
