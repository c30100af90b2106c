package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"
)

// say adds a word to the selected thread, by an Event.
func sayIn(a *App, text string) model.Message {
	r := a.threads.selected()
	m := model.Message{
		ID: model.MessageID(int64(r.Chat)*1000 + int64(len(a.transcript.messages))), Chat: r.Chat, Visitor: r.Key.Visitor, Thread: r.Key.Thread,
		SentAt: a.now, Side: model.SideVisitor, Kind: model.KindMessage, Text: safetext.Clean(text), Seen: model.SeenNo,
	}
	a.Update(model.Event{At: a.now, Messages: []model.Message{m}})
	return m
}

func TestFollowing(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	sayIn(a, "the first new word")
	rowWith(t, a, "the first new word")

	press(a, "tab up up up")
	before := transcriptRows(a)
	sayIn(a, "the second new word")
	if got := transcriptRows(a); !slices.Equal(got, before) {
		t.Errorf("scrolled up, a new word moves what is read:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(before, "\n"))
	}
	rowWith(t, a, "1 new")

	press(a, "f")
	rowWith(t, a, "the second new word")
	sayIn(a, "the third new word")
	rowWith(t, a, "the third new word")

	press(a, "up")
	if !a.transcript.scroll {
		t.Fatal("one row up still follows")
	}
	press(a, "down")
	if a.transcript.scroll {
		t.Errorf("at the bottom again it does not follow")
	}
	press(a, "home")
	rowWith(t, a, "Thu 19 Nov 2026")
	press(a, "end")
	rowWith(t, a, "the third new word")
}

// transcriptRows are the words that the transcript shows just now.
func transcriptRows(a *App) []string {
	p := &a.transcript
	var out []string
	for i := p.top; i < min(len(p.rows), p.top+p.height); i++ {
		out = append(out, ansi.Strip(p.rows[i].line))
	}
	return out
}

// Old words that are forgotten above do not move what is read below.
func TestScrolledTranscriptStaysWhenTheTopIsForgotten(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 80, 24)
	press(a, "tab up up")
	before := transcriptRows(a)
	key := selectedKey(t, a)
	f.Words[key] = f.Words[key][4:]
	later(a, time.Second)
	if got := transcriptRows(a); !slices.Equal(got, before) {
		t.Errorf("after four words above were forgotten:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(before, "\n"))
	}
}

// Another width keeps the word that was on top on top.
func TestScrolledTranscriptStaysOnResize(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "tab home down down down down")
	id := a.transcript.rows[a.transcript.top].id
	for _, w := range []int{70, 119, 100, 61} {
		a.Update(tea.WindowSizeMsg{Width: w, Height: 24})
		if got := a.transcript.rows[a.transcript.top].id; got != id {
			t.Errorf("at width %d message %d is on top, want %d", w, got, id)
		}
	}
}

func TestAnotherThreadStartsAtTheBottom(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 30)
	press(a, "tab up up up up tab tab tab down")
	if a.transcript.scroll || a.transcript.top != a.transcript.bottom() {
		t.Errorf("the next thread's transcript is scrolled to %d of %d", a.transcript.top, a.transcript.bottom())
	}
}

