package ui

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
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
		return strconv.Itoa(int(m/60)) + ":" + two(m%60) + "h"
	}
	return strconv.Itoa(int(m)) + ":" + two(max(0, int64(d/time.Second))%60)
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
	notes func(*wallBody, *figureReader) []string
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
	r := &figureReader{b.lk, b.snap, b.screen.Limits}
	list := wallTiles()
	tiles := make([]tile, len(list))
	for i, t := range list {
		f := model.FigureOf(t.id)
		tiles[i] = tile{title: f.Windowed(f.Title, false), short: f.Windowed(f.Short, false)}
		if !b.known {
			tiles[i].text, tiles[i].big, tiles[i].notes = b.lk.glyphs.none, big(model.Value{}), []string{"no data yet"}
			continue
		}
		v := r.value(t.id)
		tiles[i].text, tiles[i].big, tiles[i].level, tiles[i].notes = b.lk.value(v), big(v), v.Level, t.notes(b, r)
	}
	return tiles
}

func (b *wallBody) longestNotes(r *figureReader) []string {
	h := &r.s.Headline
	if !h.Longest.Running {
		return []string{"nobody waits"}
	}
	row := r.s.Thread(h.LongestKey)
	if row == nil {
		return nil
	}
	return []string{"target " + span(row.Wait.For+row.TimeLeft), "chat " + chatNumber(row)}
}

func (b *wallBody) waitingNotes(r *figureReader) []string {
	return []string{r.text(model.FigureWaitingOver) + " over limit", r.text(model.FigureUnseen) + " unseen"}
}

func (b *wallBody) seenNotes(r *figureReader) []string {
	notes := []string{"limit " + span(r.limits.SeenNoReply.Warn)}
	if v := r.value(model.FigureSeenLongest); v.Known() {
		notes = append(notes, "longest "+b.lk.value(v))
	}
	return notes
}

func (b *wallBody) serviceNotes(r *figureReader) []string {
	target := r.limits.FirstReply
	return []string{
		"n=" + strconv.Itoa(r.value(model.FigureFirstService).N), "target " + strconv.Itoa(target.Warn) + "%", "within " + span(target.Within),
	}
}

func (b *wallBody) missedNotes(r *figureReader) []string {
	notes := []string{"limit " + strconv.Itoa(r.limits.Missed.Warn)}
	if v := r.value(model.FigureMissing); v.Number > 0 {
		notes = append(notes, b.lk.value(v)+" more soon")
	}
	return append(notes, r.today(model.FigureMissed)+" today")
}

func (b *wallBody) activeNotes(r *figureReader) []string {
	agents := r.value(model.FigureAgentsActive)
	notes := []string{counted(b.lk, agents, "agent", "agents")}
	if chats := r.value(model.FigureActive); chats.Bound == model.BoundExact && agents.Bound == model.BoundExact && agents.Number > 0 {
		notes = append(notes, rate(chats.Number/agents.Number)+" each")
	}
	return append(notes, "limit "+strconv.Itoa(r.limits.Concurrency.Warn))
}

// threadTile is a chat that waits.
func (b *wallBody) threadTile(r *model.Row) tile {
	t := tile{title: "Chat " + chatNumber(r), short: "Chat " + chatNumber(r), text: b.lk.clock(r.Wait), big: big(model.ClockValue(r.Wait)), level: r.Level}
	for _, p := range b.about(r) {
		var s strings.Builder
		for _, q := range p {
			s.WriteString(q.text)
		}
		t.notes = append(t.notes, s.String())
	}
	return t
}

// tileRow draws tiles side by side on w by h cells.
func (b *wallBody) tileRow(tiles []tile, w, h int) []string {
	need := make([]int, len(tiles))
	widths := share(need, w)
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
		return lk.block(nil, w, h)
	}
	of, _ := lk.level(t.level)
	side := lk.line(onScreen, 1)
	side.put(roleFrame, lk.glyphs.vertical)
	v, g := side.String(), lk.glyphs
	title := []piece{{roleStrong, t.titleIn(w)}}
	out := []string{lk.border(roleFrame, w, g.topLeft, g.topRight, title, b.corner(t, w-lk.total(title)))}
	for _, l := range b.value(t, bold(quiet(of)), w-2, h-2) {
		out = append(out, v+l+v)
	}
	return append(out, lk.border(roleFrame, w, g.bottomLeft, g.bottomRight, lk.notes(t.notes, w-5), nil))
}

// corner is what stands in a tile's upper right: the mark and the word of its
// level, or the mark alone where w cells beside the title are too few.
func (b *wallBody) corner(t tile, w int) []piece {
	const around = 8 // corners, blanks and a bit of line
	if b.outdated {
		word := "STALE"
		if len(word)+around > w {
			word = "OLD"
		}
		return []piece{{roleText, word}}
	}
	of, mark := b.lk.level(t.level)
	if t.level < model.LevelWarn {
		return nil
	}
	if word := mark + " " + levelCaption(t.level); b.lk.width(word)+around <= w {
		return []piece{{of, word}}
	}
	return []piece{{of, mark}}
}

// notes joins as many notes as fit.
func (lk *look) notes(notes []string, w int) []piece {
	s := ""
	for _, n := range notes {
		next := n
		if s != "" {
			next = s + " " + lk.glyphs.dot + " " + n
		}
		if lk.width(next) > w {
			break
		}
		s = next
	}
	if s == "" {
		return nil
	}
	return []piece{{roleText, s}}
}

// value draws the number in the middle of w by h cells, as large as there is room for.
func (b *wallBody) value(t tile, of role, w, h int) []string {
	lk := b.lk
	air := clamp(h-minFace, 0, 2)
	f, ok := fit(widest, w-air, h-air)
	if !ok || f.width(t.big) > w {
		f, ok = fit(t.big, w, h)
	}
	high, wide := 1, lk.width(t.text)
	if ok {
		high, wide = f.height(), f.width(t.big)
	}
	out := make([]string, 0, h)
	for y := range h {
		l := lk.line(onScreen, w)
		if y -= (h - high) / 2; y >= 0 && y < high {
			l.gap((w - wide) / 2)
			if ok {
				l.digits(of, lk.ink(b.outdated), t.big, f, y)
			} else {
				l.put(of, t.text)
			}
		}
		out = append(out, l.String())
	}
	return out
}
