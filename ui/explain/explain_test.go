package explain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
	"floorwatch/ui/uitest"
)

func explainStyle() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

// A shown is an explanation with what it is shown with, of the first thread of a floor and of agent 1.
type shown struct {
	*Pane
	now  draw.Context
	w, h int
}

func show(f *uitest.Floor, w, h int) *shown {
	snap := f.At(uitest.Now())
	var first model.Key
	if len(snap.Threads) > 0 {
		first = snap.Threads[0].Key
	}
	d := &shown{w: w, h: h, now: draw.Context{Style: explainStyle(), Floor: f, Snap: snap, Now: uitest.Now(), At: uitest.Now(), Zone: time.UTC}}
	d.Pane = New(keymap.New(nil), first, 1, AtFigure(model.FigureWait))
	d.Refresh(d.now, w, h)
	return d
}

// press gives it keys, and returns what the last of them asks for.
func (d *shown) press(keys string) (act keymap.Action) {
	for k := range strings.FieldsSeq(keys) {
		act = d.Key(uitest.KeyPress(k))
		d.Refresh(d.now, d.w, d.h)
	}
	return act
}

// at is where a text stands.
func (d *shown) at(t *testing.T, text string) (x, y int) {
	t.Helper()
	for y, row := range d.Draw(d.w, d.h) {
		row = ansi.Strip(row)
		if i := strings.Index(row, text); i >= 0 {
			return ansi.StringWidth(row[:i]), y
		}
	}
	t.Fatalf("no %q in the explanation", text)
	return 0, 0
}

func TestExplainMoves(t *testing.T) {
	d := show(uitest.NewFloor(), 78, 20)
	p := d.Pane
	if p.N > 9 {
		t.Errorf("%d figures of a chat are listed, want those that a leader asks for", p.N)
	}
	d.press("shift+tab") // the floor
	seen := 0
	for range p.N + 2 {
		if p.items[p.Cursor].heading || !p.items[p.Cursor].same(p.chosen) {
			t.Fatalf("the cursor is on %q, chosen is %q", p.items[p.Cursor].title, p.chosen.title)
		}
		if from, to := p.Window(); p.Cursor < from || p.Cursor >= to {
			t.Fatalf("row %d is chosen and %d to %d are shown", p.Cursor, from, to)
		}
		seen++
		was := p.Cursor
		if d.press("down"); p.Cursor == was {
			break
		}
	}
	headings := 0
	for _, q := range p.items {
		if q.heading {
			headings++
		}
	}
	if seen != p.N-headings || headings != 3 {
		t.Errorf("%d figures can be chosen, want all %d but %d headings", seen, p.N, headings)
	}
	for _, c := range []struct {
		keys string
		want int
	}{{"home", 1}, {"up", 1}, {"pgup", 1}, {"end", p.N - 1}, {"pgdown", p.N - 1}, {"g down", 2}, {"tab", 0}, {"down", 1}, {"tab", 0}, {"tab", 1}} {
		if d.press(c.keys); p.Cursor != c.want {
			t.Errorf("%s: at %d, want %d", c.keys, p.Cursor, c.want)
		}
	}
}

// It starts at what is asked for, of what was selected, and where that is not there at who waits.
func TestStart(t *testing.T) {
	for _, c := range []struct {
		start Start
		title string
		today bool
	}{
		{AtFigure(model.FigureWait), "Wait", false}, {AtSight, "Seen, waiting", false},
		{AtFigure(model.FigureAgentState), "State", false}, {AtFigure(model.FigureReplies), "Agents' messages", false},
	} {
		f := uitest.NewFloor()
		d := show(f, 118, 30)
		d.Pane = New(d.keys, d.key, 1, c.start)
		d.Refresh(d.now, d.w, d.h)
		if q := d.chosen; q.title != c.title || q.subject.Today {
			t.Errorf("it starts at %q of %+v, want at %q", q.title, q.subject, c.title)
		}
	}
	d := show(&uitest.Floor{Status: uitest.LiveHealth()}, 80, 24)
	if d.chosen.figure != model.FigureWaiting {
		t.Errorf("it starts at %q, want at who waits", d.chosen.title)
	}
	if act := d.press("enter"); act != keymap.Action(keymap.Say("This includes no chat to go to.")) {
		t.Errorf("enter on a figure without parts asks for %v", act)
	}
}

