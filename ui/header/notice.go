package header

import (
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// Notice draws the row below the figures. It is always one row, so that nothing below it moves: what is wrong and
// when the next attempt is, the progress of the first read, or else the day so far.
func (h *Header) Notice(style *draw.Style, s *model.Snapshot, w int) string {
	notices, more := h.notices(s), ""
	if n := len(notices) - 1; n > 0 {
		more = " (+" + strconv.Itoa(n) + ")"
	}
	room := max(0, w-1-len(more)) // the last column stays free as the first does
	l := style.Line(draw.OnScreen, room)
	l.Gap(1)
	switch {
	case h.Stale:
		h.drawStale(l)
	case h.HasProblem():
		h.drawProblem(l, s)
	case h.FirstRead():
		l.Put(draw.RoleText, h.Health.State.String()+"  ")
		h.DrawProgress(l)
	default:
		h.drawToday(l, s)
	}
	whole := style.Line(draw.OnScreen, w)
	whole.Raw(l.String(), room)
	whole.Put(draw.RoleDim, more)
	return whole.String()
}

// notices returns everything to report besides the day so far. The first is shown with the number of the others;
// the list of alerts has all of them.
func (h *Header) notices(s *model.Snapshot) []string {
	var list []string
	if state := h.trouble(); state != "" {
		list = append(list, state)
	}
	if !h.Past.IsZero() {
		list = append(list, "PAST")
	}
	if h.Stale || !h.Health.Read && h.Health.State != model.StateLive {
		return list // the rest is old or part of the first read
	}
	list = append(list, s.Remarks(h.Health)...)
	if why := s.Inexact(h.Health, model.ScreenNotation()); why != "" && h.Past.IsZero() {
		list = append(list, why)
	}
	return list
}

// trouble is the state if the floor is not read in time; otherwise empty.
func (h *Header) trouble() string {
	switch {
	case h.Stale: // it names its reason
		return "STALE"
	case h.Health.State != model.StateLive && h.Health.State != model.StateStarting:
		return h.Health.Word()
	}
	return ""
}

// Elsewhere returns what the banner of the past does not say by itself: the state if the floor is not read in time, and
// how many other notices there are.
func (h *Header) Elsewhere(s *model.Snapshot) (state string, others int) {
	state, others = h.trouble(), len(h.notices(s))-1
	if state != "" {
		others--
	}
	return state, others
}

// Notices returns how many notices there are besides the day so far.
func (h *Header) Notices(s *model.Snapshot) int { return len(h.notices(s)) }

// Urgent reports whether the notice is more than the day so far.
func (h *Header) Urgent() bool { return h.Stale || h.HasProblem() || h.FirstRead() || !h.Past.IsZero() }

// drawStale says that nothing on the screen is current since the moment from which the age above it counts, and what
// to do. That moment is of the oldest answer: a chat can be of a later one, and says so itself.
func (h *Header) drawStale(l *draw.Line) {
	l.Put(draw.RoleStrong, "STALE") // the chip above says for how long
	l.Put(draw.RoleText, "  All is as of "+draw.DayTime(h.Age.Since, h.Now, h.Zone)+" or later: look in Acquire.")
	if !h.Health.RetryAt.IsZero() {
		l.Put(draw.RoleText, " Tries again "+h.NextTry()+".")
	}
	l.Gap(1)
	why := h.Health.Why
	if !why.Marked() { // our marks would become plain text
		why = safetext.Line(draw.AsSentence(why.String()))
	}
	l.Text(draw.RoleDim, why, l.Left)
}

// mainSentence returns the sentence of the state, or in StateLive the first remark.
func (h *Header) mainSentence(s *model.Snapshot) safetext.Text {
	if list := s.Remarks(h.Health); h.Health.State == model.StateLive && len(list) > 1 {
		return safetext.Line(list[0])
	}
	return h.Health.Why
}

func (h *Header) drawProblem(l *draw.Line, s *model.Snapshot) {
	if h.Health.State != model.StateLive { // otherwise it is a remark
		of, _ := l.Style.StateMark(h.Health.State)
		l.Put(of, h.Health.Word())
		l.Gap(2)
	}
	if h.Health.RetryAt.IsZero() {
		l.Row(draw.RoleText, l.Style.Known(h.mainSentence(s)).Truncate(l.Left))
		return
	}
	again := "  tries again " + h.NextTry()
	l.Row(draw.RoleText, l.Style.Known(h.Health.Why).Truncate(max(0, l.Left-len(again))))
	l.Put(draw.RoleDim, again)
}

// drawToday draws as much of the day so far as fits, and at the right end why figures are inexact. That changes
// with each new visitor and must not move the rest.
func (h *Header) drawToday(l *draw.Line, s *model.Snapshot) {
	r := &draw.FigureReader{Style: l.Style, S: s}
	why, kept := wholeClauses(l.Style, s.Inexact(h.Health, l.Style.Signs()), l.Left-leastToday), 0
	if why != "" {
		kept = l.Style.Width(why) + 2
	}
	l.Put(draw.RoleDim, "Today  ")
	for i, text := range todayFigures(r) {
		if i > 0 {
			text = " " + l.Style.Glyphs.Dot + " " + text
		}
		if l.Style.Width(text) > l.Left-kept && (i > 0 || kept == 0) {
			break
		}
		l.Put(draw.RoleDim, text)
	}
	if why != "" {
		l.Gap(2)
		l.Right(draw.RoleDim, why, l.Left)
	}
}

// leastToday is the room for the first of today's figures, with what is in front of it and a gap behind.
const leastToday = len("Today  99,999 chats  ")

// wholeClauses returns s without the clauses at its end that do not fit into w cells, with the sign for what is cut.
func wholeClauses(style *draw.Style, s string, w int) string {
	if style.Width(s) <= w {
		return s
	}
	for at := strings.LastIndex(s, ","); at > 0; at = strings.LastIndex(s[:at], ",") {
		if cut := s[:at] + " " + style.Glyphs.Ellipsis; style.Width(cut) <= w {
			return cut
		}
	}
	return s
}

// todayFigures returns today's figures in words, the most important first.
func todayFigures(r *draw.FigureReader) []string {
	var list []string
	if r.S.Closed {
		list = append(list, "closed, "+r.S.OpensAt(r.S.Opens))
	}
	if d := r.S.Headline.Totals; d != nil {
		list = append(list, draw.Count(d.Total, "chat", "chats"))
	}
	for _, id := range []model.FigureID{model.FigureFirstService, model.FigureFirst, model.FigureMissed, model.FigureDropped} {
		list = append(list, model.FigureOf(id).Words()+" "+r.Today(id))
	}
	if v := r.Value(model.FigureOfflineInbox); v.Known() && v.Number > 0 {
		s := draw.Counted(r.Style, v, "offline message", "offline messages")
		if oldest := r.Value(model.FigureOfflineOldest); oldest.Known() {
			s += ", oldest " + draw.WholeMinutes(oldest.Duration())
		}
		list = append(list, s)
	}
	if v := r.Value(model.FigureBotLane); v.Known() && v.Number > 0 {
		list = append(list, r.Style.Value(v)+" "+model.FigureOf(model.FigureBotLane).Words())
	}
	return list
}
