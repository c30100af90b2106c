package ui

import "time"

// toastFor is how long a toast stays.
const toastFor = 4 * time.Second

// A toast says for a while, in the last line, what was just done.
type toast struct {
	text  string
	until time.Time
	clock time.Time
	fresh bool // not drawn yet
}

func (t *toast) say(s string) { t.text, t.until, t.fresh = s, t.clock.Add(toastFor), true }

// tick takes the time, and what was said long enough away.
func (t *toast) tick(now time.Time) {
	t.clock = now
	if now.After(t.until) {
		t.text = ""
	}
}
