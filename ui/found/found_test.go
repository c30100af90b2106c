package found

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// A strides finds a part more with each call.
type strides struct {
	draw.Board
	parts [][]model.TextMatch
}

func (s *strides) Search(to *model.TextSearch, _ int) (done bool) {
	to.Found = append(to.Found, s.parts[0]...)
	s.parts = s.parts[1:]
	return len(s.parts) == 0
}

// What is found stands by the message that its row shows, the newest first, in whatever order the search comes upon it;
// the cursor stays on the first until one is selected, and then on that.
func TestTheNewestFoundIsFirst(t *testing.T) {
	noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	match := func(visitor model.VisitorID, minutes int) model.TextMatch {
		at := noon.Add(time.Duration(minutes) * time.Minute)
		return model.TextMatch{Key: model.Key{Visitor: visitor}, Count: 1, Message: model.Message{ID: model.MessageID(visitor), Visitor: visitor, SentAt: at, Text: safetext.Line("word")}}
	}
	floor := &strides{parts: [][]model.TextMatch{{match(1, 5), match(2, 9)}, {match(3, 7)}, {match(4, 9), match(5, 1)}}}
	p := New(keymap.Map{}, "word", &model.TextSearch{}, func(_ model.Key, m model.Message) model.Message { return m })
	at := draw.Context{Style: draw.NewTerminal().Style("dark", false, false), Snap: &model.Snapshot{}, Now: noon, Zone: time.UTC}
	for i, want := range [][]string{{"#2", "#1"}, {"#2", "#3", "#1"}, {"#4", "#2", "#3", "#1", "#5"}} {
		p.SearchNext(floor)
		p.Refresh(at, 80, 12)
		if i == 1 {
			p.Wheel(0, 1)
		}
		var got []string
		lines := p.Draw(80, 12)
		for _, l := range lines {
			for _, word := range strings.Fields(ansi.Strip(l)) {
				if strings.HasPrefix(word, "#") {
					got = append(got, word)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("part %d: listed %v, want %v", i, got, want)
		}
		if title := ansi.Strip(lines[0]); i == 2 && !strings.Contains(title, "5 chats, newest found first") {
			t.Errorf("the title %q does not say the order", title)
		}
	}
	if s := p.selected(); s == nil || s.Key.Visitor != 3 {
		t.Errorf("%+v is selected, want what was", s)
	}
}
