package transcript

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

func transcriptStyle() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

// firstThread is the transcript of a floor's first thread.
func firstThread(f *uitest.Floor) *Pane {
	p := &Pane{Zone: time.UTC}
	r := f.At(uitest.Now()).Threads[0]
	p.SetThread(r.Key, r, f.Transcript(r.Key))
	return p
}

// Another width keeps the word that was on top on top.
func TestScrolledTranscriptStaysOnResize(t *testing.T) {
	p, style := firstThread(uitest.NewFloor()), transcriptStyle()
	p.FitTo(style, 80, 12)
	p.scrollTo(4)
	id := p.rows[p.top].id
	for _, w := range []int{70, 119, 100, 61} {
		p.FitTo(style, w, 12)
		if got := p.rows[p.top].id; got != id {
			t.Errorf("at width %d message %d is on top, want %d", w, got, id)
		}
	}
}

// What is cached must be what a fresh pane draws, after whatever can change a message.
func TestCachedRowsEqualFreshOnes(t *testing.T) {
	f := uitest.NewFloor()
	p, style := firstThread(f), transcriptStyle()
	p.FitTo(style, 80, 12)
	row, words := p.row, f.Words[p.Key]
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
		{"time", func(m *model.Message) { m.SentAt = m.SentAt.Add(time.Minute) }},
		{"no time", func(m *model.Message) { m.SentAt = time.Time{} }},
		{"chat", func(m *model.Message) { m.Chat++ }},
		{"read again", func(m *model.Message) { m.LastAt = uitest.Now() }},
	} {
		before := transcriptAll(p)
		c.change(&words[10]) // an agent's, not seen
		p.SetThread(p.Key, row, slices.Clone(words))
		fresh := Pane{Zone: time.UTC}
		fresh.SetThread(p.Key, row, words)
		fresh.FitTo(style, 80, 12)
		got, want := transcriptAll(p), transcriptAll(&fresh)
		if got != want {
			t.Errorf("%s changed, the cached rows are\n%s\nwant\n%s", c.name, got, want)
		}
		if same := c.name == "nothing" || c.name == "read again"; (got == before) != same {
			t.Errorf("%s changed: the rows are as before: %v, want %v", c.name, got == before, same)
		}
	}
}

func transcriptAll(p *Pane) string {
	var b strings.Builder
	for _, r := range p.rows {
		b.WriteString(r.line + "\n")
	}
	return b.String()
}

// A message is drawn once for a width, not with every tick.
func TestWordsAreWrappedOnce(t *testing.T) {
	p, style := firstThread(uitest.NewFloor()), transcriptStyle()
	p.FitTo(style, 80, 12)
	id := p.Messages[3].ID
	before := p.cache[id].lines
	p.SetThread(p.Key, p.row, slices.Clone(p.Messages))
	after := p.cache[id].lines
	if &before[0] != &after[0] {
		t.Errorf("a tick wraps the words again")
	}
	p.FitTo(style, 90, 12)
	if wider := p.cache[id].lines; &before[0] == &wider[0] {
		t.Errorf("another width does not wrap the words again")
	}
}

// Whatever a stranger writes stands right of the gutter, which is blank behind a message's first row.
func TestGutterIsOurs(t *testing.T) {
	for _, w := range []int{72, 50, 40, 30, 20, 6} {
		g := gutterFor(w)
		style := draw.NewTerminal().Style("dark", false, false)
		m := model.Message{ID: 1, SentAt: uitest.Now(), Side: model.SideVisitor, Kind: model.KindMessage, Seen: model.SeenNo,
			VisitorName: safetext.Line("Agent Bob"), Text: safetext.Clean(strings.Repeat("09:00 Agent ✓✓ refunded ", 9))}
		lines := g.draw(style, &m, repeatsNothing, draw.OnScreen, w, time.UTC)
		if len(lines) < 2 {
			t.Fatalf("width %d: %d rows, want several", w, len(lines))
		}
		for i, l := range lines {
			plain := ansi.Strip(l)
			gutter := plain[:len(plain)-len(ansi.TruncateLeft(plain, g.width(), ""))]
			if blank := strings.TrimSpace(gutter) == ""; blank != (i > 0) || ansi.StringWidth(plain) != w {
				t.Errorf("width %d: row %d is %q, want the gutter on the first row alone and %d cells", w, i, plain, w)
			}
			if i == 0 && g.sender > 0 && !strings.Contains(gutter, "visitor") {
				t.Errorf("width %d: gutter %q does not say visitor", w, gutter)
			}
		}
	}
}

