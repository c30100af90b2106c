package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"
)

// say adds a word to the selected thread, by an Event.
func sayIn(a *App, text string) model.Message {
	r := a.threads.Selected()
	m := model.Message{
		ID: model.MessageID(int64(r.Chat)*1000 + int64(len(a.floor.Transcript(r.Key)))), Chat: r.Chat, Visitor: r.Key.Visitor, Thread: r.Key.Thread,
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
	rowWith(t, a, "1 row below")
	press(a, "down")
	if strings.Contains(screen(a), "below") {
		t.Errorf("at the bottom again it does not follow:\n%s", screen(a))
	}
	press(a, "home")
	rowWith(t, a, "Thu 19 Nov")
	press(a, "end")
	rowWith(t, a, "the third new word")
}

// transcriptRows are the rows of messages that the transcript shows just now.
func transcriptRows(a *App) []string {
	at := a.places.Panes[layout.Transcript]
	var out []string
	for _, row := range strings.Split(screen(a), "\n")[at.Min.Y+1+a.transcript.CardRows() : at.Max.Y-1] {
		cells := ansi.Cut(row, at.Min.X+2, at.Max.X-2)
		out = append(out, cells)
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

func TestAnotherThreadStartsAtTheBottom(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 30)
	press(a, "tab up up up up tab tab tab down")
	if strings.Contains(screen(a), " below ") {
		t.Errorf("the next thread's transcript is scrolled:\n%s", screen(a))
	}
}

// Whatever the width, wrapping ends, nothing is too wide and no letter is lost.
func TestWrapLosesNothing(t *testing.T) {
	for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		style := draw.Terminal{Dark: true, Method: m}.Style("mono", false, false)
		for _, s := range uitest.StrangeTexts() {
			for _, w := range []int{2, 3, 4, 5, 8, 13, 40} {
				var got strings.Builder
				for _, row := range draw.Wrap(style, safetext.Clean(s), w) {
					n := 0
					for _, span := range row {
						n += style.Width(span.Text)
						got.WriteString(span.Text)
					}
					if n > w && len(row) > 0 && len([]rune(row[0].Text)) > 1 && style.Prefix(row[0].Text, w) > 0 {
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

// The texts that were dropped stand in one row on top, with their number where it is known.
func TestLetGo(t *testing.T) {
	for _, tt := range []struct {
		bare int
		cut  bool
		want string
	}{
		{0, false, ""}, {0, true, "\u2500 older messages were dropped \u2500"}, {1, false, "\u2500 1 older message was dropped \u2500"},
		{6, false, "\u2500 6 older messages were dropped \u2500"}, {6, true, "\u2500 more than 6 older messages were dropped \u2500"},
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
		if got := strings.Contains(strings.Join(rows, "\n"), "dropped"); got != (tt.want != "") || !strings.Contains(rows[0], tt.want) {
			t.Errorf("%+v: the first row is %q:\n%s", tt, rows[0], strings.Join(rows, "\n"))
		}
		first := strings.Join(rows[:2], " ")
		if !strings.Contains(first, draw.ChatName(f.Words[key][tt.bare].Chat)) || !strings.Contains(first, " Nov ") {
			t.Errorf("%+v: on top stands no day and chat: %q", tt, first)
		}
		if tt.bare > 0 && strings.Contains(strings.Join(rows, "\n"), "Hello, I ordered") {
			t.Errorf("%+v: a text that was dropped shows", tt)
		}
	}
}

// A text that was dropped between others is not taken for an empty one.
func TestLetGoBetween(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	m := &f.Words[selectedKey(t, a)][2]
	m.Bare, m.Text = true, safetext.Text{}
	later(a, time.Second)
	press(a, "enter home")
	rowWith(t, a, "(dropped)")
}

// A thread all of whose texts were dropped says that, and no more.
func TestAllLetGo(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	key := selectedKey(t, a)
	for i := range f.Words[key] {
		f.Words[key][i].Bare, f.Words[key][i].Text = true, safetext.Text{}
	}
	later(a, time.Second)
	rowWith(t, a, draw.Count(len(f.Words[key]), "", "older messages were dropped"))
}
