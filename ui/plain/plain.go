// Package plain writes the floor as lines of text, for screen readers and logs. It is a pane without a screen: it
// may import alert, draw, model and safetext, never another pane nor ui. It promises to write only text, in whole
// lines, no more than one can listen to, and to say only what the dashboard says too.
package plain

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// Rates of a Writer: a screen reader reads about three lines in ten seconds.
const (
	headlineEvery  = time.Minute      // between headlines if nothing changes
	minHeadlineGap = 10 * time.Second // at least, between two headlines
	maxChatsAtOnce = 4                // chats in a batch; the others are counted
	chatBatchGap   = 3 * time.Second  // at least, between two batches
)

// A Writer writes what happens on the floor as lines of text, for screen readers and logs: without colours or
// signs that carry meaning alone, and no more than one can listen to. It names chats by number and never a
// visitor. It is not safe for concurrent use.
type Writer struct {
	w     io.Writer
	zone  *time.Location
	ascii bool // write only ASCII

	headline   string // last written, at headlineAt
	headlineAt time.Time
	state      model.State
	started    bool
	chats      map[model.Key]model.Level // last written level of each waiting chat
	figures    map[model.ConcernKind]lastLevel
	gaps       map[model.Key]bool // chats that were last reported to have a gap
	chatAt     time.Time

	alerts       alert.Config
	tracker      alert.Tracker
	hook         alert.Hook
	commandError string // of the alert command, as last written
	term         bool   // the output is a terminal, which can notify
	tmux         bool   // it is in tmux
}

// A lastLevel is what was last written about a figure, or about the data.
type lastLevel struct {
	level model.Level
	at    time.Time // when it was last at a level worth reporting
}

// New returns a Writer to w that notifies according to alerts.
func New(w io.Writer, screen draw.Screen, alerts alert.Config) *Writer {
	return &Writer{
		w: w, zone: screen.Zone, ascii: screen.NoUnicode, chats: map[model.Key]model.Level{}, figures: map[model.ConcernKind]lastLevel{},
		alerts: alerts, tracker: alert.Tracker{Floor: screen.Name, Hold: alert.HoldFor, Zone: screen.Zone},
	}
}

// SetHook sets what runs the command of [alerts] and calls the routes, which select by teams; nil: nothing does.
func (p *Writer) SetHook(h alert.Hook, teams []model.Team) { p.hook, p.tracker.Teams = h, teams }

// OnTerminal says that the output is a terminal, so that bell and desktop notification go to it, and whether it is
// in tmux.
func (p *Writer) OnTerminal(tmux bool) { p.term, p.tmux = true, tmux }

// WriteChanges writes what has changed since the last call, and the headline from time to time. Call it once a
// second with the floor at now. It returns the error of the underlying writer.
func (p *Writer) WriteChanges(now time.Time, s *model.Snapshot, h model.Health) error {
	var lines []string
	h = s.EffectiveHealth(h)
	list := s.Concerns(h)
	unknown := h.LastGood.IsZero() // "waiting 0" would mean a quiet floor
	if !p.started || h.State != p.state || unknown && now.Sub(p.headlineAt) >= headlineEvery {
		p.started, p.state = true, h.State
		line := healthLine(now, h, list)
		if !s.Team.IsEmpty() {
			line = "team " + s.Team.String() + ", " + line
		}
		lines = append(lines, line)
	}
	if unknown && len(lines) > 0 {
		p.headlineAt = now
	}
	if !unknown && h.State != model.StateStarting {
		lines = append(lines, p.chatLines(now, s, list)...)
		lines = append(lines, p.figureLines(now, s, list)...)
		lines = append(lines, p.headLine(now, s, h, list)...)
	}
	called, signals := p.notify(now, s, h, list)
	if lines = append(lines, called...); len(lines) == 0 {
		return nil
	}
	at := now.In(p.zone).Format("15:04:05") + " "
	if p.ascii {
		for i := range lines {
			lines[i] = safetext.Line(lines[i]).ASCII().String()
		}
	}
	_, err := io.WriteString(p.w, at+strings.Join(lines, "\n"+at)+signals+"\n")
	return err
}