// Sender and time stand only where they change, and on the window's first row always.
func TestGutterRepeatsNothing(t *testing.T) {
	p := Pane{Zone: time.UTC, row: &model.Row{}}
	for i, at := range []int{0, 5, 70, 75} {
		p.Messages = append(p.Messages, model.Message{ID: model.MessageID(i + 1), Chat: 1, SentAt: uitest.Now().Add(time.Duration(at) * time.Second), Side: model.SideVisitor, Kind: model.KindMessage, Seen: model.SeenNo, Text: safetext.Clean("word")})
	}
	p.Messages[3].Side, p.Messages[3].Name = model.SideAgent, safetext.Line("Joy Bright")
	p.FitTo(draw.NewTerminal().Style("mono", false, false), 44, 20)
	got := strings.Split(ansi.Strip(transcriptAll(&p)), "\n")
	for i, want := range []string{"── chat 1 · Fri 20 Nov", "12:41 visitor  ●  word", "               ●  word", "12:42          ●  word", "12:42 Joy      ✓  word"} {
		if !strings.HasPrefix(got[i], want) {
			t.Errorf("row %d is %q, want %q", i, got[i], want)
		}
	}
	p.FitTo(draw.NewTerminal().Style("mono", false, false), 44, 4) // no card
	p.scrollTo(2)
	if got := ansi.Strip(p.Draw(p.style, 44, 4, false, uitest.Now())[1]); !strings.Contains(got, "12:41 visitor") {
		t.Errorf("the window's first row is %q, want who wrote it", got)
	}
	p.Messages[3].Text = safetext.Clean("a message that goes on for longer than the row has room for it")
	p.build()
	p.scrollTo(5)
	if got := ansi.Strip(p.Draw(p.style, 44, 4, false, uitest.Now())[1]); !strings.Contains(got, "12:42 Joy      ✓ …") {
		t.Errorf("the window's first row is %q, want a sign that its message begins above", got)
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
		{v, model.KindMessage, model.SeenNo, false, "Agent", "12:41 visitor  ●  x"},
		{v, model.KindMessage, model.SeenYes, false, "Agent", "12:41 visitor  ✓✓ x"},
		{v, model.KindMessage, model.SeenUnknown, false, "", "12:41 visitor  ?  x"},
		{v, model.KindUnknown, model.SeenNo, false, "", "12:41 visitor  ●  x"},
		{a, model.KindMessage, model.SeenNo, false, "Maya Lindqvist", "12:41 Maya     ✓  x"},
		{a, model.KindMessage, model.SeenYes, true, "Maya", "12:41 Maya    ~✓✓ x"},
		{a, model.KindMessage, model.SeenYes, false, "", "12:41 agent    ✓✓ x"},
		{b, model.KindMessage, model.SeenYes, false, "", "12:41 bot      ✓✓ x"},
		{v, model.KindEvent, model.SeenNo, false, "", "12:41 event       x"},
		{a, model.KindNote, model.SeenNo, false, "Maya", "12:41 note        x"},
		{v, model.KindFeedback, model.SeenNo, false, "", "12:41 feedback    x"},
		{v, model.KindEmail, model.SeenNo, false, "", "12:41 e-mail      x"},
		{model.SideUnknown, model.KindMessage, model.SeenNo, false, "", "12:41 unknown     x"},
	} {
		m := model.Message{ID: 1, SentAt: uitest.Now(), Side: c.side, Kind: c.kind, Seen: c.seen, Edited: c.edited, Name: safetext.Line(c.name), Text: safetext.Clean("x")}
		style := draw.NewTerminal().Style("mono", false, false)
		got := strings.TrimRight(ansi.Strip(gutterFor(50).draw(style, &m, repeatsNothing, draw.OnScreen, 50, time.UTC)[0]), " ")
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
		{"seen", model.Row{Sight: model.SightSeen, SeenFor: model.Clock{Running: true, For: 40e9}}, "── waiting 1m12s · seen <1m ─"},
		{"seen before the start", model.Row{Sight: model.SightSeen, SeenFor: model.Clock{Running: true, For: 70e9, AtLeast: true}}, "· seen ≥1m ─"},
		{"seen before a bot answered", model.Row{Sight: model.SightSeen, SeenFor: model.Clock{Running: true, For: 140e9}}, "· first seen 2m ago ─"},
		{"seen late", model.Row{Sight: model.SightSeen, SeenFor: model.Clock{Running: true, For: 9e9}, Level: model.LevelCritical, Reason: model.Reason{Clock: model.ClockUnseen, For: 49e9}}, "── ! waiting 1m12s · seen <1m · was unseen 49s ─"},
		{"part", model.Row{Sight: model.SightPart, Unseen: model.Clock{Running: true, For: 9e9}}, "── waiting 1m12s · rest unseen 9s ─"},
		{"unseen", model.Row{Sight: model.SightUnseen}, "── waiting 1m12s · unseen ─"},
		{"critical", model.Row{Sight: model.SightUnseen, Level: model.LevelCritical}, "── ! waiting 1m12s · unseen ─"},
	} {
		c.row.Wait = model.Clock{Running: true, For: 72e9}
		p := Pane{Zone: time.UTC}
		p.SetThread(model.Key{Visitor: 1}, &c.row, nil)
		p.FitTo(draw.NewTerminal().Style("mono", false, false), 60, 10)
		if got := transcriptAll(&p); !strings.Contains(ansi.Strip(got), c.want) {
			t.Errorf("%s: %q, want %q", c.name, ansi.Strip(got), c.want)
		}
	}
}

