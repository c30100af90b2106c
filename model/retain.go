package model

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"floorwatch/model/safetext"
)

// Retention. A row (what figures need) outlives its text. Rows go by age: those
// older than hours, but never any since shortly before the start of today; and by
// number: the newest Rows stay. Texts go by number only: the newest
// MessagesPerThread of a visitor and the newest Messages in all stay. A bound by
// visitor bounds each of the visitor's threads, and unlike the thread the visitor
// of a message never changes.
//
// Every bound is "the newest by (sent time, id)", so what is left does not depend
// on the order of arrival: what once fell out stays below the bound.

// beforeToday is kept of the day before, so that a turn which began then and a
// chat that was running at midnight are known whole.
const beforeToday = time.Hour

// A keeper knows what is held and what is let go.
type keeper struct {
	keep    Keep
	loc     *time.Location
	newest  stamp // of all Events
	cutoff  stamp // rows before it are not held
	horizon stamp // what else was observed before it is not held
	floor   place // rows up to it are not held
	rows    int
	texts   int
	shares  map[VisitorID]*share
	over    []*share // those over their bound of texts
	dropped int
	aged    bool // cutoff has moved

	oldRows  queue
	oldTexts queue // of the rows with a text
}

// A share is what is held of a visitor.
type share struct {
	visitor VisitorID
	chats   []*chat
	texts   int
}

func newKeeper(cfg Config) keeper {
	k, d := cfg.Keep, DefaultKeep()
	k.Hours = cmp.Or(max(k.Hours, 0), d.Hours)
	k.MessagesPerThread = cmp.Or(max(k.MessagesPerThread, 0), d.MessagesPerThread)
	k.Messages = cmp.Or(max(k.Messages, 0), d.Messages)
	k.Rows = k.HeldRows()
	return keeper{
		keep: k, loc: cfg.Location, newest: never, cutoff: never, horizon: never,
		floor: place{never, -maxMessageID}, shares: map[VisitorID]*share{},
	}
}

// advance notes the time of an Event. Bounds of age move by whole minutes.
func (k *keeper) advance(at stamp) {
	if at <= k.newest {
		return
	}
	k.newest = at
	now := at.time().In(k.loc).Truncate(time.Minute)
	hours := time.Duration(k.keep.Hours) * time.Hour
	old := now.Add(-hours)
	if today := startOfDay(now).Add(-beforeToday); today.Before(old) {
		old = today
	}
	if c := stampOf(old); c > k.cutoff {
		k.cutoff, k.horizon, k.aged = c, c.add(-hours), true
	}
}

func (k *keeper) refuses(l *line) bool {
	p := l.place()
	return p.at < k.cutoff || p.compare(k.floor) <= 0
}

func (k *keeper) added(c *chat, l *line) {
	k.rows++
	k.oldRows.add(l.place())
	if l.has(flagBare) {
		return
	}
	k.oldTexts.add(l.place())
	k.texts++
	s := k.shares[l.visitor]
	if s == nil {
		s = &share{visitor: l.visitor}
		k.shares[l.visitor] = s
	}
	if !slices.Contains(s.chats, c) {
		s.chats = append(s.chats, c)
	}
	if s.texts++; s.texts == k.keep.MessagesPerThread+1 {
		k.over = append(k.over, s)
	}
}

func (k *keeper) removed(l *line) {
	k.rows--
	if !l.has(flagBare) {
		k.texts--
		k.shares[l.visitor].texts--
	}
}

// retain lets go what is over the bounds.
func (b *Board) retain() {
	k := &b.keeper
	if k.aged {
		k.aged = false
		for _, c := range b.chats {
			b.dropRows(c, c.before(k.cutoff))
		}
		b.dropOld()
	}
	for k.rows > k.keep.Rows {
		b.dropOldest(k.rows - k.keep.Rows)
	}
	for _, s := range k.over {
		for s.texts > k.keep.MessagesPerThread {
			k.bareOne(s)
		}
	}
	k.over = k.over[:0]
	for k.texts > k.keep.Messages {
		b.bareOldest(k.texts - k.keep.Messages)
	}
}

// before is the number of rows before t.
func (c *chat) before(t stamp) int {
	n, _ := slices.BinarySearchFunc(c.rows, place{t, -maxMessageID}, comparePlace)
	return n
}

// dropRows lets the first n rows of c go.
func (b *Board) dropRows(c *chat, n int) {
	if n == 0 {
		return
	}
	for i := range n {
		l := c.line(i)
		b.noteCut(&l)
		b.keeper.removed(&l)
		delete(b.byID, l.id)
	}
	b.keeper.dropped += n
	c.dropFirst(n)
	b.touch(c)
	if len(c.rows) == 0 {
		b.forget(c)
	}
}

// noteCut notes that a row of a chat is not held, so that its rest is not taken for the whole.
func (b *Board) noteCut(l *line) {
	at := l.at()
	if at < b.keeper.horizon {
		return
	}
	f := b.makeFacts(l.chat)
	f.cutLast = max(f.cutLast, at)
	if l.word() == SideAgent {
		f.cutA = max(f.cutA, at)
	}
	b.touchID(l.chat)
}

// bareOne lets go the oldest text of a visitor.
func (k *keeper) bareOne(s *share) {
	var oldest *chat
	at := 0
	s.chats = slices.DeleteFunc(s.chats, func(c *chat) bool {
		i := c.firstText(c.bare, s.visitor)
		if i < len(c.rows) && (oldest == nil || c.rows[i].place().compare(oldest.rows[at].place()) < 0) {
			oldest, at = c, i
		}
		return i == len(c.rows)
	})
	if oldest == nil { // cannot be: texts counts the rows that have one
		s.texts = 0
		return
	}
	k.bareRow(oldest, at)
}

