package transcript

import (
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// longGap is the shortest silence that gets a row of its own: shorter ones can be seen
// from the times.
const longGap = 10 * time.Minute

// turns goes through a transcript and finds what needs a row between two messages: a missed
// goal, a long silence. When a turn began is the rule of the figures: see start.
type turns struct {
	pane        *Pane
	chat        model.ChatID
	last        time.Time     // of the previous message in this chat
	since       time.Time     // of the first message since the last agent's; zero: none
	unserved    time.Time     // of the first one that neither an agent nor a bot has answered; zero: none
	newest      time.Time     // of the visitor's last one
	answered    bool          // an agent has written in this chat
	breachShown bool          // the row for the running wait's missed goal exists
	took        time.Duration // of the last answer, …
	goal        time.Duration // … and its goal; 0: no answer
}

// ruleBefore returns the words of the row above message i, or "".
func (t *turns) ruleBefore(i int) string {
	m := &t.pane.Messages[i]
	if m.Chat != t.chat {
		*t = turns{pane: t.pane, chat: m.Chat}
	}
	if m.SentAt.IsZero() {
		return ""
	}
	words := t.breachBefore(m)
	if words == "" && !t.last.IsZero() && m.SentAt.Sub(t.last) >= longGap {
		words = draw.Duration(m.SentAt.Sub(t.last)) + " without a message"
	}
	t.last = m.SentAt
	return words
}

// firstText is the index of the first message whose text is kept: retention drops the oldest first.
func (p *Pane) firstText() int {
	for i := range p.Messages {
		if !p.Messages[i].Bare {
			return i
		}
	}
	return len(p.Messages)
}

// droppedRule is the row at the top that says that older messages were dropped. Messages that
// were dropped entirely cannot be counted, so the number is then a lower bound.
func (p *Pane) droppedRule() string {
	words := draw.Count(p.textFrom, "older message was", "older messages were") + " dropped"
	switch {
	case p.Cut && p.textFrom > 0:
		words = "more than " + words
	case p.Cut:
		words = "older messages were dropped"
	case p.textFrom == 0:
		return ""
	}
	return p.rule(draw.Piece{Role: draw.RoleDim, Text: words})
}

// gapRule is the row above message i if messages may be missing there. Figures do not allow for
// those; a missing first response would distort them most.
func (p *Pane) gapRule(i int) string {
	if p.row == nil || !slices.Contains(p.row.Gaps, p.Messages[i].ID) {
		return ""
	}
	words := "messages may be missing here"
	if i > 0 && !p.answeredBefore(i) {
		words = "messages may be missing, a first answer too"
	}
	return p.rule(draw.Piece{Role: draw.RoleWarn, Text: words})
}

// answeredBefore reports whether an agent has written before message i in the chat above it.
func (p *Pane) answeredBefore(i int) bool {
	chat := p.Messages[i-1].Chat
	return slices.ContainsFunc(p.Messages[:i], func(m model.Message) bool {
		return m.Chat == chat && m.Side == model.SideAgent && m.Kind == model.KindMessage
	})
}

// breachBefore processes a message and says which goal was missed before it, if any.
func (t *turns) breachBefore(m *model.Message) string {
	switch {
	case textRole(m) == draw.RoleDim:
		return ""
	case m.Side == model.SideVisitor:
		if t.newest = m.SentAt; t.since.IsZero() {
			t.since = m.SentAt
		}
		if t.unserved.IsZero() {
			t.unserved = m.SentAt
		}
		return t.waiting(m)
	case m.Side == model.SideBot:
		t.unserved = time.Time{}
	case m.Side == model.SideAgent:
		since, first := t.start(), !t.answered
		t.since, t.unserved, t.answered = time.Time{}, time.Time{}, true
		if !since.IsZero() && t.pane.Limits != nil {
			t.took, t.goal = t.pane.openTime(since, m.SentAt), t.pane.Limits.Goal(first)
			return t.pane.lateAnswer(since, t.took, t.goal)
		}
	}
	return ""
}

// start returns when the turn that is open began: before the first answer at the first message that a bot has not
// answered either, else at the last one; after it at the first message since that of an agent. Zero: none is open.
func (t *turns) start() time.Time {
	switch {
	case t.answered || t.since.IsZero():
		return t.since
	case !t.unserved.IsZero():
		return t.unserved
	}
	return t.newest
}

// waiting says where among a waiting visitor's messages the goal was missed.
func (t *turns) waiting(m *model.Message) string {
	r := t.pane.row
	if t.breachShown || r == nil || !r.Wait.Running || m.Chat != r.Chat {
		return ""
	}
	goal := r.TimeLeft + r.Wait.For
	if goal <= 0 || t.pane.openTime(r.Wait.Since, m.SentAt) <= goal {
		return ""
	}
	t.breachShown = true
	return t.pane.breached(r.Wait.Since, goal, draw.Span(goal))
}

// lateAnswer says when a late answer was due; "" if it was not late.
func (p *Pane) lateAnswer(since time.Time, took, goal time.Duration) string {
	if goal <= 0 || took <= goal {
		return ""
	}
	return p.breached(since, goal, "answered after "+draw.Duration(took))
}

// openTime is how long a wait's clock ran between two moments: in business hours, as in the figures.
func (p *Pane) openTime(from, to time.Time) time.Duration {
	return p.Hours.OpenTime(model.InstantOf(from), model.InstantOf(to))
}

// breached says when a wait missed its goal.
func (p *Pane) breached(since time.Time, goal time.Duration, more string) string {
	at := p.Hours.AddOpen(model.InstantOf(since), goal).Time()
	return "SLA breached " + draw.ClockTime(at, p.Zone, 8) + " " + p.dot() + " " + more
}

// dot is the separator between words.
func (p *Pane) dot() string {
	if p.style == nil {
		return "·"
	}
	return p.style.Glyphs.Dot
}

// separator is the row before message i if a new chat or a new day begins there.
func (p *Pane) separator(i int) string {
	m := &p.Messages[i]
	newChat := i == p.textFrom || p.Messages[i-1].Chat != m.Chat
	newDay := !m.SentAt.IsZero() && (i == p.textFrom || !draw.SameDay(p.Messages[i-1].SentAt, m.SentAt, p.Zone))
	var words []string
	if newChat {
		words = append(words, draw.ChatName(m.Chat))
	}
	switch {
	case newDay:
		words = append(words, m.SentAt.In(p.Zone).Format("Mon 2 Jan"))
	case newChat && !m.SentAt.IsZero():
		words = append(words, draw.ClockTime(m.SentAt, p.Zone, 5))
	}
	if len(words) == 0 {
		return ""
	}
	return p.rule(draw.Piece{Role: draw.RoleDim, Text: strings.Join(words, " "+p.dot()+" ")})
}

// rule is a separator row: words in a horizontal line.
func (p *Pane) rule(words ...draw.Piece) string {
	l := p.style.Line(draw.OnScreen, p.width)
	line := p.style.Glyphs.Horizontal
	l.Fill(draw.RoleFrame, line, 2)
	l.Gap(1)
	for _, w := range words {
		l.Fit(w.Role, w.Text, l.Left-1)
	}
	l.Gap(1)
	l.Fill(draw.RoleFrame, line, l.Left)
	return l.String()
}

// addWaitingRow adds the rows below the last message: how long the visitor has been waiting,
// and the missed goal if no row shows it yet.
func (p *Pane) addWaitingRow(t *turns) {
	p.lastAnswer = answer{t.took, t.goal}
	r := p.row
	if r == nil || !r.Wait.Running {
		return
	}
	if goal := r.TimeLeft + r.Wait.For; !t.breachShown && goal > 0 && r.PastGoal() {
		p.rows = append(p.rows, transcriptRow{0, -2, p.rule(draw.Piece{Role: draw.RoleDim, Text: p.breached(r.Wait.Since, goal, draw.Span(goal))})})
	}
	p.rows = append(p.rows, transcriptRow{0, 0, p.rule(p.waitingWords()...)})
}

// waitingWords says how long the visitor has been waiting, in the colour of the row's level as in the list, and what was
// seen, coloured only if that has reached a limit of its own.
func (p *Pane) waitingWords() []draw.Piece {
	style, r := p.style, p.row
	dim := func(s string) []draw.Piece { return []draw.Piece{{Role: draw.RoleDim, Text: s}} }
	at := draw.ClockTime(r.Wait.Since.Add(r.Wait.For), p.Zone, 8)
	switch {
	case !r.AsOf.IsZero():
		return dim("waited " + style.Clock(r.Wait) + " at " + draw.AsOf(r) + " " + p.dot() + " may have been answered")
	case r.Unsure && p.Past:
		return dim("written " + style.Clock(r.Wait) + " before " + at + " " + p.dot() + " " + unsureWords(r))
	case r.Unsure:
		return dim("perhaps waiting " + style.Clock(r.Wait))
	}
	of, mark := style.RowLevel(r)
	if mark != "" {
		mark += " "
	}
	verb := "waiting "
	if p.Past {
		verb = "was waiting "
	}
	out := []draw.Piece{{Role: of, Text: mark + verb + style.Clock(r.Wait)}}
	word, clock := draw.SightWords(r)
	if r.Sight == model.SightNone || r.Sight == model.SightUnknown {
		return out
	}
	seen, _ := style.Level(r.SightLevel())
	if r.SightLevel() < model.LevelWarn {
		seen = draw.RoleDim
	}
	switch {
	case r.Sight == model.SightPart && clock.Running:
		word = "rest unseen " + style.Clock(clock)
	case r.Sight == model.SightSeen && clock.Running:
		age := draw.WholeMinutes(clock.For)
		if clock.AtLeast && clock.For >= time.Minute {
			age = style.Glyphs.AtLeast + age
		}
		if word += " " + age; r.FirstSeenBefore() {
			word = "first " + word + " ago"
		}
	}
	out = append(out, draw.Piece{Role: draw.RoleDim, Text: " " + p.dot() + " "}, draw.Piece{Role: draw.Quiet(seen), Text: word})
	if cause := r.CauseWords(); r.CausePast() && cause != "" {
		of, _ = style.Level(r.Level)
		out = append(out, draw.Piece{Role: draw.RoleDim, Text: " " + p.dot() + " "}, draw.Piece{Role: draw.Quiet(of), Text: cause})
	}
	return out
}
