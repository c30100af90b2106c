package draw

import (
	"strings"
	"unicode"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// MaxQuery is the maximum length of a Field, in runes.
const MaxQuery = 60

// A Field is an editable line of text: Bubbles' textinput, drawn in our style and with the terminal's own cursor.
// Its paste key is disabled, because it would read the clipboard of the machine on which the program runs: only
// what the terminal pastes (bracketed paste) is accepted.
type Field struct{ input textinput.Model }

// NewField returns a field with text and the cursor at its end.
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

// Value returns the text entered so far.
func (f *Field) Value() string { return f.input.Value() }

// Set sets the text and puts the cursor at its end.
func (f *Field) Set(s string) {
	f.input.SetValue(typed(s))
	f.input.CursorEnd()
}

// Key handles a key that edits the text.
func (f *Field) Key(msg tea.KeyPressMsg) {
	msg.Text = typed(msg.Text)
	f.input, _ = f.input.Update(msg)
}

// Paste inserts s at the cursor.
func (f *Field) Paste(s string) { f.input, _ = f.input.Update(tea.PasteMsg{Content: typed(s)}) }

// typed returns s without invisible characters, and with every kind of space and line end as a space.
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

// Before returns the end of the text left of the cursor that fits into w cells together with the cursor.
func (f *Field) Before(st *Style, w int) string {
	left := []rune(f.input.Value())[:f.input.Position()]
	for len(left) > 0 && st.Width(string(left)) > max(0, w-1) {
		left = left[1:]
	}
	return string(left)
}

// After returns the text from the cursor on.
func (f *Field) After() string { return string([]rune(f.input.Value())[f.input.Position():]) }
