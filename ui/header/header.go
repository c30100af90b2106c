// Package header is the top of the screen: its first line, the notice below it or
// the banner of the past, and the figures of the floor. It may import draw, keymap,
// model and safetext: no other pane, nor ui.
package header

import (
	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A Header is what the top line and the line below it need to know.
type Header struct {
	draw.Reading
	Alerts int
}

// Draw draws the top line. Where it is narrow, what can be seen elsewhere or
// matters least goes first; the state and the age of the data stay.
func (h *Header) Draw(lk *draw.Style, w int) string {
	t := draw.TopLine{Left: []draw.Piece{{Role: draw.RoleAccent, Text: "floorwatch"}, {Role: draw.RoleStrong, Text: "  " + h.Name}}, Right: h.right(lk, w)}
	return t.Draw(lk, w,
		func() { t.Left = t.Left[:1] },
		func() { t.Left = nil },
		func() { t.Right[0] = nil }, // the alerts
		func() { t.Right[3] = nil }, // the clock
	)
}

// right is the right side of the header: groups of pieces, two blanks between.
// What changes every second stands last and together, as few bytes as it can.
func (h *Header) right(lk *draw.Style, w int) [][]draw.Piece {
	of, sign := lk.StateLook(h.Health.State)
	aged, _ := lk.Level(h.Age.Level)
	alerts, word := draw.RoleDim, draw.Count(h.Alerts, "alert", "alerts")
	if h.Alerts > 0 {
		alerts = draw.RoleCritical
		word = lk.Glyphs.Critical + " " + word
	}
	age := lk.Glyphs.None
	if h.Age.Running {
		age = draw.Duration(h.Age.For)
	}
	updated := "updated "
	if w < roomy {
		updated = "upd "
	}
	return [][]draw.Piece{
		{{Role: alerts, Text: word}},
		{{Role: of, Text: sign + " " + h.Health.Word()}},
		{{Role: draw.RoleDim, Text: updated}, {Role: draw.Quiet(aged), Text: age + lk.NarrowMark(h.Age.Level)}},
		{{Role: draw.RoleStrong, Text: h.Now.In(h.Zone).Format("15:04:05")}},
	}
}

// roomy is the width from which words are not shortened.
const roomy = 100

// Notice draws what stands below the header, on so many rows at most: what is
// wrong and when it tries next, or how far the first read is; nothing where all is well.
func (h *Header) Notice(lk *draw.Style, w, rows int) []string {
	l := lk.Line(draw.OnScreen, w)
	l.Gap(1)
	switch {
	case h.Troubled():
	case h.First():
		h.Progress(l)
		return []string{l.String()}
	default:
		return nil
	}
	of, sign := lk.StateLook(h.Health.State)
	l.Put(of, sign+" "+h.Health.Word())
	room := l.Left - 2
	if !h.Health.RetryAt.IsZero() {
		again := "  tries again " + h.Again()
		l.Put(draw.RoleDim, again)
		room -= max(len(again), len("  tries again in 59s")) // else rows would come and go with the seconds
	}
	why := lk.Known(h.Health.Why)
	if why.IsEmpty() {
		return []string{l.String()}
	}
	if rows == 1 || len(why.Wrap(max(1, room))) == 1 {
		l.Gap(2)
		l.Text(draw.RoleText, h.Health.Why, l.Left)
		return []string{l.String()}
	}
	list, words := []string{l.String()}, why.Wrap(max(1, w-2*whyIndent))
	for i, row := range words[:min(len(words), rows-1)] {
		l := lk.Line(draw.OnScreen, w)
		l.Gap(whyIndent)
		l.Row(draw.RoleText, row)
		if i == rows-2 && len(words) > rows-1 {
			l.Put(draw.RoleDim, lk.Glyphs.Ellipsis)
		}
		list = append(list, l.String())
	}
	return list
}

// whyIndent sets the reason off from the rows above and below.
const whyIndent = 3

// Status draws all there is on a tiny screen: the state and who waits longest.
func (h *Header) Status(lk *draw.Style, s *model.Snapshot, w, rows int) []string {
	l := lk.Line(draw.OnScreen, w)
	of, sign := lk.StateLook(h.Health.State)
	l.Put(of, sign)
	if h.Health.State != model.StateLive {
		l.Put(of, " "+h.Health.Word())
	}
	r := &draw.FigureReader{Style: lk, S: s}
	waiting, longest := r.Value(model.FigureWaiting), r.Value(model.FigureLongest)
	level, mark := lk.Level(longest.Level)
	l.Put(draw.RoleStrong, " "+lk.Value(waiting))
	l.Put(draw.RoleDim, " wait ")
	l.Put(draw.Quiet(level), lk.Value(longest)+mark)
	return lk.Block([]string{l.String()}, w, rows)
}
