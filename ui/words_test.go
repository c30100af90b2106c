package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui/found"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"
)

// manyWords is a screen on a Board of 50 chats with 100 messages each; chat i says "refund i" once, and hides an address.
func manyWords(mask string) *App {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	b := board.New(board.Config{})
	for i := range 50 {
		var list []model.Message
		for m := range 100 {
			at := now.Add(-time.Hour + time.Duration(i+m)*time.Second)
			text := "something else"
			if m == 40 {
				text = fmt.Sprintf("Réfund %d please, to ana@example.com", i)
			}
			list = append(list, model.Message{
				ID: model.MessageID(1000*i + m + 1), Chat: model.ChatID(i + 1), Visitor: model.VisitorID(500 + i), Thread: model.NoThread, SentAt: at,
				Kind: model.KindMessage, Side: model.SideVisitor, Text: safetext.Clean(text), FirstAt: at, LastAt: at,
			})
		}
		b.Apply(model.Event{At: now, Messages: list})
	}
	cfg := testConfig()
	cfg.Privacy.Mask = mask
	a := New(b, cfg, &uitest.Source{}, now)
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 30})
	return a
}

// run runs a search to its end, as the program does, and returns how many strides it took.
func runSearch(a *App, cmd tea.Cmd) (strides int) {
	for cmd != nil {
		strides++
		_, cmd = a.Update(cmd())
	}
	return strides
}

func TestWordsInAllChats(t *testing.T) {
	a := manyWords("off")
	cmd := press(a, "/ / r e f u n d enter")
	if a.threads.Filter.Active() || cmd == nil {
		t.Fatalf("// filters the threads:\n%s", screen(a))
	}
	rowWith(t, a, "searching 0 %")
	a.Update(cmd())
	_, cmd = a.Update(cmd())
	rowWith(t, a, "searching 40 %")
	later(a, time.Second) // a tick, and a key, have their turn meanwhile
	press(a, "n")
	if strides := runSearch(a, cmd); strides != 2 {
		t.Errorf("%d strides more, want 2 for the other 3,000 texts", strides)
	}
	rowWith(t, a, "50 chats")
	if row := rowWith(t, a, "Réfund 49 please"); !strings.Contains(row, "#549") || strings.Contains(row, "Réfund 48") {
		t.Errorf("the newest is %q", row)
	}
	press(a, "n N n enter")
	if a.overlays.top() != nil || a.focus != layout.Transcript {
		t.Fatalf("enter does not go to the chat:\n%s", screen(a))
	}
	rowWith(t, a, "1 of 1 matching refund")
	if k := selectedKey(t, a); k.Visitor != 547 {
		t.Errorf("visitor %d is shown, want the one two below the newest", k.Visitor)
	}
	press(a, "/ / q q q q")
	runSearch(a, press(a, "enter"))
	rowWith(t, a, "No message that is held has these words.")
}

// Esc stops a search: what comes of its next stride is nothing.
func TestWordsStop(t *testing.T) {
	a := manyWords("off")
	cmd := press(a, "/ / r e f u n d enter")
	press(a, "esc")
	if strides := runSearch(a, cmd); strides != 1 || a.overlays.top() != nil {
		t.Errorf("%d strides after it was closed", strides)
	}
	first := press(a, "/ / r e f u n d enter")
	second := press(a, "esc / / o t h e r enter")
	if runSearch(a, first) != 1 {
		t.Error("the search before goes on beneath another")
	}
	runSearch(a, second)
	if list := a.overlays.top().(*found.Pane); list.N != 0 {
		t.Errorf("%d chats", list.N)
	}
}

// What is masked is masked before it is searched.
func TestWordsThatAreHidden(t *testing.T) {
	for mask, n := range map[string]int{"off": 50, "names": 50, "texts": 0, "all": 0} {
		a := manyWords(mask)
		runSearch(a, press(a, "/ / e x a m p l e . c o m enter"))
		if list := a.overlays.top().(*found.Pane); list.N != n {
			t.Errorf("mask %s: %d chats, want %d", mask, list.N, n)
		}
		runSearch(a, press(a, "esc / / r e f u n d enter"))
		if shown := strings.Contains(screen(a), "example.com"); shown != (n > 0) {
			t.Errorf("mask %s: the address is shown: %v", mask, shown)
		}
	}
}

// In the past only what had been sent by then is found.
func TestWordsInThePast(t *testing.T) {
	a := manyWords("off")
	a.travelTo(a.serverNow().Add(-time.Hour + 60*time.Second)) // message 40 of the first 21 chats
	runSearch(a, press(a, "/ / r e f u n d enter"))
	if list := a.overlays.top().(*found.Pane); list.N != 21 {
		t.Errorf("%d chats, want 21", list.N)
	}
}

func TestASlashInAFilter(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, `/ \ / x enter`)
	if f := &a.threads.Filter; len(f.Terms) != 1 || f.Terms[0] != "/x" {
		t.Errorf("the filter is %q", f.Terms)
	}
	press(a, "/ x /")
	if a.entry.target != entryFilter {
		t.Error("a later stroke leaves the filter")
	}
}
