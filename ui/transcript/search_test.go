package transcript

import (
	"testing"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

func TestFindIgnoresCaseAndAccents(t *testing.T) {
	m := model.Message{Text: safetext.Clean("Wo bleibt die Rückzahlung?")}
	for query, want := range map[string]bool{"rück": true, "RUCK": true, "die rückz": true, "ruckx": false, "?": true} {
		var f search
		f.Set(query)
		if got := f.matches(&m); got != want {
			t.Errorf("%q matches: %v, want %v", query, got, want)
		}
	}
}
