package board

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"floorwatch/model"
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

// lateWords is how long after its end a day is held whole: until then the history
// writes it again, with the words that came late.
const lateWords = 10 * time.Minute

// A retention knows what is held and what is let go.
type retention struct {
	keep    model.Keep
	loc     *time.Location
	newest  model.Instant // of all Events
	cutoff  model.Instant // rows before it are not held
	horizon model.Instant // what else was observed before it is not held
	floor   model.Place   // rows up to it are not held
	rows    int
	texts   int
	shares  map[model.VisitorID]*share
	over    []*share // those over their bound of texts
	dropped int
	first   model.Instant // no row that is held is older
	aged    bool          // horizon has moved

	oldRows  queue
	oldTexts queue // of the rows with a text
}

// A share is what is held of a visitor.
type share struct {
	visitor model.VisitorID
	chats   []*chat
	texts   int
}

func newKeeper(cfg Config) retention {
	k, d := cfg.Keep, model.DefaultKeep()
	k.Hours = cmp.Or(max(k.Hours, 0), d.Hours)
	k.MessagesPerThread = cmp.Or(max(k.MessagesPerThread, 0), d.MessagesPerThread)
	k.Messages = cmp.Or(max(k.Messages, 0), d.Messages)
	k.Rows = k.HeldRows()
	return retention{
		keep: k, loc: cfg.Location, newest: model.Never, cutoff: model.Never, horizon: model.Never,
		first: forever, floor: model.Place{At: model.Never, ID: -maxMessageID}, shares: map[model.VisitorID]*share{},
	}
}

// horizonStep is by how much the horizon moves: each time all that is held is walked over.
const horizonStep = 10 * time.Minute

// advance notes the time of an Event. The bound of age of rows moves by whole minutes.
func (k *retention) advance(at model.Instant) {
	if at <= k.newest {
		return
	}
	k.newest = at
	now := at.Time().In(k.loc).Truncate(time.Minute)
	hours := time.Duration(k.keep.Hours) * time.Hour
	old := now.Add(-hours)
	if today := startOfDay(now.Add(-lateWords)).Add(-beforeToday); today.Before(old) {
		old = today
	}
	k.cutoff = max(k.cutoff, model.InstantOf(old))
	if h := model.InstantOf(k.cutoff.Add(-hours).Time().Truncate(horizonStep)); h > k.horizon {
		k.horizon, k.aged = h, true
	}
}

func (k *retention) refuses(l *model.Observation) bool {
	p := l.Place()
	return p.At < k.cutoff || p.Compare(k.floor) <= 0
}

func (k *retention) added(c *chat, l *model.Observation) {
	k.rows++
	k.first = min(k.first, l.At())
	k.oldRows.add(l.Place())
	if l.Has(model.FlagBare) {
		return
	}
	k.oldTexts.add(l.Place())
	k.texts++
	s := k.shares[l.Visitor]
	if s == nil {
		s = &share{visitor: l.Visitor}
		k.shares[l.Visitor] = s
	}
	if !slices.Contains(s.chats, c) {
		s.chats = append(s.chats, c)
	}
	if s.texts++; s.texts == k.keep.MessagesPerThread+1 {
		k.over = append(k.over, s)
	}
}

func (k *retention) removed(l *model.Observation) {
	k.rows--
	if !l.Has(model.FlagBare) {
		k.texts--
		k.shares[l.Visitor].texts--
	}
}

