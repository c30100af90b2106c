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
func bigClock(c model.Clock) string {
	if !c.Running {
		return "–"
	}
	m := max(0, int64(c.For/time.Minute))
	s := strconv.Itoa(int(m)) + ":" + two(max(0, int64(c.For/time.Second))%60)
	switch {
	case m >= 100*60:
		s = strconv.Itoa(int(m/(24*60))) + "d"
	case m >= 60:
		s = strconv.Itoa(int(m/60)) + ":" + two(m%60) + "h"
	}
	if c.AtLeast {
		return "≥" + s
	}
	return s
}

// figureTiles are the six figures with their targets.
func (b *wallBody) figureTiles() []tile {
	h, limits := &b.snap.Headline, b.screen.Limits
	tiles := []tile{
		b.longestTile(h), waitingTile(h), b.seenTile(h, limits), b.serviceTile(h, limits),
		missedTile(h, limits), activeTile(h, limits),
	}
	if !b.known {
		for i := range tiles {
			tiles[i] = tile{title: tiles[i].title, short: tiles[i].short, text: b.lk.glyphs.none, big: "–", notes: []string{"no data yet"}}
		}
	}
	return tiles
}

func (b *wallBody) longestTile(h *model.Headline) tile {
	t := tile{title: "Longest wait", short: "Longest", text: b.lk.clock(h.Longest), big: bigClock(h.Longest), level: h.Longest.Level, notes: []string{"nobody waits"}}
	if !h.Longest.Running {
		return t
	}
	t.notes = nil
	if r := b.snap.Thread(h.LongestKey); r != nil {
		t.notes = append(t.notes, "target "+span(r.Wait.For+r.TimeLeft), "chat "+chatNumber(r))
	}
	return t
}

func waitingTile(h *model.Headline) tile {
	n := strconv.Itoa(h.Waiting)
	level := max(h.WaitingLevel, model.LevelOK) // none is a figure too
	return tile{title: "Waiting", short: "Waiting", text: n, big: n, level: level,
		notes: []string{strconv.Itoa(h.WaitingOver) + " over limit", strconv.Itoa(h.Unseen) + " unseen"}}
}

func (b *wallBody) seenTile(h *model.Headline, limits model.Limits) tile {
	n := strconv.Itoa(h.SeenNoReply)
	t := tile{title: "Seen, no reply", short: "Seen", text: n, big: n, level: h.SeenLongest.Level, notes: []string{"limit " + span(limits.SeenNoReply.Warn)}}
	if h.SeenNoReply == 0 {
		t.level = model.LevelOK
		return t
	}
	t.notes = append(t.notes, "longest "+b.lk.clock(h.SeenLongest))
	return t
}

func (b *wallBody) serviceTile(h *model.Headline, limits model.Limits) tile {
	sl, target := h.HalfHour.FirstService, limits.FirstReply
	t := tile{title: "Service level", short: "Service", text: b.lk.glyphs.none, big: "–", notes: []string{"n=" + strconv.Itoa(sl.Of), "target " + strconv.Itoa(target.Warn) + "%", "within " + span(target.Within)}}
	if p, ok := sl.Percent(); ok {
		t.text, t.big, t.level = strconv.Itoa(p)+"%", strconv.Itoa(p)+"%", sl.Level
	}
	return t
}

func missedTile(h *model.Headline, limits model.Limits) tile {
	n := strconv.Itoa(h.HalfHour.Missed)
	t := tile{title: "Missed in 30 min", short: "Missed", text: n, big: n, level: h.HalfHour.MissedLevel, notes: []string{"limit " + strconv.Itoa(limits.Missed.Warn)}}
	if h.Missing > 0 {
		t.notes = append(t.notes, strconv.Itoa(h.Missing)+" more soon")
	}
	t.notes = append(t.notes, strconv.Itoa(h.Today.Missed)+" today")
	return t
}

func activeTile(h *model.Headline, limits model.Limits) tile {
	n := strconv.Itoa(h.Active)
	t := tile{title: "Active chats", short: "Active", text: n, big: n, level: model.LevelOK, notes: []string{count(h.AgentsActive, "agent", "agents")}}
	if h.AgentsActive > 0 {
		t.notes = append(t.notes, rate(float64(h.Active)/float64(h.AgentsActive))+" each")
	}
	t.notes = append(t.notes, "limit "+strconv.Itoa(limits.Concurrency.Warn))
	return t
}

// threadTile is a chat that waits.
func (b *wallBody) threadTile(r *model.Row) tile {
	t := tile{title: "Chat " + chatNumber(r), short: "Chat " + chatNumber(r), text: b.lk.clock(r.Wait), big: bigClock(r.Wait), level: r.Level}
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
	title := []piece{{roleStrong, t.title}}
	if w < tileShort {
		title[0].text = t.short
	}
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