// firstText returns the first row from i on that has its text, of a visitor.
func (c *chat) firstText(i int, v VisitorID) int {
	for i < len(c.rows) && (c.rows[i].has(flagBare) || c.voices[c.rows[i].voice].visitor != v) {
		i++
	}
	return i
}

// bareRow lets the text of row i of c go.
func (k *keeper) bareRow(c *chat, i int) {
	l := c.line(i)
	k.texts--
	k.shares[l.visitor].texts--
	c.rows[i].text = safetext.Text{}
	delete(c.sources, l.id)
	c.rows[i].set(flagBare, true)
	if c.thread != nil && c.thread.shelf != nil {
		c.thread.shelf.stale = true // it may show this text
	}
	for c.bare < len(c.rows) && c.rows[c.bare].has(flagBare) {
		c.bare++
	}
}

// A queue holds the places of the oldest rows of all, the oldest first. It is
// filled by a walk over every chat with more than is needed at once, so that on
// a full Board not every Event pays for such a walk. No row that is not in it is
// older than its last one; those in it may have gone meanwhile.
type queue []place

// ahead is how many rows a walk puts into a queue: 1/64 of the bound, but a few at least.
func ahead(bound int) int { return max(8, bound/64) }

// add puts in a row that came after the walk, where it is among the oldest.
func (q *queue) add(p place) {
	if n := len(*q); n == 0 || p.compare((*q)[n-1]) > 0 {
		return
	}
	if i, found := slices.BinarySearchFunc(*q, p, place.compare); !found {
		*q = slices.Insert(*q, i, p)
	}
}

// letOldest calls let for up to n of the oldest rows of all chats, in order: for
// those that are left in the queue, which it fills where it is empty. next gives
// the first row of a chat from i on that counts, bound how many of them may stay.
func (b *Board) letOldest(q *queue, n, bound int, next func(c *chat, i int) int, let func(c *chat, i int)) {
	if len(*q) == 0 {
		*q = b.oldest(max(n, ahead(bound)), next)
	}
	for n > 0 && len(*q) > 0 {
		p := (*q)[0]
		*q = (*q)[1:]
		c := b.byID[p.id]
		if c == nil {
			continue
		}
		if i, found := slices.BinarySearchFunc(c.rows, p, comparePlace); found && next(c, i) == i {
			let(c, i)
			n--
		}
	}
}

// A front is the oldest row of a chat that is not in the queue yet.
type front struct {
	place
	c *chat
	i int
}

// sink moves list[i] to where it belongs in the heap below it, the oldest first.
func sink(list []front, i int) {
	for {
		least := i
		for j := 2*i + 1; j <= 2*i+2 && j < len(list); j++ {
			if list[j].compare(list[least].place) < 0 {
				least = j
			}
		}
		if least == i {
			return
		}
		list[i], list[least] = list[least], list[i]
		i = least
	}
}

// oldest walks all chats and returns the places of the n oldest rows that count.
func (b *Board) oldest(n int, next func(c *chat, i int) int) queue {
	list := make([]front, 0, len(b.chats))
	for _, c := range b.chats {
		if i := next(c, 0); i < len(c.rows) {
			list = append(list, front{c.rows[i].place(), c, i})
		}
	}
	for i := len(list)/2 - 1; i >= 0; i-- {
		sink(list, i)
	}
	var q queue
	for ; n > 0 && len(list) > 0; n-- {
		f := &list[0]
		q = append(q, f.place)
		if f.i = next(f.c, f.i+1); f.i < len(f.c.rows) {
			f.place = f.c.rows[f.i].place()
		} else {
			list[0] = list[len(list)-1]
			list = list[:len(list)-1]
		}
		sink(list, 0)
	}
	return q
}

// dropOldest lets up to n of the oldest rows of all go.
func (b *Board) dropOldest(n int) {
	k := &b.keeper
	drop := map[*chat]int{}
	b.letOldest(&k.oldRows, n, k.keep.Rows, func(_ *chat, i int) int { return i }, func(c *chat, i int) {
		drop[c] = i + 1
		k.floor = c.rows[i].place()
	})
	for c, n := range drop {
		b.dropRows(c, n)
	}
}

// bareOldest lets up to n of the oldest texts of all go.
func (b *Board) bareOldest(n int) {
	next := func(c *chat, i int) int {
		for i = max(i, c.bare); i < len(c.rows) && c.rows[i].has(flagBare); i++ {
		}
		return i
	}
	k := &b.keeper
	b.letOldest(&k.oldTexts, n, k.keep.Messages, next, k.bareRow)
}

// dropOld lets go what was observed before the horizon and belongs to nothing that is held.
func (b *Board) dropOld() {
	k := &b.keeper
	old := func(at stamp) bool { return at < k.horizon }
	for id, f := range b.facts {
		if old(f.newest()) {
			delete(b.facts, id)
			b.touchID(id)
		}
	}
	for key, t := range b.infos {
		if old(stampOf(t.At)) {
			delete(b.infos, key)
			for _, id := range t.all() {
				b.unname(id, key)
			}
		}
	}
	for id, v := range b.visitors {
		if old(stampOf(v.At)) {
			delete(b.visitors, id)
		}
	}
	for key, at := range b.polled {
		if old(at) {
			delete(b.polled, key)
		}
	}
	b.dropGaps(k.horizon)
	maps.DeleteFunc(b.gone, func(_ goneID, at stamp) bool { return old(at) })
	maps.DeleteFunc(b.claims, func(_ ChatID, c Claim) bool { return old(stampOf(c.At)) })
	for id, s := range k.shares {
		if s.texts == 0 {
			delete(k.shares, id)
		}
	}
}
