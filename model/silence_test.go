package model

import (
	"testing"
	"time"
)

// A visitor who came a moment ago leaves the states of agents known, as LIVE stays; what has been unread for longer, or
// is unread for another reason, does not.
func TestSilenceIsKnownBesideANewcomer(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	unread := DebtGroup{Kind: DebtUnread, Live: true, Unknown: 1}
	for name, c := range map[string]struct {
		since  time.Time
		groups []DebtGroup
		want   bool
	}{
		"nothing unread":      {time.Time{}, nil, true},
		"a newcomer":          {now.Add(-2 * time.Second), []DebtGroup{unread}, true},
		"unread for long":     {now.Add(-freshFor), []DebtGroup{unread}, false},
		"the first read":      {time.Time{}, []DebtGroup{unread}, false},
		"and an earlier chat": {now.Add(-2 * time.Second), []DebtGroup{unread, {Kind: DebtEarlierChat, Unknown: 1}}, false},
	} {
		cov := Coverage{Observed: Observed{Since: now.Add(-time.Hour), At: now}, Debts: Debts{At: now, Since: c.since, Groups: c.groups}}
		if got := cov.SilenceKnown(now); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
