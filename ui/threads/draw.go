package threads

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// Draw draws the pane on w by h cells.
func (p *Pane) Draw(style *draw.Style, w, h int, focused bool, now time.Time, empty []string) []string {
	iw, ih := draw.Inner(w, h)
	d := paneDrawing{Pane: p, style: style, tables: tablesOn(iw), w: iw, focused: focused, now: now}
	var lines []string
	switch {
	case p.N == 0:
		if d.Past {
			empty = []string{"No chat is known of this moment."}
		}
		lines = d.emptyLines(empty)
	case draw.HeadRows(ih) > 0 && p.block.waiting > 0:
		lines = append(lines, d.tables.waiting.Head(style, iw, &draw.SortOrder{By: uint8(p.Order), Down: d.down()}))
	case draw.HeadRows(ih) > 0:
		lines = append(lines, d.rule())
	}
	f := d.frame(w)
	f.Rules = d.rules(len(lines))
	return style.Frame(f, w, h, d.rows(lines))
}

// rules are the rows of the frame that are lines, if the list has some heading rows above it.
func (d *paneDrawing) rules(heads int) []int {
	var at []int
	if heads > 0 && d.N > 0 && d.block.waiting == 0 { // it replaces the heading
		at = append(at, 0)
	}
	if d.visible.rule && d.N > 0 {
		y := heads + d.visible.waiting.len()
		if d.visible.pinned {
			y++
		}
		at = append(at, y)
	}
	return at
}

// down reports whether the greatest value is first. By SLA the least time left is.
func (d *paneDrawing) down() bool {
	return (d.Order == ByWait || d.Order == ByNewest) != d.Reverse
}

// A paneDrawing has what drawing the pane needs.
type paneDrawing struct {
	*Pane
	style   *draw.Style
	tables  tables
	w       int
	focused bool
	now     time.Time
}

func (d *paneDrawing) rows(lines []string) []string {
	if d.N == 0 {
		return lines
	}
	for y := range d.visible.rows() {
		if i, ok := d.visible.at(y); ok {
			lines = append(lines, d.row(i))
		} else {
			lines = append(lines, d.rule())
		}
	}
	return lines
}

func (d *paneDrawing) row(i int) string {
	r := listedRow{Row: d.Row(i), now: d.now, names: d.names, past: d.Past}
	if n := d.Pane.rows[i]; n < 0 {
		r.left = d.leftRows[-1-n].outcome
	}
	back := draw.OnScreen
	if i == d.Cursor && !d.held {
		back = draw.SelectionBackground(d.focused)
	}
	sign := ""
	switch {
	case i == 0 && d.visible.pinned: // what is hidden stands between it and the next row
		sign = d.style.Glyphs.MoreAbove
	case !d.Outdated && d.Changes.fresh(r.Key, d.now):
		sign = d.style.Glyphs.Fresh
	}
	return d.tables.drawRow(d.style, r, sign, back, d.w)
}

// rule is the row between the parts: how many waiting chats are hidden above it, or else the
// headings of the columns below it.
func (d *paneDrawing) rule() string {
	l := d.style.Line(draw.OnScreen, d.w)
	line := d.style.Glyphs.Horizontal
	label := func(of draw.Role, s string) {
		l.Put(draw.RoleText, " ")
		l.Put(of, s)
		l.Put(draw.RoleText, " ")
	}
	if of, s := d.below(" below"); s != "" {
		l.Fill(draw.RoleFrame, line, 2)
		label(of, s)
	} else {
		l.Fill(draw.RoleFrame, line, draw.MarkCol+d.tables.waiting.Columns[0].Width-len(" last"))
		label(draw.RoleDim, "last")
		l.Fill(draw.RoleFrame, line, 1)
		label(draw.RoleDim, "state")
	}
	s := d.othersCount()
	if n := d.othersAbove(); n > 0 {
		s = d.style.Glyphs.MoreAbove + " " + strconv.Itoa(n) + " above of " + s
	}
	if long := s + " " + d.style.Glyphs.Dot + " " + d.othersBy(); l.Left > d.style.Width(long)+4 {
		s = long
	}
	if n := l.Left - d.style.Width(s) - 3; n > 0 {
		l.Fill(draw.RoleFrame, line, n)
		label(draw.RoleDim, s)
	}
	l.Fill(draw.RoleFrame, line, l.Left)
	return l.String()
}

// othersCount says how many chats do not wait, or are not known to while the floor is not read as a whole.
func (d *paneDrawing) othersCount() string {
	n := strconv.Itoa(d.block.others + d.leftShown)
	if d.Partial {
		return n + " not known to wait"
	}
	return n + " not waiting"
}

