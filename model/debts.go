package model

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
)

// A DebtKind is why something that belongs to the floor is not known.
type DebtKind uint8

// Kinds of debt. The numbers travel: append only.
const (
	DebtUnknown     DebtKind = iota // of a newer program
	DebtUnlisted                    // a visitor whose thread list was never read, or not wholly
	DebtUnread                      // a thread that was never read
	DebtEarlierChat                 // an earlier chat of a thread, not read after its end
	DebtCapped                      // a chat whose first messages are missing
	DebtFailing                     // a thread that was read and cannot be read any more
	DebtLost                        // an earlier chat that was asked for in every way and never came
	DebtSpeaker                     // an agent who wrote and whom the agents list has not named yet: an automation's answer ends no wait
)

var debtWords = [...]string{"unknown", "unlooked", "unread", "owed", "capped", "failing", "lost", "speaker"}

// String is the kind's name where programs read it.
func (k DebtKind) String() string {
	if int(k) >= len(debtWords) {
		k = DebtUnknown
	}
	return debtWords[k]
}

// A Debt is one thing that is not known. The one who reads keeps the exact
// list; what travels is their sum, Debts.
type Debt struct {
	Kind   DebtKind
	Key    Key       // of DebtFailing, DebtCapped and what is Denied: the thread, NoThread for a visitor's thread list
	Live   bool      // it can hold the newest chat of a thread, so somebody may wait in it
	Denied bool      // failed three times
	Until  time.Time // when the newest word that it can hold was sent at the latest, of DebtFailing the last good answer; zero: it is not known
}

// Debts are all that is owed, summed up to a few kB.
type Debts struct {
	At       time.Time     `json:"at"`
	Read     int           `json:"read,omitempty"` // of what can hold a word of the last hour: read …
	Total    int           `json:"of,omitempty"`   // … of so many
	TimeLeft time.Duration `json:"done,omitempty"` // until all is read, as far as can be foreseen
	Since    time.Time     `json:"since,omitzero"` // since when the oldest of what is not read of it is known to exist; zero: since the first read, or it is not known
	Groups   []DebtGroup   `json:"groups,omitempty"`
	Failing  Keys          `json:"failing,omitempty"` // the threads that fail …
	Denied   Keys          `json:"denied,omitempty"`  // … those that have failed three times, read before or not
	Capped   Keys          `json:"capped,omitempty"`  // the threads with a chat of which the first messages are missing
	Omitted  int           `json:"more,omitempty"`    // threads that are not in these lists for want of room
}

// A DebtGroup counts debts of one kind.
type DebtGroup struct {
	Kind    DebtKind `json:"kind"`
	Live    bool     `json:"live,omitempty"`
	Unknown int      `json:"unknown,omitempty"` // those whose until is not known
	// Ages are pairs: how many minutes before Debts.At the until lies at most
	// (so that it is never taken for older than it is), and how many debts.
	Ages []int `json:"ages,omitempty"`
}

// What travels of debts.
const (
	debtBytes     = 4 << 10         // as JSON
	debtThreads   = 200             // in Failing, Denied and Capped together
	debtMinutes   = 90              // up to this age a bucket is a minute …
	debtQuarter   = 15              // … and beyond it a quarter of an hour
	debtOldest    = 48 * 60         // … up to here: no window of a figure begins before
	maxDebtGroups = 32              // of a stranger's stream
	maxDebtAges   = 2 * 4 * 24 * 32 // … in each group
	maxDebtAge    = 366 * 24 * 60   // minutes
	maxDebtCount  = 1 << 30         // of one bucket
)

// SumDebts sums debts up at a moment. The result is at most 4 kB of JSON: where
// the counts do not fit, ages are rounded to longer spans, always towards now.
func SumDebts(at time.Time, list []Debt) Debts {
	d := Debts{At: at}
	d.setGroups(list, debtQuarter)
	d.setThreads(list)
	span, threads := debtQuarter, debtThreads
	for d.size() > debtBytes && threads > 0 {
		if span < 60 || threads <= 50 && span < 960 {
			span *= 2
			d.setGroups(list, span)
			continue
		}
		threads /= 2
		d.truncateThreads(threads)
	}
	return d
}

// setGroups counts the debts of list; beyond the first minutes in buckets of span minutes.
func (d *Debts) setGroups(list []Debt, span int) {
	type bucket struct {
		kind DebtKind
		dead bool
		age  int // -1: unknown
	}
	counts := map[bucket]int{}
	for i := range list {
		b := bucket{list[i].Kind, !list[i].Live, -1}
		if until := list[i].Until; !until.IsZero() {
			b.age = min(max(0, int(d.At.Sub(until)/time.Minute)), debtOldest)
			if b.age >= debtMinutes || span > debtQuarter {
				b.age -= b.age % span
			}
		}
		counts[b]++
	}
	keys := make([]bucket, 0, len(counts))
	for b := range counts {
		keys = append(keys, b)
	}
	slices.SortFunc(keys, func(a, b bucket) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), CompareBool(a.dead, b.dead), cmp.Compare(a.age, b.age))
	})
	d.Groups = nil
	for _, b := range keys {
		if n := len(d.Groups); n == 0 || d.Groups[n-1].Kind != b.kind || d.Groups[n-1].Live == b.dead {
			d.Groups = append(d.Groups, DebtGroup{Kind: b.kind, Live: !b.dead})
		}
		g := &d.Groups[len(d.Groups)-1]
		if b.age < 0 {
			g.Unknown = counts[b]
			continue
		}
		g.Ages = append(g.Ages, b.age, counts[b])
	}
}

