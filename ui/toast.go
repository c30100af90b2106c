package ui

import "time"

// toastFor is how long a toast stays.
const toastFor = 4 * time.Second

// A toast is a message about the last action, shown in the last line for a while.
type toast struct {
	text  string
	until time.Time // zero before the first tick after it: the clock of the screen may stand still before that for longer than a toast stays
	fresh bool      // not drawn yet
}

func (t *toast) showToast(s string) { *t = toast{text: s, fresh: true} }

// tick removes a toast that has expired.
func (t *toast) tick(now time.Time) {
	switch {
	case t.until.IsZero():
		t.until = now.Add(toastFor)
	case !now.Before(t.until):
		t.text = ""
	}
}