// What is cached must be what a fresh pane draws, after whatever can change a message.
func TestCachedRowsEqualFreshOnes(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 80, 24)
	key := selectedKey(t, a)
	words := f.Words[key]
	for _, c := range []struct {
		name   string
		change func(m *model.Message)
	}{
		{"nothing", func(*model.Message) {}},
		{"text", func(m *model.Message) { m.Text = safetext.Clean("something else") }},
		{"seen", func(m *model.Message) { m.Seen = model.SeenYes }},
		{"unknown seen", func(m *model.Message) { m.Seen = model.SeenUnknown }},
		{"edited", func(m *model.Message) { m.Edited = true }},
		{"name", func(m *model.Message) { m.Name = safetext.Line("Somebody") }},
		{"side", func(m *model.Message) { m.Side = model.SideBot }},
		{"kind", func(m *model.Message) { m.Kind = model.KindNote }},
		{"time", func(m *model.Message) { m.SentAt = m.SentAt.Add(time.Second) }},
		{"no time", func(m *model.Message) { m.SentAt = time.Time{} }},
		{"chat", func(m *model.Message) { m.Chat++ }},
		{"read again", func(m *model.Message) { m.LastAt = uitest.Now() }},
	} {
		before := transcriptAll(&a.transcript)
		c.change(&words[10]) // an agent's, not seen
		a.Update(model.Event{At: uitest.Now()})
		fresh := transcriptPane{zone: a.zone}
		fresh.set(key, a.transcript.row, a.floor.Transcript(key))
		r := a.places.Panes[layout.Transcript]
		fresh.fitTo(a.look, r.Dx(), r.Dy())
		got, want := transcriptAll(&a.transcript), transcriptAll(&fresh)
		if got != want {
			t.Errorf("%s changed, the cached rows are\n%s\nwant\n%s", c.name, got, want)
		}
		if same := c.name == "nothing" || c.name == "read again"; (got == before) != same {
			t.Errorf("%s changed: the rows are as before: %v, want %v", c.name, got == before, same)
		}
	}
}

func transcriptAll(p *transcriptPane) string {
	var b strings.Builder
	for _, r := range p.rows {
		b.WriteString(r.line + "\n")
	}
	return b.String()
}

// A message is drawn once for a width, not with every tick.
func TestWordsAreWrappedOnce(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	before := a.transcript.cache[a.transcript.messages[3].ID].lines
	later(a, time.Second)
	after := a.transcript.cache[a.transcript.messages[3].ID].lines
	if &before[0] != &after[0] {
		t.Errorf("a tick wraps the words anew")
	}
	a.Update(tea.WindowSizeMsg{Width: 90, Height: 24})
	if wider := a.transcript.cache[a.transcript.messages[3].ID].lines; &before[0] == &wider[0] {
		t.Errorf("another width does not wrap the words anew")
	}
}

func TestGutterStandsOnEveryRow(t *testing.T) {
	for _, w := range []int{72, 50, 40, 30, 20, 6} {
		g := gutterFor(w)
		lk := draw.NewTerminal().Style("dark", false, false)
		m := model.Message{ID: 1, SentAt: uitest.Now(), Side: model.SideVisitor, Kind: model.KindMessage, Seen: model.SeenNo,
			VisitorName: safetext.Line("Agent Bob"), Text: safetext.Clean(strings.Repeat("09:00:00 Agent ✓✓ refunded ", 9))}
		lines := g.draw(lk, &m, draw.OnScreen, w, time.UTC)
		if len(lines) < 2 {
			t.Fatalf("width %d: %d rows, want several", w, len(lines))
		}
		first := ansi.Strip(lines[0])
		gutter := first[:len(first)-len(ansi.TruncateLeft(first, g.width(), ""))]
		for i, l := range lines {
			if plain := ansi.Strip(l); !strings.HasPrefix(plain, gutter) || ansi.StringWidth(plain) != w {
				t.Errorf("width %d: row %d is %q, want the gutter %q before it and %d cells", w, i, plain, gutter, w)
			}
		}
		if g.sender > 0 && !strings.Contains(gutter, "visitor") {
			t.Errorf("width %d: gutter %q does not say visitor", w, gutter)
		}
	}
}

