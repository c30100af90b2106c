package draw

import "testing"

func TestUnanswered(t *testing.T) {
	for n, want := range map[int]string{-1: "", 0: "", 1: "1", 50: "50", 51: "50+", 4000: "50+"} {
		if got := Unanswered(n); got != want {
			t.Errorf("%d unanswered messages are written %q, want %q", n, got, want)
		}
	}
}