// atLeast is a number of waiting chats, of which there may be more while the floor is not read as a whole: none is then
// unknown.
func (d *paneDrawing) atLeast(n int) string {
	switch {
	case d.Partial && n == 0:
		return d.style.Glyphs.None
	case d.Partial:
		return d.style.Glyphs.AtLeast + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// othersAbove counts the chats that are not waiting and are hidden above the visible ones.
func (d *paneDrawing) othersAbove() int { return max(0, d.visible.others.from-d.block.waiting) }

// othersBy names the order of the chats that are not waiting.
func (d *paneDrawing) othersBy() string {
	switch {
	case d.Order == ByTimeLeft || d.Order == ByWait || d.Order == ByNewest && !d.Reverse:
		return "newest first"
	case d.Order == ByNewest:
		return "oldest first"
	}
	return d.Order.String()
}

// overLimit counts the chats in a range that are over their limit, and those that are waiting.
func (d *paneDrawing) overLimit(s rowRange) (over, waiting int) {
	for i := s.from; i < s.to; i++ {
		if d.Pane.rows[i] < 0 {
			continue
		}
		if waiting++; d.Row(i).OverLimit() {
			over++
		}
	}
	return over, waiting
}

// below says how many waiting chats are hidden below the visible ones.
func (d *paneDrawing) below(where string) (draw.Role, string) {
	g := d.style.Glyphs
	_, hidden := d.visible.hidden(d.block.waiting)
	over, n := d.overLimit(hidden)
	switch {
	case n == 0:
		return draw.RoleDim, ""
	case over == 0:
		return draw.RoleDim, g.MoreBelow + " " + d.atLeast(n) + " more waiting" + where
	case over == n:
		return draw.RoleCritical, g.MoreBelow + " " + d.atLeast(over) + " over limit below"
	}
	return draw.RoleCritical, g.MoreBelow + " " + d.atLeast(over) + " over limit below " + g.Dot + " " + d.atLeast(n-over) + " more waiting"
}

// above says how many waiting chats are hidden above the visible ones; where none waits, how many others.
func (d *paneDrawing) above() []draw.Piece {
	g := d.style.Glyphs
	hidden, _ := d.visible.hidden(d.block.waiting)
	over, n := d.overLimit(hidden)
	switch others := d.othersAbove(); {
	case n == 0 && d.block.waiting == 0 && others > 0:
		return []draw.Piece{{Role: draw.RoleDim, Text: g.MoreAbove + " " + strconv.Itoa(others) + " above"}}
	case n == 0:
		return nil
	case over == 0:
		return []draw.Piece{{Role: draw.RoleDim, Text: g.MoreAbove + " " + d.atLeast(n) + " waiting above"}}
	}
	s := g.MoreAbove + " " + d.atLeast(over) + " over limit above"
	if n > over {
		s += " " + g.Dot + " " + d.atLeast(n-over) + " more waiting"
	}
	return []draw.Piece{{Role: draw.RoleCritical, Text: s}}
}

// emptyLines says why no chat is listed.
func (d *paneDrawing) emptyLines(empty []string) []string {
	style, w := d.style, d.w
	if len(d.all) > 0 {
		none := "No chat matches "
		if d.Partial {
			none = "No chat that has been read matches "
		}
		empty = []string{none + "the filter.", "esc clears the filter " + style.Glyphs.Dot + " " + draw.Count(len(d.all), "chat", "chats") + " without it, " + d.atLeast(d.unlisted) + " waiting"}
		if q := d.Filter.Query; q != "" {
			empty[0] = none + "\"" + q + "\"."
		}
	}
	lines := []string{style.Line(draw.OnScreen, w).String()}
	for _, s := range empty {
		l := style.Line(draw.OnScreen, w)
		l.Gap(1)
		l.Put(draw.RoleDim, s)
		lines = append(lines, l.String())
	}
	return lines
}

func (d *paneDrawing) frame(w int) draw.Frame {
	style, focused := d.style, d.focused
	dot := " " + style.Glyphs.Dot + " "
	f := draw.Frame{Title: draw.PaneTitle("Chats", focused), Focused: focused}
	if only := d.Filter.title(style); len(only) > 0 {
		f.Title = append(append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + "only "}), only...)
	}
	what := f.Title
	f.Title, f.Right = d.labels(w, what)
	if above := d.above(); above != nil { // it comes before the order and the number of all
		both := above
		if len(f.Right) > 0 {
			both = slices.Concat(above, []draw.Piece{{Role: draw.RoleDim, Text: dot}}, f.Right)
		}
		switch {
		case style.BothFit(w, f.Title, both):
			f.Right = both
		case style.BothFit(w, what, both):
			f.Title, f.Right = what, both
		case style.BothFit(w, what, above):
			f.Title, f.Right = what, above
		}
	}
	if title := append(f.Title[:len(f.Title):len(f.Title)], d.pinned()...); style.BothFit(w, title, f.Right) {
		f.Title = title
	}
	f.FootLeft, f.Foot = d.foot(w, len(f.Right) == 0)
	return f
}

