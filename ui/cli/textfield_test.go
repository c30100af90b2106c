package cli

import (
	"fmt"
	"testing"
)

// TestTextField types into the filter in the ways that terminals and input methods do.
func TestTextField(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	_, _, chat := server.Visit("Żółć Łukasz")
	server.Say(chat, "Where is my parcel?")
	s := startSession(t, 120, 40, nil, "--config", cfg)
	s.waitFor("LIVE", "Łukasz")
	for _, tt := range []struct{ keys, shown string }{
		{"/zolcx", "/ zolcx"},
		{"\x08", "/ zolc"},         // ^H
		{"y\x1b[127;2u", "/ zolc"}, // shift+backspace
		{" luk\x1b[127;5u", "/ zolc "},
		{"luk\x1b\x7f", "/ zolc "}, // alt+backspace
		{"\x1b[200~luk\u3000a\ts\r\nz\x1b[201~", "/ zolc luk a s z"},
		{"\x15漢", "/ 漢"}, // ctrl+u, and a wide letter
	} {
		s.press(tt.keys)
		s.waitFor(tt.shown)
	}
	// The cursor stands on the caret and can be seen.
	await(t, s.drawn, func() bool { at := s.screen.CursorPosition(); return at.X == 5 && at.Y == 39 },
		func() string { return fmt.Sprintf("the cursor stands at %v, want 5, 39", s.screen.CursorPosition()) })
	for accept, word := range map[string]string{"\x1b[13;2u": "zolc", "\n": "lukasz", "\r": "luk zol"} {
		s.press("\x1b[27u/" + word + accept)
		s.waitFor("only matching "+word+" ", "Łukasz", "esc clear filter")
	}
	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.checkRestored()
}
