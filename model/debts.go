package model

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// A DebtKind is the reason why something on the floor is not known.
type DebtKind uint8

// Kinds of debt. They are sent as numbers: append only.
const (
	DebtUnknown     DebtKind = iota // sent by a newer program
	DebtUnlisted                    // a visitor whose thread list has not been read, or not completely
	DebtUnread                      // a thread that has never been read
	DebtEarlierChat                 // an earlier chat of a thread, not read since it ended
	DebtCapped                      // a chat whose first messages are missing
	DebtFailing                     // a thread that was read before and now fails
	DebtLost                        // an earlier chat that Acquire does not return, however it is requested
	DebtSpeaker                     // a sender that the agents list does not name yet, so possibly an automation, whose reply ends no wait
)

var debtWords = [...]string{"unknown", "unlooked", "unread", "owed", "capped", "failing", "lost", "speaker"}

// String is the name of the kind in Prometheus.
func (k DebtKind) String() string {
	if int(k) >= len(debtWords) {
		k = DebtUnknown
	}
	return debtWords[k]
}

// A Debt is one thing that still has to be read. The poller keeps the exact list; an Event carries its summary,
// Debts.
type Debt struct {
	Kind   DebtKind
	Key    Key       // the thread, where the kind is DebtFailing or DebtCapped or Denied is set; NoThread for a visitor's thread list
	Live   bool      // it may contain the newest chat of a thread, so somebody may be waiting in it
	Denied bool      // failed three times
	Until  time.Time // no message in it is newer than this; of DebtFailing the last successful read; zero: unknown
}

// Debts summarises everything that still has to be read, in at most 4 kB of JSON.
type Debts struct {
	At       time.Time     `json:"at"`
	Read     int           `json:"read,omitempty"` // of what may contain messages of the last hour: read …
	Total    int           `json:"of,omitempty"`   // … out of this many
	TimeLeft time.Duration `json:"done,omitempty"` // estimated time until everything is read; 0: no estimate
	Since    time.Time     `json:"since,omitzero"` // when the oldest unread one of these was discovered; zero: unknown, or at the first read
	Groups   []DebtGroup   `json:"groups,omitempty"`
	Failing  Keys          `json:"failing,omitempty"` // threads that fail …
	Denied   Keys          `json:"denied,omitempty"`  // … threads that failed three times, read before or not
	Capped   Keys          `json:"capped,omitempty"`  // threads with a chat whose first messages are missing
	Omitted  int           `json:"more,omitempty"`    // threads left out of these lists for lack of room
}

// A DebtGroup counts the debts of one kind by age.
type DebtGroup struct {
	Kind    DebtKind `json:"kind"`
	Live    bool     `json:"live,omitempty"`
	Unknown int      `json:"unknown,omitempty"` // how many have an unknown Until
	// Ages holds pairs: minutes from Until to Debts.At, rounded down so that no debt looks older than it is, and
	// how many debts have that age.
	Ages []int `json:"ages,omitempty"`
}

// Limits of the summary.
const (
	debtBytes     = 4 << 10         // of JSON
	debtThreads   = 200             // in Failing, Denied and Capped together
	debtMinutes   = 90              // ages up to this are exact to the minute …
	debtQuarter   = 15              // … and older ones to a quarter of an hour …
	debtOldest    = 48 * 60         // … up to this age, beyond which no window of a figure reaches
	maxDebtGroups = 32              // accepted from a stream
	maxDebtAges   = 2 * 4 * 24 * 32 // accepted in each group
	maxDebtAge    = 366 * 24 * 60   // minutes
	maxDebtCount  = 1 << 30         // accepted for one age
)

// SumDebts summarises list as of at. Where the counts do not fit into 4 kB, ages are rounded down further, so a
// debt may look newer than it is but never older.
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

// setGroups counts the debts of list; ages beyond debtMinutes are rounded down to multiples of span minutes.
func (d *Debts) setGroups(list []Debt, span int) {
	counts := map[debtBucket]int{}
	for i := range list {
		age := -1
		if until := list[i].Until; !until.IsZero() {
			age = min(max(0, int(d.At.Sub(until)/time.Minute)), debtOldest)
			if age >= debtMinutes || span > debtQuarter {
				age -= age % span
			}
		}
		counts[bucketOf(list[i].Kind, list[i].Live, age)]++
	}
	d.Groups = nil
	for _, b := range slices.Sorted(maps.Keys(counts)) {
		kind, live, age := b.parts()
		if n := len(d.Groups); n == 0 || d.Groups[n-1].Kind != kind || d.Groups[n-1].Live != live {
			d.Groups = append(d.Groups, DebtGroup{Kind: kind, Live: live})
		}
		g := &d.Groups[len(d.Groups)-1]
		if age < 0 {
			g.Unknown = counts[b]
			continue
		}
		g.Ages = append(g.Ages, age, counts[b])
	}
}

// A debtBucket is a kind, whether somebody may be waiting, and an age in minutes, -1 if it is unknown, in one number,
// which a map hashes much faster than a struct. Its order is that of kinds, then live ones first, then ages.
type debtBucket uint64

func bucketOf(kind DebtKind, live bool, age int) debtBucket {
	b := debtBucket(kind)<<33 | debtBucket(age+1)
	if !live {
		b |= 1 << 32
	}
	return b
}

