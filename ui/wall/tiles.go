package wall

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A tile is one number of the wall, in block digits, with a frame that says what it is.
type tile struct {
	title string
	short string // the title where it is narrow
	text  string // the value where it is written small
	big   string // the value in the signs of block digits
	level model.Level
	notes []string // below, as many as fit: the target and more
}

// titleIn is the title for a tile of w cells.
func (t *tile) titleIn(w int) string {
	if w < tileShort {
		return t.short
	}
	return t.title
}

// widest is what a busy day needs. The size of all digits goes by it, so that
// they are alike and do not jump.
const widest = "88:88"

// Sizes of tiles: the smallest digits and a frame around them.
const (
	minFace   = 5
	tileRows  = minFace + 2
	tileWidth = 19
	tileShort = 28 // below, titles are short
)

// bigClock writes a wait as block digits have it: "0:38", "5:12", "1:05h", "4d".
func bigClock(d time.Duration) string {
	m := max(0, int64(d/time.Minute))
	switch {
	case m >= 100*60:
		return strconv.Itoa(int(m/(24*60))) + "d"
	case m >= 60:
		return strconv.Itoa(int(m/60)) + ":" + draw.TwoDigits(m%60) + "h"
	}
	return strconv.Itoa(int(m)) + ":" + draw.TwoDigits(max(0, int64(d/time.Second))%60)
}

// big writes a value in the signs of block digits.
func big(v model.Value) string {
	signs := model.ScreenSigns()
	signs.Clock = bigClock
	return v.Format(signs)
}

// A wallTile is a figure of the registry on the wall, and what stands below it.
type wallTile struct {
	id    model.FigureID
	notes func(*wallBody, *draw.FigureReader) []string
}

// wallTiles are the figures of the wall.
func wallTiles() []wallTile {
	return []wallTile{
		{model.FigureLongest, (*wallBody).longestNotes}, {model.FigureWaiting, (*wallBody).waitingNotes},
		{model.FigureSeenNoReply, (*wallBody).seenNotes}, {model.FigureFirstService, (*wallBody).serviceNotes},
		{model.FigureMissed, (*wallBody).missedNotes}, {model.FigureActive, (*wallBody).activeNotes},
	}
}

// figureTiles are the six figures with their targets.
func (b *wallBody) figureTiles() []tile {
	r := &draw.FigureReader{Style: b.lk, S: b.snap, Limits: *draw.FloorLimits(b.floor)}
	list := wallTiles()
	tiles := make([]tile, len(list))
	for i, t := range list {
		f := model.FigureOf(t.id)
		tiles[i] = tile{title: f.Windowed(f.Title, false), short: f.Windowed(f.Short, false)}
		v := r.Value(t.id)
		if v.Bound == model.BoundUnknown {
			tiles[i].text, tiles[i].big, tiles[i].notes = b.lk.Value(v), big(v), []string{r.Unread()}
			continue
		}
		tiles[i].text, tiles[i].big, tiles[i].level, tiles[i].notes = b.lk.Value(v), big(v), v.Level, t.notes(b, r)
	}
	return tiles
}

func (b *wallBody) longestNotes(r *draw.FigureReader) []string {
	h := &r.S.Headline
	if !h.Longest.Running {
		return []string{"nobody waits"}
	}
	row := r.S.Thread(h.LongestKey)
	if row == nil {
		return nil
	}
	return []string{"goal " + draw.Span(row.Wait.For+row.TimeLeft), "chat " + draw.ChatNumber(row)}
}

func (b *wallBody) waitingNotes(r *draw.FigureReader) []string {
	return []string{r.Text(model.FigureWaitingOver) + " over limit", r.Text(model.FigureUnseen) + " unseen"}
}

func (b *wallBody) seenNotes(r *draw.FigureReader) []string {
	notes := []string{"limit " + draw.Span(r.Limits.SeenNoReply.Warn)}
	if v := r.Value(model.FigureSeenLongest); v.Known() {
		notes = append(notes, "longest "+b.lk.Value(v))
	}
	return notes
}

func (b *wallBody) serviceNotes(r *draw.FigureReader) []string {
	target := r.Limits.FirstReply
	return []string{
		"of " + strconv.Itoa(r.Value(model.FigureFirstService).N), "goal " + strconv.Itoa(target.Warn) + "%", "within " + draw.Span(target.Within),
	}
}

func (b *wallBody) missedNotes(r *draw.FigureReader) []string {
	notes := []string{"limit " + strconv.Itoa(r.Limits.Missed.Warn)}
	if v := r.Value(model.FigureMissing); v.Known() && v.Number > 0 {
		notes = append(notes, b.lk.Value(v)+" more soon")
	}
	return append(notes, r.Today(model.FigureMissed)+" today")
}

