package wall

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// blockClock writes a duration for block digits: "0:38", "5:12", "1:05h", "4d".
func blockClock(d time.Duration) string {
	m := max(0, int64(d/time.Minute))
	switch {
	case m >= 100*60:
		return strconv.Itoa(int(m/(24*60))) + "d"
	case m >= 60:
		return strconv.Itoa(int(m/60)) + ":" + draw.TwoDigits(m%60) + "h"
	}
	return strconv.Itoa(int(m)) + ":" + draw.TwoDigits(max(0, int64(d/time.Second))%60)
}

// wholeSeconds writes a duration in whole seconds, without a unit.
func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(max(0, d) / time.Second)) }

// blockNotation is the notation of values in block digits.
func blockNotation() model.Notation {
	signs := model.ScreenNotation()
	signs.Clock = blockClock
	return signs
}

// blockValue writes a value for block digits.
func blockValue(v model.Value) string {
	signs := blockNotation()
	if v.Unit.IsDuration() {
		v.Unit = model.UnitMax // all durations are written the same way
	}
	return v.Format(signs)
}

// wholeMinutes writes v with durations between one minute and an hour in whole minutes, "7m". It is for the
// strip above the other pages: the alert bar shows the seconds already, and a second clock would double what
// the page sends.
func wholeMinutes(v model.Value, signs model.Notation) string {
	seconds := signs.Clock
	if seconds == nil {
		seconds = model.FormatDuration
	}
	signs.Clock = func(d time.Duration) string {
		if d < time.Minute || d >= time.Hour {
			return seconds(d)
		}
		return draw.WholeMinutes(d)
	}
	return v.Format(signs)
}

// lowerBound is a range as its lower end, which is shorter: "7–10" as "≥7".
func lowerBound(v model.Value) model.Value {
	if v.Bound == model.BoundBetween && v.Number > 0 {
		v.Bound = model.BoundLeast
	}
	return v
}

// boundWords says a bound in words: across a room its sign is lost, or read as a minus.
func boundWords(v model.Value) string {
	switch v.Bound {
	case model.BoundLeast:
		return "AT LEAST"
	case model.BoundMost:
		return "AT MOST"
	case model.BoundAbout:
		return "ABOUT"
	case model.BoundBetween:
		return strings.Replace(blockValue(v), "–", " TO ", 1)
	}
	return ""
}

// A tileSpec is which figure a tile shows and what fills in the rest of it.
type tileSpec struct {
	id     model.FigureID
	short  string // a title shorter than the registry's; empty: there is none
	widest string // the widest value of a busy day
	fill   func(tileView, *draw.FigureReader, *tile)
}

// tileSpecs are the figures of the wall, in their order.
func tileSpecs() []tileSpec {
	return []tileSpec{
		{model.FigureLongest, "", "88:88", tileView.fillLongest}, {model.FigureWaiting, "", "888", tileView.fillWaiting},
		{model.FigureFirstService, "Service", "100%", tileView.fillService}, {model.FigureFirst, "1st resp", "88:88", tileView.fillFirst},
		{model.FigureMissed, "", "888", tileView.fillMissed}, {model.FigureActive, "", "888", tileView.fillActive},
	}
}

// tiles are the six figures.
func (b tileView) tiles() []tile {
	r := &draw.FigureReader{Style: b.pageStyle, S: b.snap}
	trend := b.trend()
	list := tileSpecs()
	tiles := make([]tile, len(list))
	for i, x := range list {
		f := model.FigureOf(x.id)
		t := tile{id: x.id, widest: x.widest, period: "now", trend: trend}
		if f.Scope.Windowed() {
			t.period = "30 min"
		} else if b.stale {
			t.period = ""
		}
		for _, s := range []string{f.Title, f.Short, x.short} {
			if s != "" {
				t.titles = append(t.titles, s)
			}
		}
		v := r.Value(x.id)
		t.text, t.big, t.brief, t.bound, t.level = b.pageStyle.Value(v), blockValue(v), blockValue(lowerBound(v)), boundWords(v), v.Level
		if t.known = v.Bound != model.BoundUnknown; t.known {
			x.fill(b, r, &t)
			if usual := r.Usual(x.id); usual != "" && !b.stale {
				t.detail = append(t.detail, usual) // in words only: it has no level and no colour
			}
		} else {
			t.detail = []string{r.Unread()}
		}
		tiles[i] = t
	}
	return tiles
}

func (b tileView) fillLongest(r *draw.FigureReader, t *tile) {
	h := &r.S.Headline
	if !h.Longest.Running {
		t.goal, t.detail = "goal "+blockClock(r.S.Limits.Goal(true)), []string{r.NobodyWaits()}
		return
	}
	row := r.S.Thread(h.LongestKey)
	if row == nil {
		return
	}
	t.goal = "goal " + blockClock(row.Wait.For+row.TimeLeft)
	t.agent = b.owner(row)
	t.detail = []string{t.agent.String()}
}

