package suggest

import "testing"

// A suggestion is near: half of the word is the same, and two edits make the one of the other.
func TestNearest(t *testing.T) {
	words := []string{"log", "demo", "format", "last-week", "goto"}
	for text, want := range map[string]string{
		"foo": "", "gto": "goto", "lg": "log", "lgo": "log", "x": "", "deom": "demo", "dmo": "demo", "Demo": "demo", "dxxo": "demo", "dxxx": "",
		"fromat": "format", "fromta": "format", "lastweek": "last-week", "week": "", "": "",
	} {
		if got := Nearest(text, words); got != want {
			t.Errorf("%q resembles %q, want %q", text, got, want)
		}
	}
}