func (b *wallBody) activeNotes(r *draw.FigureReader) []string {
	agents := r.Value(model.FigureAgentsActive)
	notes := []string{draw.Counted(b.lk, agents, "agent", "agents")}
	if chats := r.Value(model.FigureActive); chats.Bound == model.BoundExact && agents.Bound == model.BoundExact && agents.Number > 0 {
		notes = append(notes, draw.Rate(chats.Number/agents.Number)+" each")
	}
	return append(notes, "limit "+strconv.Itoa(r.Limits.Concurrency.Warn))
}

// threadTile is a chat that waits.
func (b *wallBody) threadTile(r *model.Row) tile {
	t := tile{title: "Chat " + draw.ChatNumber(r), short: "Chat " + draw.ChatNumber(r), text: b.lk.Clock(r.Wait), big: big(model.ClockValue(r.Wait)), level: r.Level}
	for _, p := range b.about(r) {
		var s strings.Builder
		for _, q := range p {
			s.WriteString(q.Text)
		}
		t.notes = append(t.notes, s.String())
	}
	return t
}

// tileRow draws tiles side by side on w by h cells.
func (b *wallBody) tileRow(tiles []tile, w, h int) []string {
	need := make([]int, len(tiles))
	widths := draw.Share(need, w)
	out := make([]strings.Builder, h)
	for i, t := range tiles {
		for y, s := range b.tile(t, widths[i], h) {
			out[y].WriteString(s)
		}
	}
	rows := make([]string, h)
	for y := range rows {
		rows[y] = out[y].String()
	}
	return rows
}

// tile draws one tile on w by h cells.
func (b *wallBody) tile(t tile, w, h int) []string {
	lk := b.lk
	if w < 4 || h < 3 {
		return lk.Block(nil, w, h)
	}
	of, _ := lk.Level(t.level)
	side := lk.Line(draw.OnScreen, 1)
	side.Put(draw.RoleFrame, lk.Glyphs.Vertical)
	v, g := side.String(), lk.Glyphs
	title := []draw.Piece{{Role: draw.RoleStrong, Text: t.titleIn(w)}}
	out := []string{lk.Border(draw.RoleFrame, w, g.TopLeft, g.TopRight, title, b.corner(t, w-lk.Total(title)))}
	for _, l := range b.value(t, draw.Bold(draw.Quiet(of)), w-2, h-2) {
		out = append(out, v+l+v)
	}
	return append(out, lk.Border(draw.RoleFrame, w, g.BottomLeft, g.BottomRight, notes(lk, t.notes, w-5), nil))
}

// corner is what stands in a tile's upper right: the mark and the word of its
// level, or the mark alone where w cells beside the title are too few.
func (b *wallBody) corner(t tile, w int) []draw.Piece {
	const around = 8 // corners, blanks and a bit of line
	if b.outdated {
		word := "STALE"
		if len(word)+around > w {
			word = "OLD"
		}
		return []draw.Piece{{Role: draw.RoleText, Text: word}}
	}
	of, mark := b.lk.Level(t.level)
	if t.level < model.LevelWarn {
		return nil
	}
	if word := mark + " " + draw.LevelCaption(t.level); b.lk.Width(word)+around <= w {
		return []draw.Piece{{Role: of, Text: word}}
	}
	return []draw.Piece{{Role: of, Text: mark}}
}

// notes joins as many notes as fit.
func notes(lk *draw.Style, notes []string, w int) []draw.Piece {
	s := ""
	for _, n := range notes {
		next := n
		if s != "" {
			next = s + " " + lk.Glyphs.Dot + " " + n
		}
		if lk.Width(next) > w {
			break
		}
		s = next
	}
	if s == "" {
		return nil
	}
	return []draw.Piece{{Role: draw.RoleText, Text: s}}
}

// value draws the number in the middle of w by h cells, as large as there is room for.
func (b *wallBody) value(t tile, of draw.Role, w, h int) []string {
	lk := b.lk
	air := draw.Clamp(h-minFace, 0, 2)
	f, ok := draw.FitDigits(widest, w-air, h-air)
	if !ok || f.Width(t.big) > w {
		f, ok = draw.FitDigits(t.big, w, h)
	}
	high, wide := 1, lk.Width(t.text)
	if ok {
		high, wide = f.Height(), f.Width(t.big)
	}
	out := make([]string, 0, h)
	for y := range h {
		l := lk.Line(draw.OnScreen, w)
		if y -= (h - high) / 2; y >= 0 && y < high {
			l.Gap((w - wide) / 2)
			if ok {
				l.Digits(of, t.big, f, y)
			} else {
				l.Put(of, t.text)
			}
		}
		out = append(out, l.String())
	}
	return out
}