// foot is the lower border's text: what is hidden, and where the cursor is.
func (d *paneDrawing) foot(w int, filtered bool) (left, right []draw.Piece) {
	style := d.style
	dot := " " + style.Glyphs.Dot + " "
	if !d.visible.rule && d.N > 0 && d.block.waiting > 0 {
		if of, s := d.below(""); s != "" {
			left = append(left, draw.Piece{Role: of, Text: s})
		}
		if d.block.others+d.leftShown > 0 {
			s := d.othersCount()
			if len(left) > 0 {
				s = dot + s
			}
			left = append(left, draw.Piece{Role: draw.RoleDim, Text: s})
		}
	}
	var foot []string
	if filtered && d.Filter.Active() { // the filter's name takes the whole upper border
		foot = append(foot, d.listedOf())
	}
	if d.N > 0 && !d.held {
		foot = append(foot, draw.OfAll(d.Cursor+1, d.N))
	}
	fits := func(all []string) bool {
		return style.BothFit(w, left, []draw.Piece{{Text: strings.Join(all, dot)}})
	}
	if all := append([]string{d.Uncounted}, foot...); d.Uncounted != "" && fits(all) {
		foot = all
	}
	for len(foot) > 1 && !fits(foot) {
		foot = foot[1:]
	}
	if len(foot) > 0 && !fits(foot) && len(left) > 1 { // how many do not wait, gives way to where the cursor is
		left = left[:1]
	}
	if len(foot) > 0 && !fits(foot) {
		foot = nil
	}
	if len(foot) > 0 {
		right = []draw.Piece{{Role: draw.RoleDim, Text: strings.Join(foot, dot)}}
	}
	return left, right
}

// labels are the longest titles that fit beside each other: what is listed, in which order, and
// how many chats. With a filter the number of listed waiting chats is dropped last, so that
// nobody is hidden unnoticed.
func (d *paneDrawing) labels(w int, what []draw.Piece) (left, right []draw.Piece) {
	style := d.style
	if len(d.all) == 0 {
		return what, nil
	}
	ordered := append(what[:len(what):len(what)], draw.Piece{Role: draw.RoleDim, Text: " " + style.Glyphs.Dot + " " + d.Ordered()})
	all := d.waitingCount + d.leftShown + d.block.others
	short := strconv.Itoa(d.waitingCount) + " waiting of " + strconv.Itoa(all)
	if d.waitingValue.Bound != model.BoundExact { // the figure counts who certainly waits, the list shows who may as well
		short = style.Value(d.waitingValue) + " waiting of " + strconv.Itoa(all)
	}
	long := short
	if d.Filter.Active() {
		short = d.listedOf()
		long = short + ", " + draw.OfAll(all, len(d.all))
	}
	for _, c := range []struct {
		left  []draw.Piece
		right string
	}{{ordered, long}, {ordered, short}, {what, short}} {
		if right = []draw.Piece{{Role: draw.RoleDim, Text: c.right}}; style.BothFit(w, c.left, right) {
			return c.left, right
		}
	}
	return ordered, nil
}

// pinned says that rows between the first and the next visible one are hidden.
func (d *paneDrawing) pinned() []draw.Piece {
	words := "first pinned"
	switch {
	case !d.visible.pinned:
		return nil
	case (d.Order == ByTimeLeft || d.Order == ByWait) && !d.Reverse:
		words = "worst pinned"
	}
	return []draw.Piece{{Role: draw.RoleDim, Text: " " + d.style.Glyphs.Dot + " " + words}}
}

// listedOf says how many of the waiting chats are listed.
func (d *paneDrawing) listedOf() string {
	return strconv.Itoa(d.waitingCount) + " of " + d.atLeast(d.waitingCount+d.unlisted) + " waiting"
}

// UncountedWords names the chats that no live figure counts, with the age of the oldest offline one.
func UncountedWords(style *draw.Style, s *model.Snapshot) string {
	r := &draw.FigureReader{Style: style, S: s}
	var parts []string
	if r.Value(model.FigureBotLane).Number > 0 {
		parts = append(parts, r.Text(model.FigureBotLane)+" with bot")
	}
	if r.Value(model.FigureOfflineInbox).Number > 0 {
		text := r.Text(model.FigureOfflineInbox) + " offline"
		if oldest := r.Value(model.FigureOfflineOldest); oldest.Known() {
			text += ", oldest " + draw.WholeMinutes(oldest.Duration())
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// EmptyWords say why there are no threads.
func EmptyWords(h model.Health) []string {
	switch h.State {
	case model.StateStarting:
		return []string{"Asking Acquire who is there " + strings.Repeat(".", 3)}
	case model.StateLive, model.StateLate, model.StateDrift:
		return []string{"Nobody is here.", "New chats appear by themselves."}
	case model.StateReading:
		return []string{"Still reading.", "Waiting chats appear first."}
	case model.StatePartial:
		return []string{"Nobody is known to be here.", "Not all of the floor can be read."}
	}
	return []string{"Nothing has been read yet.", "It goes on by itself as soon as there is an answer."}
}