func (b debtBucket) parts() (kind DebtKind, live bool, age int) {
	return DebtKind(b >> 33), b&(1<<32) == 0, int(uint32(b)) - 1
}

// setThreads lists the threads that fail, were denied or lack their first messages.
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

// truncateThreads keeps at most n threads, denied ones first, and counts the others in Omitted.
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

// CountKinds returns the number of debts of each kind.
func (d *Debts) CountKinds() map[DebtKind]int {
	counts := map[DebtKind]int{}
	for _, g := range d.Groups {
		one := Debts{Groups: []DebtGroup{g}}
		counts[g.Kind] += one.Count()
	}
	return counts
}

// Count returns the number of all debts.
func (d *Debts) Count() int { return d.count(false, maxDuration) }

// CountNewerThan returns the number of debts that may contain messages sent within span before At. With live it
// counts only those in which somebody may be waiting.
func (d *Debts) CountNewerThan(live bool, span time.Duration) int { return d.count(live, span) }

// CountOf returns the number of debts of one kind.
func (d *Debts) CountOf(kind DebtKind) int {
	one := Debts{At: d.At}
	for i := range d.Groups {
		if d.Groups[i].Kind == kind {
			one.Groups = append(one.Groups, d.Groups[i])
		}
	}
	return one.Count()
}

// countUnreadOf counts the debts of a kind that were never read and may contain messages sent after a moment.
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

// countCurrentOf counts the debts of a kind that can change the figures of now and of the last half hour.
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

// describeToday lists the debts that a remark in this state mentions: not those that have only just been
// discovered, and in StateLive only those that change nothing but today's figures, since Inexact lists the others.
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

// describe lists the kinds of debt with their counts.
func (d *Debts) describe(of func(DebtKind) int) string {
	var parts []string
	for _, k := range []struct {
		kind      DebtKind
		one, many string
	}{
		{DebtUnlisted, "visitor", "visitors"}, {DebtUnread, "unread chat", "unread chats"}, {DebtEarlierChat, "earlier chat", "earlier chats"},
		{DebtCapped, "chat's beginning", "chats' beginnings"}, {DebtFailing, "chat that fails", "chats that fail"},
		{DebtLost, "chat that never came", "chats that never came"}, {DebtSpeaker, "agent that the agents list has not named", "agents that the agents list has not named"}, {DebtUnknown, "unknown thing", "unknown things"},
	} {
		if n := of(k.kind); n > 0 {
			parts = append(parts, Count(n, k.one, k.many))
		}
	}
	return strings.Join(parts, ", ")
}

// CountInWindow returns the number of debts that can change the figures of a window that begins at from.
func (d *Debts) CountInWindow(from time.Time) int {
	return d.count(false, min(d.At.Sub(from), maxDuration-overAfter)+overAfter)
}

// WithoutCapped returns d without its DebtCapped if out holds for the thread of every one of them. Otherwise it
// returns d unchanged: the ages of single chats cannot be subtracted from their sum.
func (d Debts) WithoutCapped(out func(Key) bool) Debts {
	if d.CountOf(DebtCapped) != len(d.Capped) || slices.ContainsFunc(d.Capped, func(k Key) bool { return !out(k) }) {
		return d
	}
	d.Capped = nil
	d.Groups = slices.DeleteFunc(slices.Clone(d.Groups), func(g DebtGroup) bool { return g.Kind == DebtCapped })
	return d
}

// Newest returns the time of the newest message that any debt may contain; ok is false if there are none or a time
// is unknown.
func (d *Debts) Newest() (until time.Time, ok bool) {
	if d.has((*DebtGroup).failing, func(time.Time) bool { return true }) {
		return until, false
	}
	unknown := d.has(func(*DebtGroup) bool { return true }, func(at time.Time) bool {
		if at.After(until) {
			until = at
		}
		return at.IsZero()
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

// IsZero reports whether d has no content; encoding/json calls it.
func (d Debts) IsZero() bool { return d.isEmpty() }

// clamp is Coverage.Clamp for the debts.
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

// nilIfEmpty returns nil for an empty list, so that a list that was sent empty and one that was not sent are
// equal.
func nilIfEmpty[S ~[]E, E any](s S) S {
	if len(s) == 0 {
		return nil
	}
	return s
}

// Keys are threads in JSON: one flat list of numbers in which visitor and thread alternate.
type Keys []Key

// MarshalJSON writes the flat list of visitors' and threads' numbers.
func (k Keys) MarshalJSON() ([]byte, error) {
	flat := make([]int64, 0, 2*len(k))
	for _, key := range k {
		flat = append(flat, int64(key.Visitor), int64(key.Thread))
	}
	return json.Marshal(flat)
}

// UnmarshalJSON reads the flat list; an odd number of numbers is an error.
func (k *Keys) UnmarshalJSON(text []byte) error {
	var flat []int64
	if err := json.Unmarshal(text, &flat); err != nil {
		return err
	}
	if len(flat)%2 != 0 {
		return errors.New("a list of keys ends with a visitor")
	}
	*k = make(Keys, 0, len(flat)/2)
	for i := 0; i < len(flat); i += 2 {
		*k = append(*k, Key{VisitorID(flat[i]), ThreadID(flat[i+1])})
	}
	return nil
}