// retain lets go what is over the bounds.
func (b *store) retain() {
	k := &b.keeper
	if k.first < k.cutoff {
		k.first = forever
		for _, c := range b.chats {
			n := c.before(k.cutoff)
			if n < len(c.rows) {
				k.first = min(k.first, c.rows[n].At())
			}
			b.dropRows(c, n)
		}
	}
	if k.aged {
		k.aged = false
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
func (c *chat) before(t model.Instant) int {
	n, _ := slices.BinarySearchFunc(c.rows, model.Place{At: t, ID: -maxMessageID}, model.ComparePlace)
	return n
}

// dropRows lets the first n rows of c go.
func (b *store) dropRows(c *chat, n int) {
	if n == 0 {
		return
	}
	for i := range n {
		l := c.line(i)
		b.noteCut(&l)
		b.keeper.removed(&l)
		b.index.remove(l.ID, c)
	}
	b.keeper.dropped += n
	c.dropFirst(n)
	b.touch(c)
	if len(c.rows) == 0 {
		b.forget(c)
	}
}

// noteCut notes that a row of a chat is not held, so that its rest is not taken for the whole.
func (b *store) noteCut(l *model.Observation) {
	at := l.At()
	if at < b.keeper.horizon {
		return
	}
	f := b.makeFacts(l.Chat)
	f.CutLast = max(f.CutLast, at)
	if l.Word() == model.SideAgent {
		f.CutAgent = max(f.CutAgent, at)
	}
	b.touchID(l.Chat)
}

// bareOne lets go the oldest text of a visitor.
func (k *retention) bareOne(s *share) {
	var oldest *chat
	at := 0
	s.chats = slices.DeleteFunc(s.chats, func(c *chat) bool {
		i := c.firstText(c.bare, s.visitor)
		if i < len(c.rows) && (oldest == nil || c.rows[i].Place().Compare(oldest.rows[at].Place()) < 0) {
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
func (c *chat) firstText(i int, v model.VisitorID) int {
	for i < len(c.rows) && (c.rows[i].Has(model.FlagBare) || c.voices[c.rows[i].SpeakerIndex].Visitor != v) {
		i++
	}
	return i
}

// bareRow lets the text of row i of c go.
func (k *retention) bareRow(c *chat, i int) {
	l := c.line(i)
	k.texts--
	k.shares[l.Visitor].texts--
	c.rows[i].Text = safetext.Text{}
	delete(c.sources, l.ID)
	c.rows[i].Set(model.FlagBare, true)
	if c.thread != nil && c.thread.entry != nil {
		c.thread.entry.refill() // it may show this text
	}
	for c.bare < len(c.rows) && c.rows[c.bare].Has(model.FlagBare) {
		c.bare++
	}
}

// A queue holds the places of the oldest rows of all, the oldest first. It is
// filled by a walk over every chat with more than is needed at once, so that on
// a full Board not every Event pays for such a walk. No row that is not in it is
// older than its last one; those in it may have gone meanwhile.
type queue []model.Place

// ahead is how many rows a walk puts into a queue: 1/64 of the bound, but a few at least.
func ahead(bound int) int { return max(8, bound/64) }

// add puts in a row that came after the walk, where it is among the oldest.
func (q *queue) add(p model.Place) {
	if n := len(*q); n == 0 || p.Compare((*q)[n-1]) > 0 {
		return
	}
	if i, found := slices.BinarySearchFunc(*q, p, model.Place.Compare); !found {
		*q = slices.Insert(*q, i, p)
	}
}

// letOldest calls let for up to n of the oldest rows of all chats, in order: for
// those that are left in the queue, which it fills where it is empty. next gives
// the first row of a chat from i on that counts, bound how many of them may stay.
func (b *store) letOldest(q *queue, n, bound int, next func(c *chat, i int) int, let func(c *chat, i int)) {
	if len(*q) == 0 {
		*q = b.oldest(max(n, ahead(bound)), next)
	}
	for n > 0 && len(*q) > 0 {
		p := (*q)[0]
		*q = (*q)[1:]
		var i int
		c := b.index.chat(p.ID, func(c *chat) (held bool) { i, held = c.at(p); return held })
		if c != nil && next(c, i) == i {
			let(c, i)
			n--
		}
	}
}

// An evictionCursor is the oldest row of a chat that is not in the queue yet.
type evictionCursor struct {
	model.Place
	c *chat
	i int
}

// sink moves list[i] to where it belongs in the heap below it, the oldest first.
func sink(list []evictionCursor, i int) {
	for {
		least := i
		for j := 2*i + 1; j <= 2*i+2 && j < len(list); j++ {
			if list[j].Compare(list[least].Place) < 0 {
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
func (b *store) oldest(n int, next func(c *chat, i int) int) queue {
	list := make([]evictionCursor, 0, len(b.chats))
	for _, c := range b.chats {
		if i := next(c, 0); i < len(c.rows) {
			list = append(list, evictionCursor{c.rows[i].Place(), c, i})
		}
	}
	for i := len(list)/2 - 1; i >= 0; i-- {
		sink(list, i)
	}
	var q queue
	for ; n > 0 && len(list) > 0; n-- {
		f := &list[0]
		q = append(q, f.Place)
		if f.i = next(f.c, f.i+1); f.i < len(f.c.rows) {
			f.Place = f.c.rows[f.i].Place()
		} else {
			list[0] = list[len(list)-1]
			list = list[:len(list)-1]
		}
		sink(list, 0)
	}
	return q
}

// dropOldest lets up to n of the oldest rows of all go.
func (b *store) dropOldest(n int) {
	k := &b.keeper
	drop := map[*chat]int{}
	b.letOldest(&k.oldRows, n, k.keep.Rows, func(_ *chat, i int) int { return i }, func(c *chat, i int) {
		drop[c] = i + 1
		k.floor = c.rows[i].Place()
	})
	for c, n := range drop {
		b.dropRows(c, n)
	}
}

// bareOldest lets up to n of the oldest texts of all go.
func (b *store) bareOldest(n int) {
	next := func(c *chat, i int) int {
		for i = max(i, c.bare); i < len(c.rows) && c.rows[i].Has(model.FlagBare); i++ {
		}
		return i
	}
	k := &b.keeper
	b.letOldest(&k.oldTexts, n, k.keep.Messages, next, k.bareRow)
}

// dropOld lets go what was observed before the horizon and belongs to nothing that is held.
func (b *store) dropOld() {
	k := &b.keeper
	old := func(at model.Instant) bool { return at < k.horizon }
	for id, f := range b.facts {
		if old(f.newest()) {
			delete(b.facts, id)
			b.touchOnward(id)
		}
	}
	for key, t := range b.infos {
		if old(model.InstantOf(t.At)) {
			delete(b.infos, key)
			for _, id := range t.All() {
				b.unname(id, key)
			}
		}
	}
	for id, v := range b.visitors {
		if old(model.InstantOf(v.At)) {
			delete(b.visitors, id)
		}
	}
	for key, at := range b.polled {
		if old(at) {
			delete(b.polled, key)
		}
	}
	b.dropGaps(k.horizon)
	b.gone.Forget(old)
	maps.DeleteFunc(b.claims, func(_ model.ChatID, c model.Claim) bool { return old(model.InstantOf(c.At)) })
	for id, s := range k.shares {
		if s.texts == 0 {
			delete(k.shares, id)
		}
	}
}
