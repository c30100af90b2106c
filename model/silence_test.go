package model

import (
	"testing"
	"time"
)

// How long an agent has been silent is not known where not a word from them is, and an answer that
// has not been read is as old as that: it may be theirs. Where their last word is known they have
// been silent for that long at most.
func TestSilenceBesideWhatIsNotRead(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 30, 1, 0, time.UTC)
	f := FigureOf(FigureAgentSilent)
	for _, c := range []struct {
		name    string
		atLeast bool
		owed    time.Duration // how long before now its last word lies; 0: nothing is owed
		want    Bound
	}{
		{"all is read", false, 0, BoundExact},
		{"all is read, and not a word is known", true, 0, BoundLeast},
		{"a word is known", false, 45 * time.Minute, BoundMost},
		{"not a word is known", true, 45 * time.Minute, BoundUnknown},
		{"of longer ago", true, 3 * time.Hour, BoundLeast},
	} {
		var cov Coverage
		if c.owed > 0 {
			cov.Debts = SumDebts(now, []Debt{{Kind: DebtEarlierChat, Until: now.Add(-c.owed)}})
		}
		v := ClockValue(Clock{Running: true, Since: now.Add(-time.Hour), For: time.Hour, AtLeast: c.atLeast})
		if got := f.Bounded(v, &cov, Span{now, now}, Key{}); got.Bound != c.want {
			t.Errorf("%s: %v, want %v", c.name, got.Bound, c.want)
		}
	}
}