// setThreads lists the threads that fail, were denied or are cut short.
func (d *Debts) setThreads(list []Debt) {
	for i := range list {
		switch o := &list[i]; {
		case o.Kind == DebtCapped:
			d.Capped = append(d.Capped, o.Key)
		case o.Denied:
			d.Denied = append(d.Denied, o.Key)
		case o.Kind == DebtFailing:
			d.Failing = append(d.Failing, o.Key)
		}
	}
	for _, l := range []*Keys{&d.Denied, &d.Failing, &d.Capped} {
		slices.SortFunc(*l, CompareKey)
	}
	d.truncateThreads(debtThreads)
}

// truncateThreads keeps n threads at most, those that were denied first.
func (d *Debts) truncateThreads(n int) {
	for _, l := range []*Keys{&d.Denied, &d.Failing, &d.Capped} {
		k := min(n, len(*l))
		d.Omitted += len(*l) - k
		*l = (*l)[:k:k]
		n -= k
	}
}

func (d *Debts) size() int {
	text, err := json.Marshal(d)
	if err != nil {
		return 0 // cannot be: numbers and times of our own
	}
	return len(text)
}

// CountKinds is how many debts there are of each kind.
func (d *Debts) CountKinds() map[DebtKind]int {
	counts := map[DebtKind]int{}
	for _, g := range d.Groups {
		one := Debts{Groups: []DebtGroup{g}}
		counts[g.Kind] += one.Count()
	}
	return counts
}

// Count is the number of all debts.
func (d *Debts) Count() int { return d.count(false, maxDuration) }

// CountNewerThan is the number of debts that can hold a word younger than a span
// before At. With live only those count in which somebody may wait.
func (d *Debts) CountNewerThan(live bool, span time.Duration) int { return d.count(live, span) }

// CountOf is the number of debts of one kind.
func (d *Debts) CountOf(kind DebtKind) int {
	one := Debts{At: d.At}
	for i := range d.Groups {
		if d.Groups[i].Kind == kind {
			one.Groups = append(one.Groups, d.Groups[i])
		}
	}
	return one.Count()
}

// countUnreadOf is how many debts of one kind are of what was never read and can hold a word sent after a moment.
func (d *Debts) countUnreadOf(kind DebtKind, after time.Time) (n int) {
	for i := range d.Groups {
		g := &d.Groups[i]
		if g.Kind != kind {
			continue
		}
		if g.unreadSince(noTime, after) {
			n += g.Unknown
		}
		for j := 0; j+1 < len(g.Ages); j += 2 {
			if g.unreadSince(d.until(g.Ages[j]), after) {
				n += g.Ages[j+1]
			}
		}
	}
	return n
}

// countCurrentOf is how many debts of one kind can move the figures of the last half hour and of now.
func (d *Debts) countCurrentOf(kind DebtKind, now time.Time) (n int) {
	for i := range d.Groups {
		g := &d.Groups[i]
		one := Debts{At: d.At, Groups: d.Groups[i : i+1]}
		switch {
		case g.Kind != kind:
		case kind == DebtFailing:
			if one.stale(now) {
				n += one.Count()
			}
		default:
			n += one.CountNewerThan(false, d.At.Sub(now)+recentSpan+overAfter)
		}
	}
	return n
}

// describeCurrent counts what can move the figures of the last half hour and of now; empty where nothing can.
func (d *Debts) describeCurrent(now time.Time) string {
	return d.describe(func(k DebtKind) int { return d.countCurrentOf(k, now) })
}

// describeToday counts what is owed in a state, but for what is said elsewhere: what has only just come, and while the
// floor is read in time all that moves more than today's figures, of which Inexact speaks.
func (d *Debts) describeToday(now time.Time, in State) string {
	return d.describe(func(k DebtKind) int {
		switch {
		case in == StateLive:
			return d.CountOf(k) - d.countCurrentOf(k, now)
		case d.fresh(now):
			return d.CountOf(k) - d.countUnreadOf(k, now.Add(-recentSpan-overAfter))
		}
		return d.CountOf(k)
	})
}

