package ui

import "time"

// toastFor is how long a toast stays.
const toastFor = 4 * time.Second

// A toast is a message about the last action, shown in the last line for a while.
type toast struct {
	text  string
	until time.Time
	clock time.Time
	fresh bool // not drawn yet
}

func (t *toast) showToast(s string) { t.text, t.until, t.fresh = s, t.clock.Add(toastFor), true }

// tick sets the time and removes an expired toast.
func (t *toast) tick(now time.Time) {
	t.clock = now
	if now.After(t.until) {
		t.text = ""
	}
}
