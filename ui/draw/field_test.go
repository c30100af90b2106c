package draw

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestFieldTakesEveryBlank(t *testing.T) {
	f := NewField("")
	f.Paste("a\u3000b\tc\r\nd\x00e")
	if got, want := f.Value(), "a b c de"; got != want {
		t.Errorf("it holds %q, want %q", got, want)
	}
}

func TestFieldIsBounded(t *testing.T) {
	f := NewField("")
	for range 10 {
		f.Paste(strings.Repeat("ü", 50))
	}
	if got := len([]rune(f.Value())); got != MaxQuery {
		t.Errorf("text of %d runes, want at most %d", got, MaxQuery)
	}
}

func TestFieldErases(t *testing.T) {
	for _, c := range []struct{ text, letter, word string }{
		{"ana petrović", "ana petrovi", "ana "},
		{"ana ", "ana", ""},
		{"张", "", ""},
		{"", "", ""},
	} {
		f := NewField(c.text)
		f.Key(tea.KeyPressMsg{Code: tea.KeyBackspace, Mod: tea.ModShift})
		if f.Value() != c.letter {
			t.Errorf("%q without a letter is %q, want %q", c.text, f.Value(), c.letter)
		}
		f.Set(c.text)
		f.Key(tea.KeyPressMsg{Code: 'w', Mod: tea.ModCtrl})
		if f.Value() != c.word {
			t.Errorf("%q without a word is %q, want %q", c.text, f.Value(), c.word)
		}
	}
}

// A key must never read the clipboard: over SSH it would be that of the machine
// that the program runs on.
func TestFieldReadsNoClipboard(t *testing.T) {
	f := NewField("a")
	if keys := f.input.KeyMap.Paste.Keys(); len(keys) > 0 {
		t.Errorf("%q pastes", keys)
	}
	if _, cmd := f.input.Update(tea.KeyPressMsg{Code: 'v', Mod: tea.ModCtrl}); cmd != nil {
		if msg := cmd(); msg != nil {
			t.Errorf("ctrl+v gives %T", msg)
		}
	}
}

// In a line that is too long the text goes by the cursor, which stays in it.
func TestFieldShowsTheCursor(t *testing.T) {
	term := NewTerminal()
	st := term.Style("dark", false, false)
	f := NewField("abc漢字def")
	for _, c := range []struct {
		w             int
		before, after string
	}{{20, "abc漢字def", ""}, {8, "漢字def", ""}, {7, "字def", ""}, {0, "", ""}} {
		if got := f.Before(st, c.w); got != c.before || f.After() != c.after {
			t.Errorf("on %d cells %q and %q, want %q and %q", c.w, got, f.After(), c.before, c.after)
		}
	}
	f.Key(tea.KeyPressMsg{Code: tea.KeyLeft})
	f.Key(tea.KeyPressMsg{Code: tea.KeyLeft})
	if got := f.Before(st, 20) + "|" + f.After(); got != "abc漢字d|ef" {
		t.Errorf("two to the left it is %q", got)
	}
}
