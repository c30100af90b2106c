package model

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A second, plain statement of the rules of coverage, over the data of an example
// and in seconds: what a figure says of itself, the state, and the exit status.

func (o owedSpec) reaches(after int) bool {
	return o.kind == DebtFailing || o.until == 0 || o.until > after
}

func (c *coverSpec) lost() bool {
	return !c.off && (c.notWhole || c.failsSince != 0 && n-c.failsSince > 15)
}

// owes reports whether something that is so is owed.
func (c *coverSpec) owes(so func(o owedSpec) bool) bool {
	for _, o := range c.open {
		if so(o) {
			return true
		}
	}
	return false
}

func (c *coverSpec) stale() bool {
	return c.owes(func(o owedSpec) bool { return o.kind == DebtFailing && n-o.until > 60 })
}

// plainWord is what a figure of the examples says of itself.
func (c *coverSpec) plainWord(figure string) Bound {
	if c.zone && figure != "messages" {
		return BoundUnknown
	}
	start := n
	switch {
	case strings.HasSuffix(figure, "30m"):
		start = n - 1800
	case strings.HasSuffix(figure, "today"):
		start = 0
	}
	touch := c.owes(func(o owedSpec) bool { return o.reaches(start - 1800) })
	recent := c.owes(func(o owedSpec) bool { return o.kind != DebtFailing && o.reaches(n-1800) }) || c.lost() || c.stale()
	lacks := touch || c.lost() || c.stale()
	blind := start < c.start() || c.closed
	is := func(yes bool, b Bound) Bound {
		if yes {
			return b
		}
		return BoundExact
	}
	switch name, _, _ := strings.Cut(figure, "_"); name {
	case "waiting":
		return c.plainWaits()
	case "unseen", "seen":
		if c.seen {
			return BoundUnknown
		}
		return c.plainWaits()
	case "first", "service":
		return is(lacks, BoundAbout)
	case "messages":
		return is(lacks, BoundLeast)
	case "overtakes":
		return is(lacks || blind, BoundLeast)
	case "missed", "dropped":
		switch blind = blind && !c.sure; {
		case lacks && (blind || c.stale()):
			return BoundAbout
		case lacks:
			return BoundLeast
		}
		return is(blind, BoundBetween)
	}
	if figure == "agent" {
		return is(recent, BoundUnknown)
	}
	return is(recent, BoundLeast)
}

func (c *coverSpec) start() int {
	if c.began == 0 {
		return 35000
	}
	return c.began
}

func (c *coverSpec) plainWaits() Bound {
	accept := c.accept
	if accept == 0 {
		accept = 120
	}
	switch {
	case c.zone:
		return BoundUnknown
	case c.stale():
		return BoundAbout
	case c.lost(), c.turn > accept, c.owes(func(o owedSpec) bool { return o.live && o.reaches(n-1800) }):
		return BoundLeast
	}
	return BoundExact
}

func (c *coverSpec) plainState() State {
	listed := c.off || !c.notWhole
	lateAt := c.lateAt
	if lateAt == 0 {
		lateAt = 10
	}
	switch {
	case c.gate != StateStarting:
		return c.gate
	case !listed && !c.read:
		return StateStarting
	case c.zone:
		return StateDrift
	case !c.off && c.failsSince != 0 && n-c.failsSince > 15, c.denied && len(c.open) > 0:
		return StatePartial
	case c.late > lateAt, c.owes(func(o owedSpec) bool { return o.kind == DebtFailing && o.live && n-o.until > 60 }):
		return StateLate
	case c.unreadable:
		return StateDrift
	case !listed, c.owes(func(o owedSpec) bool {
		return o.live && (o.kind == DebtUnlisted || o.kind == DebtUnread) && o.reaches(n-3600)
	}):
		return StateReading
	}
	return StateLive
}

