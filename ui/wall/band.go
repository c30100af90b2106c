package wall

import (
	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// bandRows draws n rows about what is wrong: the reading itself, the chats that
// have just gone over their limit, then figures that have. They keep their
// place when there is nothing to say, so the page below does not jump. What is
// out of date raises no alarm: the visitor may have had an answer long ago.
func (w *Wall) bandRows(h *draw.Reading, outdated bool, cw, n int) []string {
	var rows, said []string
	switch {
	case h.Troubled() || h.First():
		rows = w.reading(h, cw, n)
	case outdated:
		rows = []string{w.sentence(cw, draw.RoleCritical, w.look.Glyphs.Severe, "STALE", "What you see is "+draw.Duration(h.Age.For)+" old.")}
	}
	if !outdated {
		said = w.alerts(cw)
	}
	if room := n - len(rows); len(said) > room && room > 1 {
		rest := len(said) - room + 1
		said = append(said[:room-1], w.sentence(cw, draw.RoleStrong, "", "", "and "+draw.Count(rest, "more alert", "more alerts")))
	}
	if len(rows)+len(said) == 0 {
		said = append(said, w.calm(cw))
	}
	return w.look.Block(append(rows, said...), cw, n)
}

// alerts are a row for each chat that has just gone bad and each figure that is.
func (w *Wall) alerts(cw int) []string {
	var rows []string
	for _, a := range w.watch.Fresh(w.serverNow()) {
		if r := w.snap.Thread(a.Key); r != nil {
			rows = append(rows, w.chatAlert(r, cw))
		}
	}
	for i := range w.list {
		c := &w.list[i]
		if c.Kind.Figure() != model.FigureNone && c.Level >= model.LevelCritical {
			rows = append(rows, w.levelSentence(cw, c.Level, alert.ConcernWords(w.snap, c)))
		}
	}
	return rows
}

// wordCol is the column of the words for levels and states.
const wordCol = 10

// sentence draws a mark, a word and a sentence.
func (w *Wall) sentence(cw int, of draw.Role, mark, word, text string) string {
	l := w.look.Line(draw.OnScreen, cw)
	w.lead(l, of, mark, word)
	l.Put(draw.RoleText, text)
	return l.String()
}

func (w *Wall) lead(l *draw.Line, of draw.Role, mark, word string) {
	l.Gap(1)
	l.Cell(draw.MarkRole(of), mark, 2)
	l.Gap(1)
	n := 0
	if word != "" {
		n = l.Fit(of, word, wordCol)
	}
	l.Gap(wordCol - n + 1)
}

func (w *Wall) levelSentence(cw int, level model.Level, text string) string {
	of, mark := w.look.Level(level)
	return w.sentence(cw, of, mark, draw.LevelCaption(level), text)
}

// chatAlert names a chat that has just gone bad, by its number.
func (w *Wall) chatAlert(r *model.Row, cw int) string {
	of, mark := w.look.RowLevel(r)
	l := w.look.Line(draw.OnScreen, cw)
	w.lead(l, of, mark, draw.LevelCaption(r.Level))
	l.Put(draw.RoleStrong, "chat "+draw.ChatNumber(r)+" has waited "+w.look.Clock(r.Wait))
	for _, p := range w.about(r) {
		if w.look.Total(p)+2 > l.Left {
			break
		}
		l.Put(draw.RoleText, ", ")
		for _, q := range p {
			l.Put(q.Role, q.Text)
		}
	}
	return l.String()
}

// about says the rest about a chat that waits, the most telling first.
func (w *Wall) about(r *model.Row) [][]draw.Piece {
	return [][]draw.Piece{{{Role: draw.RoleText, Text: draw.GoalSentence(r)}}, {{Role: draw.RoleText, Text: draw.SightSentence(r, w.look.Clock)}}, w.doing(r)}
}

// doing says who has a chat and what they do meanwhile.
func (w *Wall) doing(r *model.Row) []draw.Piece {
	if r.Lane == model.LaneBotSilent && r.Owner == 0 {
		return []draw.Piece{{Role: draw.RoleText, Text: "the bot is silent"}}
	}
	if r.Owner == 0 && r.OwnerName.IsEmpty() {
		return []draw.Piece{{Role: draw.RoleText, Text: "UNASSIGNED"}}
	}
	_, word := draw.StateWord(r.OwnerState, r.OwnerBusy, model.Clock{})
	if r.OwnerState == model.AgentNone {
		word = ""
	}
	return append(w.agent(r.Owner, r), draw.Piece{Role: draw.RoleText, Text: " " + word})
}

// agent names the owner of a chat: by number, unless names are wanted.
func (w *Wall) agent(id model.AgentID, r *model.Row) []draw.Piece {
	const longest = 16
	if w.cfg.Names && !r.OwnerName.IsEmpty() {
		return w.look.Pieces(draw.RoleText, w.look.Known(r.OwnerName).Truncate(longest))
	}
	return []draw.Piece{{Role: draw.RoleText, Text: draw.AgentNumber(id)}}
}

// calm says that nothing has become critical lately, and how bad the floor is as a whole.
func (w *Wall) calm(cw int) string {
	bad, warned := 0, 0
	for i := range w.list {
		switch c := &w.list[i]; {
		case c.Kind == model.ConcernData || c.Kind == model.ConcernCoverage:
		case c.Level >= model.LevelCritical:
			bad++
		default:
			warned++
		}
	}
	level, current := model.Worst(w.list, w.snap.Coverage)
	switch {
	case bad > 0:
		return w.sentence(cw, draw.RoleDim, "", "", draw.Count(bad, "wait is", "waits are")+" critical or worse; none is new.")
	case level == model.LevelWarn && !w.snap.WaitsKnown():
		return w.levelSentence(cw, level, "Nothing critical is known; "+draw.Count(warned, "warning.", "warnings."))
	case level == model.LevelWarn:
		return w.levelSentence(cw, level, "Nothing is critical; "+draw.Count(warned, "warning.", "warnings."))
	case w.health.LastGood.IsZero():
		return w.sentence(cw, draw.RoleDim, "", "", "")
	case !current:
		return w.sentence(cw, draw.RoleDim, "", "", "Nothing critical is known, but a part of the floor has not been read.")
	case w.snap.Headline.Waiting == 0:
		return w.sentence(cw, draw.RoleOK, w.look.Glyphs.Live, "OK", "Nobody is waiting.")
	}
	return w.sentence(cw, draw.RoleOK, w.look.Glyphs.Live, "OK", "No wait is critical.")
}

// reading draws what is wrong with the reading itself and when it tries next,
// on n rows at most, or how far the first read is.
func (w *Wall) reading(h *draw.Reading, cw, n int) []string {
	lk := w.look
	l := lk.Line(draw.OnScreen, cw)
	if !h.Troubled() {
		of, sign := lk.StateLook(h.Health.State)
		w.lead(l, of, sign, h.Health.State.String())
		h.Progress(l)
		return []string{l.String()}
	}
	of, sign := lk.StateLook(h.Health.State)
	w.lead(l, of, sign, "DATA")
	var rows []string
	for i, row := range w.why(h, l.Left, n) {
		if i > 0 {
			rows = append(rows, l.String())
			l = lk.Line(draw.OnScreen, cw)
			w.lead(l, draw.RoleDim, "", "")
		}
		l.Row(draw.RoleStrong, row)
	}
	if h.Health.RetryAt.IsZero() {
		return append(rows, l.String())
	}
	next := "tries again " + h.Again()
	switch {
	case lk.Width(next)+2 <= l.Left:
		l.Gap(2)
		l.Put(draw.RoleDim, next)
	case len(rows)+1 < n:
		return append(rows, l.String(), w.sentence(cw, draw.RoleDim, "", "", next))
	}
	return append(rows, l.String())
}

// why is the reason in n rows of w cells at most: what to do stands at its end.
func (w *Wall) why(h *draw.Reading, width, n int) []safetext.Row {
	reason := h.Health.Why
	if reason.IsEmpty() {
		reason = safetext.Line(draw.StateSentence(h.Health.State))
	}
	reason = w.look.Known(reason)
	if rows := reason.Wrap(width); len(rows) <= n {
		return rows
	}
	return []safetext.Row{reason.Truncate(width)}
}