func TestGutterSaysWhoAndWhetherSeen(t *testing.T) {
	v, a, b := model.SideVisitor, model.SideAgent, model.SideBot
	for _, c := range []struct {
		side   model.Side
		kind   model.Kind
		seen   model.Seen
		edited bool
		name   string
		want   string
	}{
		{v, model.KindMessage, model.SeenNo, false, "Agent", "12:41:07 visitor  ●   x"},
		{v, model.KindMessage, model.SeenYes, false, "Agent", "12:41:07 visitor  ✓✓  x"},
		{v, model.KindMessage, model.SeenUnknown, false, "", "12:41:07 visitor  ?   x"},
		{v, model.KindUnknown, model.SeenNo, false, "", "12:41:07 visitor  ●   x"},
		{a, model.KindMessage, model.SeenNo, false, "Maya Lindqvist", "12:41:07 Maya     ✓   x"},
		{a, model.KindMessage, model.SeenYes, true, "Maya", "12:41:07 Maya     ✓✓~ x"},
		{a, model.KindMessage, model.SeenYes, false, "", "12:41:07 agent    ✓✓  x"},
		{b, model.KindMessage, model.SeenYes, false, "", "12:41:07 bot      ✓✓  x"},
		{v, model.KindEvent, model.SeenNo, false, "", "12:41:07 event        x"},
		{a, model.KindNote, model.SeenNo, false, "Maya", "12:41:07 note         x"},
		{v, model.KindFeedback, model.SeenNo, false, "", "12:41:07 feedback     x"},
		{v, model.KindEmail, model.SeenNo, false, "", "12:41:07 e-mail       x"},
		{model.SideUnknown, model.KindMessage, model.SeenNo, false, "", "12:41:07 unknown      x"},
	} {
		m := model.Message{ID: 1, SentAt: uitest.Now(), Side: c.side, Kind: c.kind, Seen: c.seen, Edited: c.edited, Name: safetext.Line(c.name), Text: safetext.Clean("x")}
		lk := draw.NewTerminal().Style("mono", false, false)
		got := strings.TrimRight(ansi.Strip(gutterFor(50).draw(lk, &m, draw.OnScreen, 50, time.UTC)[0]), " ")
		if got != c.want {
			t.Errorf("side %d, kind %d, seen %d: %q, want %q", c.side, c.kind, c.seen, got, c.want)
		}
	}
}

func TestWaitingRowSaysWhy(t *testing.T) {
	for _, c := range []struct {
		name string
		row  model.Row
		want string
	}{
		{"seen", model.Row{Sight: model.SightSeen, SeenFor: model.Clock{Running: true, For: 40e9}}, "── +1m12s ── seen 40s ago, no reply ─"},
		{"seen before the start", model.Row{Sight: model.SightSeen, SeenFor: model.Clock{Running: true, For: 40e9, AtLeast: true}}, "seen ≥40s ago, no reply"},
		{"part", model.Row{Sight: model.SightPart, Unseen: model.Clock{Running: true, For: 9e9}}, "── +1m12s ── newest unseen for 9s ─"},
		{"unseen", model.Row{Sight: model.SightUnseen}, "── +1m12s ── unseen ─"},
		{"critical", model.Row{Sight: model.SightUnseen, Level: model.LevelCritical}, "── ! +1m12s ── unseen ─"},
	} {
		c.row.Wait = model.Clock{Running: true, For: 72e9}
		p := transcriptPane{zone: time.UTC}
		p.set(model.Key{Visitor: 1}, &c.row, nil)
		p.fitTo(draw.NewTerminal().Style("mono", false, false), 60, 10)
		if got := transcriptAll(&p); !strings.Contains(ansi.Strip(got), c.want) {
			t.Errorf("%s: %q, want %q", c.name, ansi.Strip(got), c.want)
		}
	}
}

// Whatever the width, wrapping ends, nothing is too wide and no letter is lost.
func TestWrapLosesNothing(t *testing.T) {
	for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		lk := draw.Terminal{Dark: true, Method: m}.Style("mono", false, false)
		for _, s := range uitest.StrangeTexts() {
			for _, w := range []int{2, 3, 4, 5, 8, 13, 40} {
				var got strings.Builder
				for _, row := range draw.Wrap(lk, safetext.Clean(s), w) {
					n := 0
					for _, span := range row {
						n += lk.Width(span.Text)
						got.WriteString(span.Text)
					}
					if n > w && len(row) > 0 && len([]rune(row[0].Text)) > 1 && lk.Prefix(row[0].Text, w) > 0 {
						t.Errorf("width %d: row of %d cells: %+v", w, n, row)
					}
				}
				if want := letters(safetext.Clean(s).String()); letters(got.String()) != want && !strings.Contains(got.String(), "?") {
					t.Errorf("width %d: %q became %q", w, want, letters(got.String()))
				}
			}
		}
	}
}