// notify does what [alerts] says, under the same conditions as the dashboard. It returns lines to write and the
// control sequences that make the terminal notify.
func (p *Writer) notify(now time.Time, s *model.Snapshot, h model.Health, list []model.Concern) (lines []string, signals string) {
	if p.alerts.Silent() {
		return nil, ""
	}
	p.tracker.Observe(s, h, list)
	if p.hook != nil {
		if trouble := p.hook.Trouble(); trouble != p.commandError {
			p.commandError = trouble
			if trouble != "" {
				lines = append(lines, trouble)
			}
		}
	}
	text, over := p.alerts.Call(&p.tracker, now, p.hook)
	if text == "" {
		return lines, ""
	}
	if p.term {
		signals = p.alerts.Sequences(text, over, p.tmux)
	}
	if over {
		return append(lines, "alert over: "+text), signals
	}
	return append(lines, "alert: "+text), signals
}

// healthLine says how well the floor is being read.
func healthLine(now time.Time, h model.Health, list []model.Concern) string {
	s := strings.ToLower(h.Word())
	if !strings.HasPrefix(s, "reading") { // but "reading 11%" is complete
		s = "reading is " + s
	}
	for i := range list {
		if c := &list[i]; c.Kind == model.ConcernData && c.Clock.Level < model.LevelCritical && c.Level >= model.LevelCritical {
			s += draw.LevelSuffix(c.Level) // for the state; figureLines report the age
		}
	}
	if !h.Why.IsEmpty() {
		s += ": " + h.Why.String()
	}
	if wait := h.RetryAt.Sub(now); !h.RetryAt.IsZero() && wait > 0 {
		s += "; tries again in " + draw.Duration(wait)
	}
	return s
}

// headLine returns the floor in a sentence if it has changed, and every minute in any case.
func (p *Writer) headLine(now time.Time, s *model.Snapshot, h model.Health, list []model.Concern) []string {
	parts := make([]string, 0, 4)
	for _, id := range []model.FigureID{model.FigureWaiting, model.FigureSeenNoReply, model.FigureMissed, model.FigureActive} {
		parts = append(parts, spokenFigure(id, s))
	}
	counts := strings.Join(parts, "; ")
	since := now.Sub(p.headlineAt)
	if since < minHeadlineGap || counts == p.headline && since < headlineEvery {
		return nil
	}
	p.headline, p.headlineAt = counts, now
	if v := model.FigureOf(model.FigureLongest).Value(s, model.Subject{}); v.Known() {
		counts += "; " + spokenFigure(model.FigureLongest, s) + draw.LevelSuffix(v.Level)
	}
	for i := range list {
		if c := &list[i]; c.Kind == model.ConcernData && c.Clock.Level >= model.LevelCritical {
			counts += "; updated " + draw.Duration(c.Clock.For) + " old"
		}
	}
	if why := s.Inexact(h, model.SpokenNotation()); why != "" {
		counts += "; " + why
	}
	return []string{counts}
}

// spokenFigure returns a figure in words.
func spokenFigure(id model.FigureID, s *model.Snapshot) string {
	f := model.FigureOf(id)
	title := f.Words()
	if f.Scope.Windowed() {
		title += " in 30 min"
	}
	return title + " " + f.Value(s, model.Subject{}).FormatOf(model.SpokenNotation())
}

// concernLine says what is wrong with a figure, or with the data.
func concernLine(s *model.Snapshot, c *model.Concern) string {
	text := alert.ConcernWords(s, c)
	if id := c.Kind.Figure(); id != model.FigureNone {
		text = spokenFigure(id, s)
	}
	return text + draw.LevelSuffix(c.Level)
}