// What is explained stays chosen and is told anew, of the moment that is shown.
func TestExplainGoesOn(t *testing.T) {
	f := uitest.NewFloor()
	d := show(f, 118, 30)
	d.press("end")
	was := d.chosen
	f.Reversed = true
	d.now.Snap, d.now.At, d.now.Past = f.At(uitest.Now()), uitest.Now().Add(-time.Minute), true
	d.Refresh(d.now, d.w, d.h)
	if !d.chosen.same(was) || !d.explanation.To.Equal(d.now.At) {
		t.Errorf("then %q as of %v, want %q as of %v", d.chosen.title, d.explanation.To, was.title, d.now.At)
	}
	if act := d.press("left"); act != nil {
		t.Errorf("in the past the key of the minute before asks for %v, want nothing: it is not the explanation's", act)
	}
}

// A thread that goes off the floor while it is explained takes nothing else with it.
func TestExplainedThreadGoes(t *testing.T) {
	f := uitest.NewFloor()
	d := show(f, 118, 30)
	d.press("down down down")
	f.Threads = f.Threads[1:]
	d.now.Snap = f.At(uitest.Now())
	if d.Refresh(d.now, d.w, d.h); d.chosen.figure != model.FigureWaiting {
		t.Errorf("%q is explained of a thread that is gone, want who waits", d.chosen.title)
	}
	d.Draw(d.w, d.h)
}

func TestMouseOnBothSides(t *testing.T) {
	d := show(uitest.NewFloor(), 118, 34)
	d.press("shift+tab")
	click := func(text string) keymap.Action { return d.Click(d.at(t, text)) }
	click("Seen, longest")
	if d.chosen.figure != model.FigureSeenLongest {
		t.Errorf("a click on Seen, longest explains %q", d.chosen.title)
	}
	if click("Floor, now "); d.chosen.figure != model.FigureSeenLongest {
		t.Errorf("a click on a heading explains %q", d.chosen.title)
	}
	if d.Wheel(5, 1); d.chosen.figure != model.FigureMissing {
		t.Errorf("the wheel over the figures explains %q, want the one after", d.chosen.title)
	}
	if d.Wheel(60, 1); !d.partsFocused || d.part != 1 {
		t.Errorf("the wheel over the explanation: reading %v, part %d; want the second part", d.partsFocused, d.part)
	}
	click("106243")
	if !d.partsFocused || d.partAt(d.part).Chat != 106243 {
		t.Errorf("a click on chat 106243 selects part %d", d.part)
	}
	if act, ok := click("106243").(keymap.Jump); !ok || act.Key != d.partAt(d.part).Key {
		t.Errorf("a second click asks for %v, want a jump to its thread", act)
	}
}