func letters(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }

// A gap has a row of its own above the first word after it, which goes when it
// is healed; one before any word of an agent says what it may have cost.
func TestGapRow(t *testing.T) {
	f := uitest.GapFloor()
	a, _ := newTestApp(f, 200, 50)
	for i, want := range []string{"── messages may be missing here ──", "── messages may be missing, a first reply too ──"} {
		r := f.Threads[i]
		a.transcript.set(r.Key, &r, f.Words[r.Key])
		at := slices.IndexFunc(a.transcript.rows, func(r transcriptRow) bool { return strings.Contains(ansi.Strip(r.line), want) })
		if at < 0 || a.transcript.rows[at+1].id != r.Gaps[0] {
			t.Errorf("thread %d: no row %q above message %d", i, want, r.Gaps[0])
		}
		r.Gaps = nil
		a.transcript.set(r.Key, &r, f.Words[r.Key])
		if rows := transcriptRows(a); strings.Contains(strings.Join(rows, "\n"), "missing") {
			t.Errorf("thread %d: healed, and still %q", i, rows)
		}
	}
}

// The texts that were let go stand in one row on top, with their number where it is known.
func TestLetGo(t *testing.T) {
	for _, tt := range []struct {
		bare int
		cut  bool
		want string
	}{
		{0, false, ""}, {0, true, "\u2500 older messages were let go \u2500"}, {1, false, "\u2500 1 older message was let go \u2500"},
		{6, false, "\u2500 6 older messages were let go \u2500"}, {6, true, "\u2500 more than 6 older messages were let go \u2500"},
	} {
		f := uitest.NewFloor()
		a, _ := newTestApp(f, 120, 40)
		key := selectedKey(t, a)
		for i := range f.Words[key][:tt.bare] {
			m := &f.Words[key][i]
			m.Bare, m.Text = true, safetext.Text{}
		}
		f.WasCut = map[model.Key]bool{key: tt.cut}
		later(a, time.Second)
		press(a, "enter home")
		rows := transcriptRows(a)
		if got := strings.Contains(strings.Join(rows, "\n"), "let go"); got != (tt.want != "") || !strings.Contains(rows[0], tt.want) {
			t.Errorf("%+v: the first row is %q:\n%s", tt, rows[0], strings.Join(rows, "\n"))
		}
		first := strings.Join(rows[:2], " ")
		if !strings.Contains(first, draw.ChatName(f.Words[key][tt.bare].Chat)) || !strings.Contains(first, "2026") {
			t.Errorf("%+v: on top stands no day and chat: %q", tt, first)
		}
		if tt.bare > 0 && strings.Contains(strings.Join(rows, "\n"), "Hello, I ordered") {
			t.Errorf("%+v: a text that was let go shows", tt)
		}
	}
}

// A text that was let go between others is not taken for an empty one.
func TestLetGoBetween(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	m := &f.Words[selectedKey(t, a)][2]
	m.Bare, m.Text = true, safetext.Text{}
	later(a, time.Second)
	press(a, "enter home")
	rowWith(t, a, "(let go)")
}

// A thread all of whose texts were let go says that, and no more.
func TestAllLetGo(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	key := selectedKey(t, a)
	for i := range f.Words[key] {
		f.Words[key][i].Bare, f.Words[key][i].Text = true, safetext.Text{}
	}
	later(a, time.Second)
	rowWith(t, a, draw.Count(len(f.Words[key]), "", "older messages were let go"))
}