func (b tileView) fillWaiting(r *draw.FigureReader, t *tile) {
	if r.Value(model.FigureWaitingOver).Known() {
		t.goal = r.OverLimit()[0]
	}
	if v, say := r.PastGoal(r.Value(model.FigureWaiting)); say && v.Known() { // at least 0 says nothing
		t.detail = []string{b.pageStyle.Value(v) + " past goal"}
		if r.S.Old {
			t.detail[0] += " then"
		}
	}
	t.detail = append(t.detail, r.Text(model.FigureUnseen)+" unseen")
}

// sampleWords says how many responses a figure is made of if that is not exact, or too few for a level: 100%
// may be one chat. Empty otherwise.
func (b tileView) sampleWords(r *draw.FigureReader, v model.Value) string {
	if v.N == 0 || v.Bound == model.BoundExact && v.N >= r.S.Limits.FirstReply.MinTurns {
		return ""
	}
	return "of " + b.pageStyle.Value(v.Count())
}

func (b tileView) fillService(r *draw.FigureReader, t *tile) {
	v, target := r.Value(model.FigureFirstService), r.S.Limits.FirstReply
	t.sample = b.sampleWords(r, v)
	t.goal = "goal " + strconv.Itoa(target.Warn) + "%"
	t.detail = []string{b.pageStyle.Value(v.InTime()) + " of " + b.pageStyle.Value(v.Count()) + " within " + draw.Span(target.Within)}
}

func (b tileView) fillFirst(r *draw.FigureReader, t *tile) {
	t.goal = "goal " + blockClock(r.S.Limits.Goal(true))
	t.sample = b.sampleWords(r, r.Value(model.FigureFirst))
	if r.S.Limits.PastGoal(true, r.Value(model.FigureFirst)) {
		t.goal = "past " + t.goal // in words, since a median has no level
	}
	if v := r.Value(model.FigureFirstP90); v.Known() {
		t.detail = []string{v.Unit.Words() + " " + b.pageStyle.Value(v)}
	}
}

func (b tileView) fillMissed(r *draw.FigureReader, t *tile) {
	t.goal = "limit " + strconv.Itoa(r.S.Limits.Missed.Warn)
	if v := r.Value(model.FigureMissing); v.Known() && v.Number > 0 {
		t.detail = []string{b.pageStyle.Value(v) + " more soon"}
	}
	t.detail = append(t.detail, r.Today(model.FigureMissed)+" today")
}

func (b tileView) fillActive(r *draw.FigureReader, t *tile) {
	agents := r.Value(model.FigureAgentsActive)
	if agents.Known() {
		t.goal = draw.Counted(b.pageStyle, agents, "agent", "agents")
	}
	if agents.Bound == model.BoundExact {
		t.longForm = r.AgentsOf()
	}
	if each := r.ChatsEach(); each != "" {
		t.detail = []string{each}
	}
	t.detail = append(t.detail, "goal "+strconv.Itoa(r.S.Limits.Concurrency.Warn)) // no limit: an average has no level
}

// sideBySide draws tiles next to each other on w by h cells.
func (b tileView) sideBySide(tiles []tile, w, h int) []string {
	out := make([]strings.Builder, h)
	for i, width := range draw.Share(make([]int, len(tiles)), w) {
		for y, s := range b.tile(&tiles[i], width, h) {
			out[y].WriteString(s)
		}
	}
	rows := make([]string, h)
	for y := range rows {
		rows[y] = out[y].String()
	}
	return rows
}

// figuresPage draws the six figures and below them the ladder of the chats that are furthest past their goal.
// If tiles do not fit, each figure is a line.
func (b tileView) figuresPage() []string {
	tiles := b.tiles()
	chats, _ := b.choose(b.figurePlaces()) // the footer says how many are left out
	if !b.holdsTiles() {
		return append(b.figureLines(tiles, 1), chatView(b).chatTable(chats, leftOut{}, b.w, max(0, b.h-len(tiles)))...)
	}
	at := b.figureRows()
	rows := b.sideBySide(tiles[:tilesAcross], b.w, at.tiles[0])
	rows = append(rows, b.sideBySide(tiles[tilesAcross:], b.w, at.tiles[1])...)
	if b.size == 0 {
		return append(rows, chatView(b).chatTable(chats, leftOut{}, b.w, at.ladder)...)
	}
	return append(rows, chatView(b).ladder(chats, leftOut{}, at.across, at.chats/at.across, at.ladder)...)
}

// tilesAcross is how many tiles stand beside each other.
const tilesAcross = 3

// holdsTiles reports whether the figures fit as tiles: else each is a line.
func (b *pageView) holdsTiles() bool { return b.w >= tilesAcross*tileWidth && b.h >= 2*tileRows }

// figurePlaces is how many chats the figures page has places for.
func (b *pageView) figurePlaces() int {
	switch at := b.figureRows(); {
	case !b.holdsTiles():
		return b.h - len(tileSpecs()) - 1 // less the names of the columns
	case b.size == 0:
		return at.ladder - 1
	default:
		return at.chats
	}
}
