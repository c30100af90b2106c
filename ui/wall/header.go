package wall

import (
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// head draws the header: the name of the floor, the state, the age of the data and the time. The last three
// are always there and always in the same place, on large walls in block letters, so that nothing moves when
// something goes wrong.
func (b *pageView) head() []string {
	if b.top > 1 {
		if rows := b.blockHead(); rows != nil {
			return b.pageStyle.Block(rows, b.w, b.top)
		}
	}
	return b.pageStyle.Block([]string{b.topLine()}, b.w, b.top)
}

// topLine is the header in one row of body type.
func (b *pageView) topLine() string {
	style, h := b.style, &b.reading
	of, sign, word := h.State(style)
	aged, _ := style.Level(h.Age.Level)
	age := style.Glyphs.None
	if h.Age.Running {
		age = draw.Duration(h.Age.For)
	}
	local := h.Now.In(h.Zone)
	t := draw.TopLine{Left: []draw.Piece{{Role: draw.RoleStrong, Text: b.floorName()}}, Right: [][]draw.Piece{
		{{Role: of, Text: sign + " " + word}},
		{{Role: draw.RoleDim, Text: "updated "}, {Role: draw.Bold(draw.Quiet(aged)), Text: age}},
		{{Role: draw.RoleDim, Text: local.Format("Mon 2 Jan")}},
		{{Role: draw.RoleStrong, Text: local.Format("15:04:05")}},
	}}
	return t.Draw(style, b.w,
		func() { t.Right[2] = nil },
		func() { t.Left = nil },
		func() { t.Right[1] = t.Right[1][1:] },
		func() { t.Right[0] = []draw.Piece{{Role: of, Text: sign}} },
	)
}

// floorName is the name of the floor that is shown.
func (b *pageView) floorName() string {
	if b.reading.Name == "" {
		return "floorwatch"
	}
	return b.reading.Name
}

// blockAge writes the age of the data: a number with what stands behind it in body type, "1" and "s ago", and from a
// minute on a clock, "1:02". A clock of "0:01" was read as one that has stopped, and a block "1S" as 15. What is under a
// second old is 1s old at most: across a room LIVE 0 says that nothing lives.
func blockAge(d time.Duration) (number, unit string) {
	if d < time.Minute {
		return wholeSeconds(max(time.Second, d)), "s ago"
	}
	return strings.ToUpper(blockClock(d)), " ago"
}

// blockHead is the header in block letters; nil if the state and the clock do not fit. Only the age ticks by the second;
// the time ticks by the minute, because each costs bytes and nobody reads both. The age has room for minutes, so that the
// state stands where it stood.
func (b *pageView) blockHead() []string {
	h := &b.reading
	local := h.Now.In(h.Zone)
	of, _, word := h.State(b.style)
	n := b.size
	w := func(s string) int { return draw.LettersWidth(s, n) }
	state, ago := strings.ToUpper(word), ""
	wide := w(state)
	if h.Age.Running && !h.FirstRead() { // READING 2% 1 was read as one number
		age, unit := blockAge(h.Age.For)
		wide = max(wide+w(" 8:88")+n, w(state+" "+age))
		state, ago = state+" "+age, unit
		if h.Health.State != model.StateLive || h.Stale { // RETRYING 1:14 ago was read as when it was last tried
			ago = strings.TrimSuffix(unit, "ago") + "old"
		}
	}
	clock, date := local.Format("15:04"), local.Format("Mon 2 Jan")
	gap := 4*n + 1 // for " ago" and a blank
	room := b.w - 2 - wide - gap - w(clock)
	if room < 0 {
		return nil
	}
	name, spelled := draw.Spelled(b.floorName())
	spelled = spelled && w(name)+4*n <= room
	dated := room >= w(name)+4*n+len(date)+2
	var rows []string
	for y := range b.letters {
		l := b.style.Line(draw.OnScreen, b.w)
		l.Gap(1)
		switch {
		case spelled:
			l.Letters(draw.RoleStrong, name, n, y)
		case y == b.letters/2:
			l.Text(draw.RoleStrong, safetext.Line(b.floorName()), max(0, room-4*n))
		}
		right := wide + gap + w(clock) + 1
		if dated && y == b.letters/2 {
			l.Gap(l.Left - right - len(date) - 2)
			l.Put(draw.RoleDim, date)
		}
		l.Gap(l.Left - right)
		l.Letters(of, state, n, y)
		if y == b.letters-1 {
			l.Put(draw.RoleDim, ago)
		}
		l.Gap(l.Left - w(clock) - 1)
		l.Letters(draw.RoleStrong, clock, n, y)
		rows = append(rows, l.String())
	}
	return rows
}

// problemRows say what is wrong with the reading and when it is tried next, in the last rows of the page;
// empty while all is well.
func (b *pageView) problemRows() []string {
	h := &b.reading
	switch {
	case h.FirstRead():
		l := b.style.Line(draw.OnScreen, b.w)
		l.Gap(1)
		h.DrawProgress(l)
		return []string{l.String()}
	case !h.HasProblem() && !h.Stale, b.remark() != "" && b.footHolds(b.remark()):
		return nil
	}
	why := withoutPath(h.Health.Why.String())
	if why == "" && h.HasProblem() {
		why = draw.StateSentence(h.Health.State)
	}
	if h.Stale {
		why = strings.TrimSpace("All is as of " + draw.DayTime(h.Age.Since, h.Now, h.Zone) + ": look in Acquire itself. " + draw.AsSentence(why))
	}
	next := ""
	if !h.Health.RetryAt.IsZero() {
		next = "tries again " + h.NextTry()
	}
	return b.sentences(why, next)
}

// withoutPath is a sentence up to the clause that names a file: a room can do nothing with a path, and the dashboard and
// the log have it.
func withoutPath(why string) string {
	at := strings.Index(" "+why, " /")
	if at < 0 {
		return why
	}
	if end := max(strings.LastIndex(why[:at], ": "), strings.LastIndex(why[:at], "; ")); end >= 0 {
		return why[:end]
	}
	return why
}

// maxSentence is how many rows of the page a sentence about the reading may take.
const maxSentence = 3

// sentences draws a sentence, wrapped if it fits into maxSentence rows, and a note after it.
func (b *pageView) sentences(why, note string) []string {
	style := b.style
	parts := style.Known(safetext.Line(why)).Wrap(b.w - 2)
	if len(parts) > maxSentence {
		parts = []safetext.Row{style.Known(safetext.Line(why)).Truncate(b.w - 2)}
	}
	var rows []string
	for i, part := range parts {
		l := style.Line(draw.OnScreen, b.w)
		l.Gap(1)
		l.Row(draw.RoleStrong, part)
		if i < len(parts)-1 || note == "" {
			rows = append(rows, l.String())
			continue
		}
		if style.Width(note)+3 > l.Left {
			rows = append(rows, l.String())
			l = style.Line(draw.OnScreen, b.w)
			l.Gap(1)
		} else {
			l.Gap(2)
		}
		l.Put(draw.RoleDim, note)
		rows = append(rows, l.String())
	}
	return rows
}
