package draw

import (
	"strings"
	"unicode"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// MaxQuery is the longest text of a Field, in runes.
const MaxQuery = 60

// A Field is a line of text that is being typed: Bubbles' textinput, drawn with
// our styles and the terminal's own cursor. Its paste key is unbound, since it
// would read the clipboard of the machine that the program runs on: only what
// the terminal pastes (bracketed paste) comes in.
type Field struct{ input textinput.Model }

// NewField returns a field that holds text, with the cursor behind it.
func NewField(text string) Field {
	m := textinput.New()
	m.Prompt, m.CharLimit = "", MaxQuery
	m.SetVirtualCursor(false)
	m.KeyMap.Paste.Unbind()
	m.KeyMap.DeleteCharacterBackward = key.NewBinding(key.WithKeys("backspace", "shift+backspace", "ctrl+h"))
	m.Focus()
	f := Field{input: m}
	f.Set(text)
	return f
}

// Value is the text.
func (f *Field) Value() string { return f.input.Value() }

// Set makes s the text and puts the cursor behind it.
func (f *Field) Set(s string) {
	f.input.SetValue(typed(s))
	f.input.CursorEnd()
}

// Key edits the text.
func (f *Field) Key(msg tea.KeyPressMsg) {
	msg.Text = typed(msg.Text)
	f.input, _ = f.input.Update(msg)
}

// Paste puts s in at the cursor.
func (f *Field) Paste(s string) { f.input, _ = f.input.Update(tea.PasteMsg{Content: typed(s)}) }

// typed is s without what cannot be seen. Every kind of blank and line end is a blank.
func typed(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
}

// Before is the text left of the cursor, as far as it fits on w cells together
// with the cursor: its end.
func (f *Field) Before(lk *Style, w int) string {
	left := []rune(f.input.Value())[:f.input.Position()]
	for len(left) > 0 && lk.Width(string(left)) > max(0, w-1) {
		left = left[1:]
	}
	return string(left)
}

// After is the text from the cursor on.
func (f *Field) After() string { return string([]rune(f.input.Value())[f.input.Position():]) }
