package wall

import (
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
)

// The content moves about by one cell a minute within so many cells, so that no
// cell of the panel shows the same for months.
const (
	shiftAcross = 2
	shiftDown   = 1
)

// shift is where the content stands at a moment. It goes around in a ring, one cell at a time.
func shift(t time.Time) (dx, dy int) {
	ring := [...][2]int{{0, 0}, {1, 0}, {2, 0}, {2, 1}, {1, 1}, {0, 1}}
	at := ring[inTurn(time.Duration(t.Unix())*time.Second, time.Minute, len(ring))]
	return at[0], at[1]
}

// draw draws the whole screen.
func (w *Wall) draw() string {
	if w.width <= 0 || w.height <= 0 {
		return ""
	}
	if w.width < layout.TinyWidth || w.height < layout.TinyHeight {
		return strings.Join(w.tiny(w.width, w.height), "\n")
	}
	dx, dy := shift(w.now)
	rows := w.content(w.width-shiftAcross, w.height-shiftDown)
	out := make([]string, 0, w.height)
	for y := range w.height {
		l := w.look.Line(draw.OnScreen, w.width)
		if i := y - dy; i >= 0 && i < len(rows) {
			l.Gap(dx)
			l.Raw(rows[i], w.width-shiftAcross)
		}
		out = append(out, l.String())
	}
	return strings.Join(out, "\n")
}

// content draws all there is on cw by ch cells: the state of the reading, what
// has just gone wrong, the page, and which page it is.
func (w *Wall) content(cw, ch int) []string {
	h := w.state()
	outdated := h.Stale
	p := wallLayout(cw, ch)
	rows := make([]string, 0, ch)
	rows = append(rows, w.top(&h, outdated, cw))
	rows = append(rows, w.blank(cw, p.space)...)
	rows = append(rows, w.bandRows(&h, outdated, cw, p.band)...)
	rows = append(rows, w.body(&h, outdated, cw, p.body)...)
	return append(rows, w.bottom(cw))
}

// wallPlaces are the rows of the parts of the wall, from the top. The first and
// the last row are one each.
type wallPlaces struct {
	space int // blank
	band  int // what is wrong
	body  int
}

// wallLayout splits the height. It is total: the parts and the two rows are ch together.
func wallLayout(cw, ch int) wallPlaces {
	p := wallPlaces{band: 1}
	switch {
	case ch >= 44:
		p.band, p.space = 4, 1
	case ch >= 32:
		p.band = 3
	case ch >= 15:
		p.band = 2
	}
	p.body = max(0, ch-2-p.band-p.space)
	return p
}

func (w *Wall) blank(cw, n int) []string {
	var rows []string
	for range n {
		rows = append(rows, w.look.Line(draw.OnScreen, cw).String())
	}
	return rows
}

// top draws the first row: whose floor it is, the state and the age of what is
// shown, the time. The last three are always there.
func (w *Wall) top(h *draw.Reading, outdated bool, cw int) string {
	lk := w.look
	name := h.Name
	if name == "" {
		name = "floorwatch"
	}
	of, sign := lk.StateLook(h.Health.State)
	aged, _ := lk.Level(h.Age.Level)
	age := lk.Glyphs.None
	if h.Age.Running {
		age = draw.Duration(h.Age.For)
	}
	local := h.Now.In(h.Zone)
	t := draw.TopLine{Left: []draw.Piece{{Role: draw.RoleStrong, Text: name}}, Right: [][]draw.Piece{
		nil,
		{{Role: of, Text: sign + " " + h.Health.Word()}},
		{{Role: draw.RoleDim, Text: "updated "}, {Role: draw.Bold(draw.Quiet(aged)), Text: age}},
		{{Role: draw.RoleDim, Text: local.Format("Mon 2 Jan")}},
		{{Role: draw.RoleStrong, Text: local.Format("15:04:05")}},
	}}
	if outdated {
		t.Right[0] = []draw.Piece{{Role: draw.RoleSevere, Text: " " + lk.Glyphs.Severe + " STALE "}}
	}
	return t.Draw(lk, cw,
		func() { t.Right[3] = nil },
		func() { t.Left = nil },
		func() { t.Right[2] = t.Right[2][1:] },
		func() { t.Right[1] = []draw.Piece{{Role: of, Text: sign}} },
	)
}

// bottom draws the last row: which page it is of which, or what a key asked.
func (w *Wall) bottom(cw int) string {
	lk := w.look
	l := lk.Line(draw.OnScreen, cw)
	l.Gap(1)
	if w.Leaving() {
		l.Put(draw.RoleStrong, w.leave)
		return l.String()
	}
	page := w.page()
	for i, p := range w.pages {
		if i > 0 {
			l.Gap(2)
		}
		if p == page {
			l.Put(draw.RoleAccent, lk.Glyphs.Pointer)
			l.Put(draw.RoleStrong, string(p))
			continue
		}
		l.Put(draw.RoleDim, " "+string(p))
	}
	return l.String()
}

// tiny draws the least that can be said, as much of it as there is room for.
func (w *Wall) tiny(cw, ch int) []string {
	lk, h := w.look, w.state()
	r := &draw.FigureReader{Style: lk, S: w.snap}
	of, sign := lk.StateLook(h.Health.State)
	age := lk.Glyphs.None
	if h.Age.Running {
		age = draw.Duration(h.Age.For)
	}
	if h.Stale {
		of, sign = draw.RoleCritical, lk.Glyphs.Severe
	}
	level, mark := lk.Level(r.Value(model.FigureLongest).Level)
	groups := [][]draw.Piece{
		{{Role: of, Text: sign}, {Role: draw.RoleText, Text: " " + age}},
		{{Role: draw.RoleStrong, Text: h.Now.In(h.Zone).Format("15:04")}},
		{{Role: draw.RoleStrong, Text: r.Text(model.FigureWaiting)}, {Role: draw.RoleDim, Text: " wait "}, {Role: draw.Quiet(level), Text: r.Text(model.FigureLongest) + mark}},
		{{Role: of, Text: h.Health.Word()}},
	}
	if ch == 1 {
		l := lk.Line(draw.OnScreen, cw)
		draw.PutGroups(l, groups)
		return []string{l.String()}
	}
	var lines []string
	for _, g := range groups {
		l := lk.Line(draw.OnScreen, cw)
		draw.PutGroups(l, [][]draw.Piece{g})
		lines = append(lines, l.String())
	}
	return lk.Block(lines, cw, ch)
}

// body draws the page on cw by ch cells.
func (w *Wall) body(h *draw.Reading, outdated bool, cw, ch int) []string {
	lk := w.look
	if outdated {
		lk = w.faded
	}
	b := wallBody{Wall: w, lk: lk, outdated: outdated, known: h.Age.Running, w: cw, h: ch}
	switch w.page() {
	case pageWaiting:
		return b.waitingPage()
	case pageAgents:
		return b.agentsPage()
	case pageActivity:
		return b.activityPage()
	}
	return b.figuresPage()
}

// A wallBody is what the pages are drawn with.
type wallBody struct {
	*Wall
	lk       *draw.Style
	outdated bool // the figures are too old to be believed
	known    bool // something has been read
	w, h     int
}

// waiting returns the rows that wait, the one with the least time left first.
func (w *Wall) waiting() []*model.Row {
	var rows []*model.Row
	for i := range w.snap.Threads {
		if r := &w.snap.Threads[i]; r.Wait.Running {
			rows = append(rows, r)
		}
	}
	return rows
}
