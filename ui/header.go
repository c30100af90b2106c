package ui

import (
	"fmt"
	"time"

	"floorwatch/model"
)

// A header is what the top line and the line below it need to know.
type header struct {
	name   string // of the floor
	health model.Health
	age    model.Clock // of what is shown; not running where nothing has been read
	alerts int
	now    time.Time // the server's
	zone   *time.Location
}

// draw draws the top line. Where it is narrow, what can be seen elsewhere or
// matters least goes first; the state and the age of the data stay.
func (h *header) draw(lk *look, w int) string {
	t := topLine{left: []piece{{roleAccent, "floorwatch"}, {roleStrong, "  " + h.name}}, right: h.right(lk)}
	return t.draw(lk, w,
		func() { t.left = t.left[:1] },
		func() { t.right[0] = nil }, // the rate
		func() { t.left = nil },
		func() { t.right[1] = nil }, // the alerts
		func() { t.right[4] = nil }, // the clock
	)
}

// right is the right side of the header: groups of pieces, two blanks between.
// What changes every second stands last and together, as few bytes as it can.
func (h *header) right(lk *look) [][]piece {
	of, sign := lk.stateLook(h.health.State)
	aged, _ := lk.level(h.age.Level)
	alerts, word := roleDim, count(h.alerts, "alert", "alerts")
	if h.alerts > 0 {
		alerts = roleCritical
		word = lk.glyphs.critical + " " + word
	}
	age := lk.glyphs.none
	if h.age.Running {
		age = duration(h.age.For)
	}
	return [][]piece{
		{{roleDim, rate(h.health.Rate) + " req/s"}},
		{{alerts, word}},
		{{of, sign + " " + h.health.State.String()}},
		{{roleDim, "data "}, {quiet(aged), age + lk.narrowMark(h.age.Level)}},
		{{roleStrong, h.now.In(h.zone).Format("15:04:05")}},
	}
}

// reading reports whether the first read is still running.
func (h *header) reading() bool { return h.health.Reading() }

// troubled reports whether something is wrong that needs a sentence. While all
// is read in time that may be something beside: what is not read, or not recorded.
func (h *header) troubled() bool {
	switch h.health.State {
	case model.StateLive, model.StateReading:
		return !h.reading() && !h.health.Why.IsEmpty()
	case model.StateStarting:
		return false
	}
	return true
}

// notice draws what stands below the header, on so many rows at most: what is
// wrong and when it tries next, or how far the first read is; nothing where all is well.
func (h *header) notice(lk *look, w, rows int) []string {
	l := lk.line(onScreen, w)
	l.gap(1)
	switch {
	case h.troubled():
	case h.reading():
		h.progress(l)
		return []string{l.String()}
	default:
		return nil
	}
	of, sign := lk.stateLook(h.health.State)
	l.put(of, sign+" "+h.health.State.String())
	room := l.left - 2
	if !h.health.RetryAt.IsZero() {
		again := "  tries again " + h.again()
		l.put(roleDim, again)
		room -= max(len(again), len("  tries again in 59s")) // else rows would come and go with the seconds
	}
	why := lk.known(h.health.Why)
	if why.IsEmpty() {
		return []string{l.String()}
	}
	if rows == 1 || len(why.Wrap(max(1, room))) == 1 {
		l.gap(2)
		l.text(roleText, h.health.Why, l.left)
		return []string{l.String()}
	}
	list, words := []string{l.String()}, why.Wrap(max(1, w-2*whyIndent))
	for i, row := range words[:min(len(words), rows-1)] {
		l := lk.line(onScreen, w)
		l.gap(whyIndent)
		l.row(roleText, row)
		if i == rows-2 && len(words) > rows-1 {
			l.put(roleDim, lk.glyphs.ellipsis)
		}
		list = append(list, l.String())
	}
	return list
}

// whyIndent sets the reason off from the rows above and below.
const whyIndent = 3

// again says when the next try is: soon, or by the clock.
func (h *header) again() string {
	switch wait := h.health.RetryAt.Sub(h.now); {
	case wait <= 0:
		return "now"
	case wait < time.Minute:
		return "in " + duration(wait)
	default:
		return "in " + duration(wait) + ", at " + h.health.RetryAt.In(h.zone).Format("15:04:05")
	}
}

// progress draws how far the first read is.
func (h *header) progress(l *line) {
	const bar = 24
	done, all := h.health.ReadDone, max(1, h.health.ReadAll)
	l.put(roleDim, fmt.Sprintf("reading %d of %d threads ", done, h.health.ReadAll))
	full := clamp(done*bar/all, 0, bar)
	l.fill(roleAccent, l.lk.glyphs.progressFull, full)
	l.fill(roleFrame, l.lk.glyphs.progressEmpty, bar-full)
	l.put(roleDim, fmt.Sprintf(" %d%%", clamp(100*done/all, 0, 100)))
}

// status draws all there is on a tiny screen: the state and who waits longest.
func (h *header) status(lk *look, s *model.Snapshot, w, rows int) []string {
	l := lk.line(onScreen, w)
	of, sign := lk.stateLook(h.health.State)
	l.put(of, sign)
	if h.health.State != model.StateLive {
		l.put(of, " "+h.health.State.String())
	}
	r := &figureReader{lk: lk, s: s}
	waiting, longest := r.value(model.FigureWaiting), r.value(model.FigureLongest)
	if waiting.Number == 0 && !h.age.Running {
		waiting = model.Value{} // nothing has been read
	}
	level, mark := lk.level(longest.Level)
	l.put(roleStrong, " "+lk.value(waiting))
	l.put(roleDim, " wait ")
	l.put(quiet(level), lk.value(longest)+mark)
	return lk.block([]string{l.String()}, w, rows)
}
