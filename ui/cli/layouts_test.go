package cli

import (
	"strings"
	"testing"
)

// TestKeyboardLayouts works the program with the keyboard set to other scripts,
// with kitty's protocol and without.
func TestKeyboardLayouts(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	_, _, chat := server.Visit("Ольга")
	server.Say(chat, "Where is my parcel?")
	for name, keys := range map[string]struct{ sort, quit string }{
		"Cyrillic":                       {"ы", "й"},
		"Cyrillic, ctrl+c by alternates": {"ы", "\x1b[1089::99;5u"},
		"Cyrillic, ctrl+c without":       {"ы", "\x1b[1089;5u"},
		"Greek":                          {"σ", "\x1b[968::99;5u"},
		"Hebrew":                         {"ד", "\x1b[1489::99;5u"},
		"Arabic":                         {"س", "ض"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startSession(t, 120, 40, nil, "--config", cfg)
			s.waitFor("LIVE", "Ольга")
			s.press(keys.sort)
			s.waitFor(keys.sort+" counts as s", "by wait")
			s.press("/Оль") // what is typed stays
			s.waitFor("/ Оль", "only matching Оль · by wait")
			s.press("\r" + keys.quit)
			if status := s.wait(); status != exitOK {
				t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
			}
			s.checkRestored()
			if !strings.Contains(s.raw.String(), "\x1b[>5u") {
				t.Error("the terminal was not asked for alternate keys")
			}
		})
	}
	t.Run("wall", func(t *testing.T) {
		t.Parallel()
		s := startSession(t, 120, 40, nil, "--wall", "--config", cfg)
		s.waitFor("next page") // the state is in block letters
		s.press("й")
		s.waitFor("once more")
		s.press("йй") // one where the question still stands, else both
		if status := s.wait(); status != exitOK {
			t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
		}
		if !strings.Contains(s.raw.String(), "\x1b[>5u") {
			t.Error("the terminal was not asked for alternate keys")
		}
	})
}
