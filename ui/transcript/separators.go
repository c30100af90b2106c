package transcript

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// longGap is the silence from which a transcript says how long it was: shorter
// ones can be seen from the times.
const longGap = 10 * time.Minute

// turns goes through a transcript and finds what is worth a row of our own
// between two messages: a target that was passed, a long silence. It judges
// only turns without a bot: the time of those is not the agent's alone.
type turns struct {
	pane     *Pane
	chat     model.ChatID
	last     time.Time // of the word before, in this chat
	since    time.Time // of the first word that nobody has answered; zero: none
	answered bool      // an agent has spoken in this chat
	said     bool      // that the running wait passed its target
}

// before returns what stands above message i, or nothing.
func (t *turns) before(i int) string {
	m := &t.pane.Messages[i]
	if m.Chat != t.chat {
		*t = turns{pane: t.pane, chat: m.Chat}
	}
	if m.SentAt.IsZero() {
		return ""
	}
	words := t.words(m)
	if words == "" && !t.last.IsZero() && m.SentAt.Sub(t.last) >= longGap {
		words = draw.Duration(m.SentAt.Sub(t.last)) + " without a message"
	}
	t.last = m.SentAt
	return words
}

// firstText is the first message whose text is held: retention lets the oldest go first.
func (p *Pane) firstText() int {
	for i := range p.Messages {
		if !p.Messages[i].Bare {
			return i
		}
	}
	return len(p.Messages)
}

// letGo is the rule on top where retention let older messages go. Those that
// went whole cannot be counted, so beside them the number is a lower bound.
func (p *Pane) letGo() string {
	words := draw.Count(p.texts, "older message was", "older messages were") + " let go"
	switch {
	case p.Cut && p.texts > 0:
		words = "more than " + words
	case p.Cut:
		words = "older messages were let go"
	case p.texts == 0:
		return ""
	}
	return p.rule(draw.Piece{Role: draw.RoleDim, Text: words})
}

// gapAbove is the rule above message i where messages may be missing. No figure
// allows for those; a first reply among them would be the most wrong of all.
func (p *Pane) gapAbove(i int) string {
	if p.row == nil || !slices.Contains(p.row.Gaps, p.Messages[i].ID) {
		return ""
	}
	words := "messages may be missing here"
	if i > 0 && !p.answeredBefore(i) {
		words = "messages may be missing, a first answer too"
	}
	return p.rule(draw.Piece{Role: draw.RoleWarn, Text: words})
}

// answeredBefore reports whether an agent has spoken before message i in the chat above it.
func (p *Pane) answeredBefore(i int) bool {
	chat := p.Messages[i-1].Chat
	return slices.ContainsFunc(p.Messages[:i], func(m model.Message) bool {
		return m.Chat == chat && m.Side == model.SideAgent && m.Kind == model.KindMessage
	})
}

// words takes a message in and says which target was passed before it.
func (t *turns) words(m *model.Message) string {
	switch {
	case textRole(m) == draw.RoleDim:
		return ""
	case m.Side == model.SideVisitor:
		if t.since.IsZero() {
			t.since = m.SentAt
		}
		return t.waiting(m)
	case m.Side == model.SideBot:
		t.since = time.Time{}
	case m.Side == model.SideAgent:
		since, first := t.since, !t.answered
		t.since, t.answered = time.Time{}, true
		if !since.IsZero() {
			return t.pane.lateAnswer(first, m.SentAt.Sub(since))
		}
	}
	return ""
}

// waiting says where among the words of a visitor who waits the target was passed.
func (t *turns) waiting(m *model.Message) string {
	r := t.pane.row
	if t.said || r == nil || !r.Wait.Running || m.Chat != r.Chat {
		return ""
	}
	target := r.TimeLeft + r.Wait.For
	if target <= 0 || m.SentAt.Sub(r.Wait.Since) <= target {
		return ""
	}
	t.said = true
	return draw.Span(target) + " goal passed"
}

// lateAnswer says that an answer passed its target where it took so long that
// the wait was critical: else every second answer of a busy day would have a row.
func (p *Pane) lateAnswer(first bool, took time.Duration) string {
	if p.Limits == nil || p.Limits.WaitLevel(first, took) < model.LevelCritical {
		return ""
	}
	return draw.Span(p.Limits.Target(first)) + " goal passed, answered after " + draw.Duration(took)
}
