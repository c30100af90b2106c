package ui

import (
	"strconv"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// An alertList shows what is critical and what was. The selected alert is known by itself.
type alertList struct {
	list
	rows []*alert
	at   *alert // selected; nil until somebody has chosen: then it is the first one
}

// toggleAlerts opens the list of the alerts, or closes it.
func (a *App) toggleAlerts() {
	if _, ok := a.over.(*alertList); ok {
		a.over = nil
		return
	}
	a.openOver(&alertList{})
}

func (p *alertList) refresh(a *App, w, h int) {
	p.rows = a.watch.list()
	_, ih := inner(w, h)
	p.resize(ih - headRows(ih))
	at := p.cursor
	if p.at == nil {
		at = 0
	}
	for i, r := range p.rows {
		if r == p.at {
			at = i
		}
	}
	p.place(len(p.rows), at)
}

func (p *alertList) selected() *alert {
	if p.cursor >= len(p.rows) {
		return nil
	}
	return p.rows[p.cursor]
}

func (p *alertList) press(a *App, msg tea.KeyPressMsg) bool {
	if d := a.keys.rows(msg, p.n, p.height); d != 0 {
		p.move(d)
		p.at = p.selected()
		return true
	}
	s := p.selected()
	if s == nil {
		return false
	}
	switch k := a.keys; {
	case key.Matches(msg, k.Open):
		a.jump(s.key)
	case key.Matches(msg, k.Acknowledge):
		p.at = s
		a.acknowledgeAlert(s)
	case key.Matches(msg, k.Travel):
		a.over = nil
		a.travelTo(s.from)
	default:
		return false
	}
	return true
}

func (p *alertList) hints(k keyMap) []hint {
	return []hint{{k.Open, "thread"}, {k.Acknowledge, "acknowledge"}, {k.Travel, "the floor then"}, {k.Back, "close"}}
}

func (p *alertList) draw(a *App, w, h int) []string {
	lk := a.look
	iw, ih := inner(w, h)
	cols := alertColumns(iw)
	var lines []string
	if headRows(ih) > 0 && p.n > 0 {
		lines = append(lines, cols.head(lk, iw))
	}
	from, to := p.window()
	for i := from; i < to; i++ {
		back := onScreen
		if i == p.cursor {
			back = onSelected
		}
		lines = append(lines, cols.draw(a, p.rows[i], back, iw))
	}
	if p.n == 0 {
		for _, s := range []string{"", " Nothing is critical, and nothing was since floorwatch began to look."} {
			lines = append(lines, lk.words(iw, piece{roleDim, s}))
		}
	}
	return lk.frame(p.frame(a), w, h, lines)
}

func (p *alertList) frame(a *App) frame {
	w := &a.watch
	f := frame{title: title("Alerts", true), focused: true}
	f.title = append(f.title, piece{roleDim, " " + a.look.glyphs.dot + " " + strconv.Itoa(len(w.live)) + " now, " + strconv.Itoa(len(w.ended)) + " over"})
	f.right = []piece{{roleDim, a.calls()}}
	if a.hook != nil {
		if trouble := a.hook.Trouble(); trouble != "" {
			f.right = []piece{{roleWarn, trouble}}
		}
	}
	if from, to := p.window(); to-from < p.n {
		f.foot = []piece{{roleDim, strconv.Itoa(from+1) + "-" + strconv.Itoa(to) + " of " + strconv.Itoa(p.n)}}
	}
	return f
}

// calls says who is called besides the screen.
func (a *App) calls() string {
	if a.silent() {
		return "on the screen only"
	}
	c, s := a.cfg.Alerts, "also"
	if c.Bell {
		s += " bell"
	}
	if c.Desktop != "off" && c.Desktop != "" {
		s += " desktop"
	}
	if len(c.Command) > 0 {
		s += " command"
	}
	return s
}

// alertCols are the widths of the columns of the alerts, 0 where one is left out.
type alertCols struct{ at, lasted, state, what, chat, visitor int }

// alertColumns divides w cells; what matters least goes first when it gets narrow.
func alertColumns(w int) alertCols {
	c := alertCols{at: 9, lasted: 6, state: 12, what: 26, chat: 8, visitor: 10}
	total := func() int {
		n := markCol - 1
		for _, w := range []int{c.at, c.lasted, c.state, c.what, c.chat, c.visitor} {
			if w > 0 {
				n += w + 1
			}
		}
		return n
	}
	for _, col := range []*int{&c.visitor, &c.state, &c.lasted, &c.chat, &c.at} {
		if total() <= w {
			break
		}
		*col = 0
	}
	rest := max(0, w-total())
	n := min(rest, 16)
	c.what, rest = c.what+n, rest-n
	if c.visitor > 0 {
		c.visitor += min(rest, 30)
	}
	return c
}

func (c alertCols) head(lk *look, w int) string {
	l := lk.line(onScreen, w)
	l.gap(markCol)
	for _, h := range []struct {
		word  string
		w     int
		right bool
	}{{"since", c.at, false}, {"for", c.lasted, true}, {"state", c.state, false}, {"what", c.what, false}, {"chat", c.chat, true}, {"visitor", c.visitor, false}} {
		c.cell(l, roleDim, h.word, h.w, h.right)
	}
	return l.String()
}

// cell adds a column and the blank after it; a column of no width is left out.
func (c alertCols) cell(l *line, of role, s string, w int, right bool) {
	if w == 0 {
		return
	}
	if right {
		l.right(of, s, w)
	} else {
		l.cell(of, s, w)
	}
	l.gap(1)
}

// draw draws one alert: what is over, or known to somebody, stands back.
func (c alertCols) draw(a *App, t *alert, back backing, w int) string {
	lk := a.look
	l := lk.line(back, w)
	of, mark := lk.level(t.level)
	base, state := roleText, "now"
	if t.acked {
		base, state = roleDim, "acknowledged"
	}
	if !t.ended.IsZero() {
		base = roleDim
		if !t.acked {
			state = "over"
		}
	}
	if base == roleDim {
		of = roleDim
	}
	marked(l, of, mark, false)
	c.cell(l, base, a.dayTime(t.from), c.at, false)
	c.cell(l, base, duration(t.lasted(a.serverNow())), c.lasted, true)
	c.cell(l, quiet(of), state, c.state, false)
	c.cell(l, base, strings.Replace(t.what, atLeastSign, lk.glyphs.atLeast, 1), c.what, false)
	chat := ""
	if t.id.chat != 0 {
		chat = strconv.FormatInt(int64(t.id.chat), 10)
	}
	c.cell(l, base, chat, c.chat, true)
	if t.name.IsEmpty() && t.id.chat != 0 {
		l.cell(base, "#"+strconv.FormatInt(int64(t.key.Visitor), 10), c.visitor)
	} else {
		l.text(base, t.name, c.visitor)
	}
	return l.String()
}

// dayTime is a time of today, or with its day where it is of another.
func (a *App) dayTime(t time.Time) string {
	if sameDay(t, a.serverNow(), a.zone) {
		return t.In(a.zone).Format("15:04:05")
	}
	return t.In(a.zone).Format("Mon 15:04")
}
