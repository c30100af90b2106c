package fakeacquire

import (
	"slices"
	"time"
)

// Mishaps returns one fault of every sort, in the order in which a floor plays
// them: what an operator can meet, and what only a test would think of.
func Mishaps() []Fault {
	return []Fault{
		Status(503),
		RetryAfter(429, "4"),
		{Kind: KindStallHeader},
		{Kind: KindHTML},
		{Kind: KindErrorText, Text: "Something went wrong, please try again."},
		{Kind: KindMalformed, N: 5},
		{Kind: KindReset},
		Status(401),
		Status(500),
		{Kind: KindTruncated},
		Redirect(302, "https://login.example.com/"),
		{Kind: KindErrorObject, Text: "The account is \x1b[31mlocked\x1b[0m."},
		{Kind: KindSlow},
		{Kind: KindWrongCharset},
		RetryAfter(503, "Wed, 21 Oct 2015 07:28:00 GMT"),
		{Kind: KindErrorList, Text: "Too many parameters."},
		{Kind: KindEmpty},
		{Kind: KindBomb},
		{Kind: KindTrailing},
		{Kind: KindStallBody},
		Status(403),
		{Kind: KindNested},
		RetryAfter(429, "soon"),
		{Kind: KindCut},
		{Kind: KindFlood},
		{Kind: KindNoDate},
	}
}

// Misbehave lets the floor's server fail now and then from now on: all of
// Mishaps but the flood (it would stay on the screen for good) by turns, each
// for some seconds, with quiet times between them.
func (f *Floor) Misbehave() {
	f.s.mu.Lock()
	defer f.s.mu.Unlock()
	f.mishap(slices.DeleteFunc(Mishaps(), func(m Fault) bool { return m.Kind == KindFlood }), 0)
}

// mishap plans the next fault and its end.
func (f *Floor) mishap(all []Fault, next int) {
	const quiet, lasts = 25 * time.Second, 8 * time.Second
	r := &rule{fault: all[next%len(all)], left: -1}
	f.in(quiet, func() { f.s.faults = append(f.s.faults, r) })
	f.in(quiet+lasts, func() {
		f.s.faults = slices.DeleteFunc(f.s.faults, func(o *rule) bool { return o == r })
		f.mishap(all, next+1)
	})
}