// The wait at the foot has the level of its row in the list, whichever clock that is of; what was seen has its own.
func TestWaitingRowHasTheRowsLevel(t *testing.T) {
	style := transcriptStyle()
	on := func(of draw.Role, s string) string { return style.On[draw.OnScreen][of] + s + draw.StyleOff }
	for level, role := range map[model.Level]draw.Role{model.LevelWarn: draw.RoleWarn, model.LevelCritical: draw.RoleCritical, model.LevelSevere: draw.RoleSevere} {
		for _, wait := range []model.Level{model.LevelOK, model.LevelWarn, level} {
			r := model.Row{Sight: model.SightUnseen, Level: level, Reason: model.Reason{Clock: model.ClockUnseen}}
			r.Wait = model.Clock{Running: true, For: 72e9, Level: min(wait, level)}
			r.Unseen = model.Clock{Running: true, For: 72e9, Level: level}
			p := Pane{Zone: time.UTC}
			p.SetThread(model.Key{Visitor: 1}, &r, nil)
			p.FitTo(style, 60, 10)
			_, mark := style.Level(level)
			got := transcriptAll(&p)
			if want := on(role, mark+" waiting 1m12s"); !strings.Contains(got, want) || !strings.Contains(got, on(draw.Quiet(role), "unseen")) {
				t.Errorf("a row of level %v whose wait has %v: %q, want %q in it", level, wait, got, want)
			}
		}
	}
}

// A gap has a row of its own above the first word after it, which goes when it
// is healed; one before any word of an agent says what it may have cost.
func TestGapRow(t *testing.T) {
	f := uitest.GapFloor()
	p := firstThread(f)
	p.FitTo(transcriptStyle(), 100, 30)
	for i, want := range []string{"── messages may be missing here ──", "── messages may be missing, a first answer too ──"} {
		r := f.Threads[i]
		p.SetThread(r.Key, &r, f.Words[r.Key])
		at := slices.IndexFunc(p.rows, func(r transcriptRow) bool { return strings.Contains(ansi.Strip(r.line), want) })
		if at < 0 || p.rows[at+1].id != r.Gaps[0] {
			t.Errorf("thread %d: no row %q above message %d", i, want, r.Gaps[0])
		}
		r.Gaps = nil
		p.SetThread(r.Key, &r, f.Words[r.Key])
		if rows := ansi.Strip(transcriptAll(p)); strings.Contains(rows, "missing") {
			t.Errorf("thread %d: healed, and still %q", i, rows)
		}
	}
}
