package account

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
)

// A Line is a message as the account holds it, independent of the dialect: what tests compare the screen with.
type Line struct {
	ID      model.MessageID
	Chat    model.ChatID
	Visitor model.VisitorID
	Thread  model.ThreadID // model.NoThread if the chat has none
	At      time.Time
	Text    string // as typed, raw; for an e-mail its subject, a line break and its body
	Seen    bool
}

// Lines returns every message that is visible now, by id.
func (acct *Account) Lines() []Line {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	now := acct.Clock().Unix()
	lines := make([]Line, 0, len(acct.Records.Messages))
	for _, m := range acct.Records.Messages {
		if m.Visible > now || m.Raw != "" {
			continue
		}
		text := m.Text
		if m.Typ == TypeEmail {
			text = m.Subject + "\n" + m.Text
		}
		lines = append(lines, Line{
			ID: m.ID, Chat: m.Chat.ID, Visitor: m.Chat.Visitor.ID, Thread: m.Chat.threadID(),
			At: time.Unix(m.At, 0).UTC(), Text: text, Seen: m.Seen,
		})
	}
	slices.SortFunc(lines, func(a, b Line) int { return cmp.Compare(a.ID, b.ID) })
	return lines
}