// Whatever is explained, of a chat, an agent or the floor, says its value, why it is so, how it is
// counted, when that ends, and what is included.
func TestEveryExplanationIsWhole(t *testing.T) {
	b := board.New(board.Config{})
	say := func(id, chat int, at time.Duration, side model.Side, agent model.AgentID) model.Message {
		return model.Message{ID: model.MessageID(id), Chat: model.ChatID(chat), Visitor: model.VisitorID(chat), Thread: model.NoThread, Side: side, Sender: agent,
			SentAt: uitest.Now().Add(at), FirstAt: uitest.Now().Add(at), LastAt: uitest.Now(), Kind: model.KindMessage, Text: safetext.Line("x"), Seen: model.SeenNo}
	}
	b.Apply(model.Event{At: uitest.Now(), Messages: []model.Message{
		say(1, 1, -10*time.Minute, model.SideVisitor, 0), say(2, 1, -9*time.Minute, model.SideAgent, 1), say(3, 1, -5*time.Minute, model.SideVisitor, 0),
		say(4, 2, -50*time.Minute, model.SideVisitor, 0), say(5, 3, -10*time.Minute, model.SideVisitor, 0), say(6, 3, -time.Minute, model.SideAgent, 1),
	}})
	snap := b.At(uitest.Now())
	now := draw.Context{Style: explainStyle(), Floor: b, Snap: snap, Now: uitest.Now(), At: uitest.Now(), Zone: time.UTC}
	for _, r := range snap.Threads {
		p := New(keymap.New(nil), r.Key, 1, AtFigure(model.FigureWait))
		for p.Refresh(now, 120, 40); ; {
			var text strings.Builder
			for _, l := range p.lines(100) {
				text.WriteString(ansi.Strip(l.text) + "\n")
			}
			heads := []string{"Because", "How it is counted", "It stops when"}
			if p.chosen.figure != model.FigureNone {
				heads = append(heads, "Included")
			}
			for _, head := range heads {
				if _, below, ok := strings.Cut(text.String(), "\n"+head); !ok || head != "Included" && len(strings.TrimSpace(strings.SplitN(below, "\n", 3)[1])) < 10 {
					t.Errorf("%q of chat %d does not say %q:\n%s", p.chosen.title, r.Chat, head, text.String())
				}
			}
			if was := p.Cursor; p.Cursor == p.N-1 {
				if p.switchScope(1); p.scopeIndex == 0 {
					break
				}
			} else if p.moveTo(1); p.Cursor == was {
				t.Fatal("the list ends nowhere")
			}
		}
	}
}

// What is over its limit has its mark and its colour, in the list and above the explanation; on a narrow screen the title
// gives way to a shorter one before it is cut.
func TestExplainedLevels(t *testing.T) {
	f := uitest.NewFloor()
	f.Threads[0].OwnerName = safetext.Line("Tomasz Nowakowski")
	red := explainStyle().On[draw.OnScreen][draw.RoleCritical]
	d := show(f, 80, 19)
	d.press("down")
	rows := strings.Join(d.Draw(80, 19), "\n")
	for _, want := range []string{red + "5m12s !!", red + "≥3m41s !", red + "+4m12s !!"} {
		if !strings.Contains(rows, want) {
			t.Errorf("no %q in\n%s", want, rows)
		}
	}
	if plain := ansi.Strip(rows); !strings.Contains(plain, "Agent        Tomasz N. │") {
		t.Errorf("the title of the agent is cut:\n%s", plain)
	}
	f.Threads[0].Unsure = true
	if rows := strings.Join(show(f, 80, 19).Draw(80, 19), "\n"); strings.Contains(rows, red+"+4m12s") {
		t.Errorf("a wait that may be over has a level:\n%s", rows)
	}
}

// No title is cut in the list on 80 columns: two of them that begin alike were one.
func TestTitlesAreWholeOn80Columns(t *testing.T) {
	d := show(uitest.NewFloor(), 80, 80)
	for range d.scopes {
		for _, l := range d.Draw(80, 80) {
			if row := ansi.Strip(ansi.Cut(l, 0, d.listWidth(80))); strings.Contains(row, "…") {
				t.Errorf("in the list of the %s: %s", d.scopes[d.scopeIndex].word, row)
			}
		}
		d.press("tab")
	}
}

// The facts of a chat that a leader sees in its row and its card can be asked for, with their values.
func TestFactsOfAChat(t *testing.T) {
	for _, c := range []struct {
		waits bool
		want  map[string]string
	}{
		{true, map[string]string{"Unanswered": "3", "Chat": "2nd", "SLA": "+4m12s !!", "Wait": "5m12s !!", "Seen, waiting": "≥3m41s !"}},
		{false, map[string]string{"Chat": "2nd", "First response": "42s"}},
	} {
		f := uitest.NewFloor()
		r := &f.Threads[0]
		r.Unanswered, r.Answered, r.FirstTook = 3, true, 42*time.Second
		if !c.waits {
			r.Wait = model.Clock{}
			f.Threads = f.Threads[:1]
		}
		d := show(f, 118, 30)
		for title, want := range c.want {
			i := slices.IndexFunc(d.items, func(q listItem) bool { return q.title == title })
			if i < 0 {
				t.Errorf("%q is not listed", title)
			} else if got := d.value(d.items[i]); got != want {
				t.Errorf("%q is %q, want %q", title, got, want)
			}
		}
	}
}