// describe names each kind of debt with its number.
func (d *Debts) describe(of func(DebtKind) int) string {
	var parts []string
	for _, k := range []struct {
		kind      DebtKind
		one, many string
	}{
		{DebtUnlisted, "visitor", "visitors"}, {DebtUnread, "unread thread", "unread threads"}, {DebtEarlierChat, "earlier chat", "earlier chats"},
		{DebtCapped, "chat's beginning", "chats' beginnings"}, {DebtFailing, "thread that fails", "threads that fail"},
		{DebtLost, "chat that never came", "chats that never came"}, {DebtSpeaker, "agent that the agents list has not named", "agents that the agents list has not named"}, {DebtUnknown, "unknown thing", "unknown things"},
	} {
		if n := of(k.kind); n > 0 {
			parts = append(parts, Count(n, k.one, k.many))
		}
	}
	return strings.Join(parts, ", ")
}

// CountInWindow is the number of debts that can move the figures of a window that begins at from.
func (d *Debts) CountInWindow(from time.Time) int {
	return d.count(false, min(d.At.Sub(from), maxDuration-overAfter)+overAfter)
}

// WithoutCapped is d without the chats of which the first messages are missing, where each of them is in
// a thread of which out holds: their ages travel as a sum, from which no single one can be taken.
func (d Debts) WithoutCapped(out func(Key) bool) Debts {
	if d.CountOf(DebtCapped) != len(d.Capped) || slices.ContainsFunc(d.Capped, func(k Key) bool { return !out(k) }) {
		return d
	}
	d.Capped = nil
	d.Groups = slices.DeleteFunc(slices.Clone(d.Groups), func(g DebtGroup) bool { return g.Kind == DebtCapped })
	return d
}

// Newest is the newest word that anything owed can hold; ok is false where that is not known, or nothing is owed.
func (d *Debts) Newest() (until time.Time, ok bool) {
	unknown := d.has(func(g *DebtGroup, at time.Time) bool {
		switch {
		case at.IsZero() || g.Kind == DebtFailing:
			return true
		case at.After(until):
			until = at
		}
		return false
	})
	return until, !unknown && !until.IsZero()
}

const maxDuration = time.Duration(1<<63 - 1)

func (d *Debts) count(live bool, span time.Duration) int {
	sum := 0
	for i := range d.Groups {
		g := &d.Groups[i]
		if live && !g.Live {
			continue
		}
		sum += min(max(0, g.Unknown), maxDebtCount)
		for j := 0; j+1 < len(g.Ages); j += 2 {
			if g.Kind == DebtFailing || time.Duration(min(g.Ages[j], maxDebtAge))*time.Minute < span {
				sum += min(max(0, g.Ages[j+1]), maxDebtCount)
			}
		}
	}
	return sum
}

func (d *Debts) isEmpty() bool {
	return d.At.IsZero() && d.Read == 0 && d.Total == 0 && d.TimeLeft == 0 && d.Since.IsZero() && d.Omitted == 0 &&
		len(d.Groups)+len(d.Failing)+len(d.Denied)+len(d.Capped) == 0
}

// IsZero reports whether d says nothing at all.
func (d Debts) IsZero() bool { return d.isEmpty() }

// clamp cuts what a stranger's stream may hold down to what a program of ours sends.
func (d *Debts) clamp() {
	d.Groups = nilIfEmpty(slices.Clone(d.Groups[:min(len(d.Groups), maxDebtGroups)]))
	for i := range d.Groups {
		g := &d.Groups[i]
		g.Ages = nilIfEmpty(g.Ages[:min(len(g.Ages), maxDebtAges)])
	}
	if len(d.Failing)+len(d.Denied)+len(d.Capped) > debtThreads {
		d.truncateThreads(debtThreads)
	}
	d.Failing, d.Denied, d.Capped = nilIfEmpty(d.Failing), nilIfEmpty(d.Denied), nilIfEmpty(d.Capped)
}

// nilIfEmpty returns nil for an empty list: a stream may write one where a program of ours writes nothing,
// and both say the same.
func nilIfEmpty[S ~[]E, E any](s S) S {
	if len(s) == 0 {
		return nil
	}
	return s
}

// Keys are threads as they travel: visitor and thread in turns, in one list of numbers.
type Keys []Key

// MarshalJSON implements json.Marshaler.
func (k Keys) MarshalJSON() ([]byte, error) {
	flat := make([]int64, 0, 2*len(k))
	for _, key := range k {
		flat = append(flat, int64(key.Visitor), int64(key.Thread))
	}
	return json.Marshal(flat)
}

// UnmarshalJSON implements json.Unmarshaler.
func (k *Keys) UnmarshalJSON(text []byte) error {
	var flat []int64
	if err := json.Unmarshal(text, &flat); err != nil {
		return err
	}
	if len(flat)%2 != 0 {
		return errors.New("a list of threads ends with a visitor")
	}
	*k = make(Keys, 0, len(flat)/2)
	for i := 0; i < len(flat); i += 2 {
		*k = append(*k, Key{VisitorID(flat[i]), ThreadID(flat[i+1])})
	}
	return nil
}