// Times that cannot be trusted make nothing current, whatever the gate says.
func (c *coverSpec) plainExit(known Level) int {
	switch st := c.plainState(); {
	case c.zone, st == StateStarting, st == StateTokenRejected, st == StatePortal, st == StateAPIError, st == StateRetrying, st == StatePaused:
		return 3
	case known >= LevelCritical:
		return 2
	case known == LevelWarn:
		return 1
	case c.plainWaits() != BoundExact || c.late > 60:
		return 3
	}
	return 0
}

// drawCover draws what may be known of a floor, with each threshold and its neighbours.
func drawCover(t *rapid.T) coverSpec {
	of := func(label string, list ...int) int { return rapid.SampledFrom(list).Draw(t, label) }
	rarely := func(label string) bool { return rapid.IntRange(0, 5).Draw(t, label) == 5 }
	c := coverSpec{
		began: of("began", -99999, 0, n-1801, n-1800, n-1799), notWhole: rarely("list not whole"), failsSince: of("list fails", 0, 0, 0, n-15, n-16, n-40),
		late: of("late", 0, 0, 9, 11, 40, 61), lateAt: of("late at", 0, 45), unreadable: rarely("unreadable"), off: rarely("no discovery"),
		turn: of("turn", 0, 0, 120, 121, 540), accept: of("accept", 0, 600), sure: rapid.Bool().Draw(t, "ends are sure"),
		seen: rarely("seen"), zone: rarely("zone"), closed: rarely("closed"), sideUnknown: rarely("side"), read: rapid.Bool().Draw(t, "read"),
		gate: rapid.SampledFrom([]State{StateStarting, StateStarting, StateStarting, StateStarting, StateLimited, StatePaused, StateRetrying, StateTokenRejected}).Draw(t, "gate"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "debts") {
		o := owedSpec{kind: DebtKind(rapid.IntRange(int(DebtUnlisted), int(DebtLost)).Draw(t, "kind")), live: rapid.Bool().Draw(t, "live")}
		if o.kind == DebtFailing {
			o.until = n - of("failing for", 120, 300)
		} else if !rarely("until unknown") { // bounds of buckets, so that none is rounded
			o.until = n - 60*of("minutes old", 0, 1, 29, 30, 31, 59, 60, 61, 120, 480)
		}
		c.open = append(c.open, o)
	}
	if len(c.open) > 0 && (c.open[0].kind <= DebtUnread || c.open[0].kind == DebtFailing) {
		c.denied = rarely("denied")
	}
	return c
}

// On any coverage each figure, the state and the exit status are what the rules say, and nothing else decides them.
func TestTheRulesHoldOnAnyCoverage(t *testing.T) {
	seen := map[any]bool{}
	holds := func(t *rapid.T) {
		spec := drawCover(t)
		known := rapid.SampledFrom([]Level{LevelNone, LevelWarn, LevelCritical, LevelSevere}).Draw(t, "known")
		spec.read = spec.read || spec.late > 0 || known > LevelNone
		c := spec.coverage()
		for name, r := range exampleRules {
			got, want := c.bound(r.rule, exampleTime(n), exampleTime(r.from), spec.unsure(r.rule, r.from)), spec.plainWord(name)
			if got != want {
				t.Errorf("%s is %v, want %v", name, got, want)
			}
			seen[want] = true
		}
		s, h := spec.floor(known)
		state, want := s.EffectiveHealth(h).State, spec.plainState()
		if state != want {
			t.Errorf("state %v, want %v", state, want)
		}
		level, current := Worst(s.Concerns(h), s.Coverage)
		if got, want := exitOf(level, current), spec.plainExit(known); got != want {
			t.Errorf("exit status %d (%v, %v), want %d in state %v", got, level, current, want, state)
		}
		seen[want], seen[spec.plainExit(known)] = true, true
	}
	for range 50 { // 2 ms each
		rapid.Check(t, holds)
	}
	for _, x := range []any{BoundExact, BoundLeast, BoundAbout, BoundBetween, BoundUnknown, StateStarting, StatePartial, StateLate, StateReading, StateLive, StateDrift, 0, 1, 2, 3} {
		if !seen[x] && !testing.Short() {
			t.Errorf("%v was never drawn", x)
		}
	}
}
