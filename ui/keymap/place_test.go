package keymap

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// decoded is the key that Bubble Tea makes of what a terminal sends.
func decoded(t *testing.T, sent string) tea.KeyPressMsg {
	t.Helper()
	var d uv.EventDecoder
	n, event := d.Decode([]byte(sent))
	key, ok := event.(uv.KeyPressEvent)
	if n != len(sent) || !ok {
		t.Fatalf("%q is decoded as %T of %d bytes", sent, event, n)
	}
	return tea.KeyPressMsg(key)
}

func TestKeysGoByTheirPlace(t *testing.T) {
	own := func(name string) bool { return name == "ж" || name == "ctrl+ы" }
	for _, test := range []struct{ sent, want, typing string }{
		{"q", "q", "q"},
		{"й", "q", "й"},
		{"Й", "Q", "Й"},
		{"ф", "a", "ф"},
		{"х", "[", "х"},
		{"Х", "{", "Х"},
		{"ж", "ж", "ж"}, // the user's own
		{"ü", "ü", "ü"},
		{"и\u0306", "q", "й"}, // decomposed
		{"漢", "漢", "漢"},
		{"ς", "w", "ς"},
		{"Λ", "L", "Λ"},
		{"ש", "a", "ש"},
		{"ض", "q", "ض"},
		{"\x1b[1089;5u", "ctrl+c", "ctrl+c"},     // Cyrillic, kitty's protocol without alternates
		{"\x1b[1089::99;5u", "ctrl+c", "ctrl+c"}, // with them
		{"\x1b[1089:1057:99;6u", "ctrl+shift+c", "ctrl+shift+c"}, // and shift
		{"\x1b[1073::44;5u", "ctrl+,", "ctrl+,"},                 // б
		{"\x1b[1083::107;3u", "alt+k", "alt+k"},                  // л
		{"\x1b[27;5;1089~", "ctrl+c", "ctrl+c"},                  // modifyOtherKeys
		{"\x1b[1099::115;5u", "ctrl+ы", "ctrl+ы"},                // the user's own
		{"\x1b[1513:65:97;6u", "ctrl+shift+a", "ctrl+shift+a"},   // Hebrew
		{"\x1b[99::105;5u", "ctrl+c", "ctrl+c"},                  // Dvorak: ctrl+c is where i is
		{"\x1b[97::113;5u", "ctrl+a", "ctrl+a"},                  // French
		{"\x1b[57358;5u", "ctrl+capslock", "ctrl+capslock"},      // a key without a letter
		{"\x1b[1;2D", "shift+left", "shift+left"},
	} {
		if got, _ := Latin(decoded(t, test.sent), false, own); got.String() != test.want {
			t.Errorf("%q counts as %q, want %q", test.sent, got.String(), test.want)
		}
		if got, _ := Latin(decoded(t, test.sent), true, own); got.String() != test.typing {
			t.Errorf("%q counts as %q while text is typed, want %q", test.sent, got.String(), test.typing)
		}
	}
}

func TestPlacesAreKeys(t *testing.T) {
	for letter, place := range places {
		if !isKey(string(place)) || place >= 0x80 {
			t.Errorf("%q is at %q, which is no key of the US layout", letter, place)
		}
	}
}