// chatLines names the chats that have got worse, the worst first, and those named before that no longer wait.
func (p *Writer) chatLines(now time.Time, s *model.Snapshot, list []model.Concern) []string {
	if now.Sub(p.chatAt) < chatBatchGap {
		return nil
	}
	var worse []*model.Row
	var lines []string
	waits := make(map[model.Key]model.Level, len(p.chats))
	gaps := map[model.Key]bool{}
	for i := range s.Threads {
		r := s.Threads[i]
		lines = append(lines, p.gapLine(r, gaps)...)
		if _, named := p.chats[r.Key]; named && !r.Wait.Running {
			lines = append(lines, "chat "+strconv.FormatInt(int64(r.Chat), 10)+" waits no longer")
		}
	}
	for i := range list {
		c := &list[i]
		if c.Kind != model.ConcernWait {
			continue
		}
		waits[c.Key] = c.Level
		if r := s.Thread(c.Key); r != nil && c.Level > p.chats[c.Key] {
			worse = append(worse, r)
		}
	}
	p.chats, p.gaps = waits, gaps
	slices.SortStableFunc(worse, func(a, b *model.Row) int { return int(b.Level) - int(a.Level) })
	for _, r := range worse {
		lines = append(lines, chatLine(r))
	}
	if len(lines) == 0 {
		return nil
	}
	p.chatAt = now
	if more := len(lines) - maxChatsAtOnce; more > 0 {
		lines = append(lines[:maxChatsAtOnce], "and "+strconv.Itoa(more)+" more")
	}
	return lines
}

// figureLines names the figures that have got worse, and data that are too old. A figure that swings around its
// limit is reported once, until it has been fine for a while.
func (p *Writer) figureLines(now time.Time, s *model.Snapshot, list []model.Concern) []string {
	var lines []string
	for i := range list {
		c := &list[i]
		if c.Kind.OfChat() || c.Kind == model.ConcernRoute || c.Kind == model.ConcernData && c.Clock.Level < model.LevelCritical {
			continue // late answers come and go; healthLine reports the rest
		}
		was := p.figures[c.Kind].level
		if c.Level > was {
			lines = append(lines, concernLine(s, c))
		}
		p.figures[c.Kind] = lastLevel{max(was, c.Level), now}
	}
	for kind, last := range p.figures {
		if now.Sub(last.at) >= alert.SettleFor {
			delete(p.figures, kind)
		}
	}
	return lines
}

// gapLine reports that a thread has a new gap, or no longer any, and records in gaps those that have one.
func (p *Writer) gapLine(r *model.Row, gaps map[model.Key]bool) []string {
	has := len(r.Gaps) > 0
	if has {
		gaps[r.Key] = true
	}
	switch chat := "chat " + strconv.FormatInt(int64(r.Chat), 10); {
	case has && !p.gaps[r.Key]:
		return []string{chat + " has a gap, messages may be missing"}
	case !has && p.gaps[r.Key]:
		return []string{chat + " has no gap any more"}
	}
	return nil
}

// chatLine returns a waiting chat in a sentence.
func chatLine(r *model.Row) string {
	s := "chat " + strconv.FormatInt(int64(r.Chat), 10) + " waits " + atLeast(r.Wait) + draw.LevelSuffix(r.Level)
	if seen := draw.SightSentence(r, atLeast); seen != "" {
		s += ", " + seen
	}
	_, state := draw.OwnerState(r)
	state = strings.ToLower(state)
	if r.OwnerState == model.AgentBusy {
		state = "busy elsewhere"
	}
	if r.Owner == 0 {
		return s + ", " + state
	}
	s += ", of " + r.OwnerName.String()
	if r.OwnerState == model.AgentUnknown {
		return s + ", whose state is not known"
	}
	if state == "" {
		return s
	}
	return s + ", who is " + state
}

func atLeast(c model.Clock) string { return model.ClockValue(c).Format(model.SpokenNotation()) }
