package board

import (
	"cmp"
	"container/heap"
	"maps"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Retention. A row (what figures need) outlives its text. Rows are bounded by age: those older than Hours
// are dropped, but none since shortly before the start of today; and by number: the newest Rows stay. Texts
// are bounded by number only: the newest MessagesPerThread of a visitor and the newest Messages overall
// stay. The bound per thread is counted per visitor, since the visitor of a message, unlike its thread,
// never changes.
//
// Each bound means "the newest by (sent time, id)", so the result does not depend on the order of arrival:
// what once fell below the bound stays below it.

// beforeToday is kept of the previous day, so that a turn that began then and a chat running at midnight are
// complete.
const beforeToday = time.Hour

// lateMessages is how long a day is kept whole after its end: until then the history rewrites it with messages
// that arrive late.
const lateMessages = 10 * time.Minute

// A retention tracks what is held and what has to be dropped.
type retention struct {
	keep         model.Retention
	loc          *time.Location
	newest       model.Instant  // of all Events
	cutoff       model.Instant  // rows before it are not held
	horizon      model.Instant  // facts and infos observed before it are not held
	evictedTo    model.Position // rows up to it are not held
	rows         int
	texts        int
	shares       map[model.VisitorID]*visitorShare
	over         []*visitorShare // shares with more texts than allowed
	dropped      int
	oldestRow    model.Instant // no held row is older
	horizonMoved bool          // horizon has moved

	oldRows  evictionQueue
	oldTexts evictionQueue // of rows with a text
}

// A visitorShare counts the texts held of a visitor.
type visitorShare struct {
	visitor model.VisitorID
	chats   []*chat
	texts   int
}

func newRetention(cfg Config) retention {
	k, d := cfg.Keep, model.DefaultRetention()
	k.Hours = cmp.Or(max(k.Hours, 0), d.Hours)
	k.MessagesPerThread = cmp.Or(max(k.MessagesPerThread, 0), d.MessagesPerThread)
	k.Messages = cmp.Or(max(k.Messages, 0), d.Messages)
	k.Rows = k.HeldRows()
	return retention{
		keep: k, loc: cfg.Location, newest: model.Never, cutoff: model.Never, horizon: model.Never,
		oldestRow: forever, evictedTo: model.Position{At: model.Never, ID: -maxMessageID}, shares: map[model.VisitorID]*visitorShare{},
	}
}

// horizonStep is the step of the horizon; each step walks over everything held.
const horizonStep = 10 * time.Minute

// advance records the time of an Event. The age bound of rows moves in whole minutes.
func (r *retention) advance(at model.Instant) {
	if at <= r.newest {
		return
	}
	r.newest = at
	now := at.Time().In(r.loc).Truncate(time.Minute)
	hours := time.Duration(r.keep.Hours) * time.Hour
	old := now.Add(-hours)
	if today := startOfDay(now.Add(-lateMessages)).Add(-beforeToday); today.Before(old) {
		old = today
	}
	r.cutoff = max(r.cutoff, model.InstantOf(old))
	if h := model.InstantOf(r.cutoff.Add(-hours).Time().Truncate(horizonStep)); h > r.horizon {
		r.horizon, r.horizonMoved = h, true
	}
}

func (r *retention) refuses(obs *model.Observation) bool {
	p := obs.Position()
	return p.At < r.cutoff || p.Compare(r.evictedTo) <= 0
}

func (r *retention) added(c *chat, obs *model.Observation) {
	r.rows++
	r.oldestRow = min(r.oldestRow, obs.At())
	r.oldRows.insert(obs.Position())
	if obs.Has(model.FlagBare) {
		return
	}
	r.oldTexts.insert(obs.Position())
	r.texts++
	vs := r.shares[obs.Visitor]
	if vs == nil {
		vs = &visitorShare{visitor: obs.Visitor}
		r.shares[obs.Visitor] = vs
	}
	if !slices.Contains(vs.chats, c) {
		vs.chats = append(vs.chats, c)
	}
	if vs.texts++; vs.texts == r.keep.MessagesPerThread+1 {
		r.over = append(r.over, vs)
	}
}

func (r *retention) removed(obs *model.Observation) {
	r.rows--
	if !obs.Has(model.FlagBare) {
		r.texts--
		r.shares[obs.Visitor].texts--
	}
}

// retain drops what exceeds the bounds.
func (b *store) retain() {
	r := &b.retention
	if r.oldestRow < r.cutoff {
		r.oldestRow = forever
		for _, c := range b.chats {
			n := c.rowsBefore(r.cutoff)
			if n < len(c.rows) {
				r.oldestRow = min(r.oldestRow, c.rows[n].At())
			}
			b.dropRows(c, n)
		}
	}
	if r.horizonMoved {
		r.horizonMoved = false
		b.dropBeforeHorizon()
	}
	for r.rows > r.keep.Rows {
		b.dropOldestRows(r.rows - r.keep.Rows)
	}
	for _, vs := range r.over {
		for vs.texts > r.keep.MessagesPerThread {
			r.dropOldestText(vs)
		}
	}
	r.over = r.over[:0]
	for r.texts > r.keep.Messages {
		b.dropOldestTexts(r.texts - r.keep.Messages)
	}
}

// rowsBefore returns the number of rows before t.
func (c *chat) rowsBefore(t model.Instant) int {
	n, _ := slices.BinarySearchFunc(c.rows, model.Position{At: t, ID: -maxMessageID}, model.ComparePosition)
	return n
}

// dropRows drops the first n rows of c.
func (b *store) dropRows(c *chat, n int) {
	if n == 0 {
		return
	}
	for i := range n {
		obs := c.observation(i)
		b.noteDropped(&obs)
		b.retention.removed(&obs)
		b.index.removeMessage(obs.ID, c)
	}
	b.retention.dropped += n
	c.removeFirst(n)
	b.touch(c)
	if len(c.rows) == 0 {
		b.removeChat(c)
	}
}

// noteDropped records that a row of a chat is not held, so that the rest is not mistaken for the whole chat.
func (b *store) noteDropped(obs *model.Observation) {
	at := obs.At()
	if at < b.retention.horizon {
		return
	}
	f := b.makeFacts(obs.Chat)
	f.EvictedLast = max(f.EvictedLast, at)
	if obs.MessageSide() == model.SideAgent {
		f.EvictedAgent = max(f.EvictedAgent, at)
	}
	b.touchID(obs.Chat)
}

// dropOldestText drops the oldest text of a visitor.
func (r *retention) dropOldestText(vs *visitorShare) {
	var oldest *chat
	at := 0
	vs.chats = slices.DeleteFunc(vs.chats, func(c *chat) bool {
		i := c.firstText(c.textsFrom, vs.visitor)
		if i < len(c.rows) && (oldest == nil || c.rows[i].Position().Compare(oldest.rows[at].Position()) < 0) {
			oldest, at = c, i
		}
		return i == len(c.rows)
	})
	if oldest == nil { // cannot happen: texts counts the rows that have one
		vs.texts = 0
		return
	}
	r.dropText(oldest, at)
}

// firstText returns the first row from i on that is the visitor's and has a text; len(rows) if none has.
func (c *chat) firstText(i int, v model.VisitorID) int {
	for i < len(c.rows) && (c.rows[i].Has(model.FlagBare) || c.speakers[c.rows[i].SpeakerIndex].Visitor != v) {
		i++
	}
	return i
}

// dropText drops the text of row i of c.
func (r *retention) dropText(c *chat, i int) {
	obs := c.observation(i)
	r.texts--
	r.shares[obs.Visitor].texts--
	c.rows[i].Text = safetext.Text{}
	delete(c.sources, obs.ID)
	c.rows[i].SetFlags(model.FlagBare, true)
	if c.thread != nil && c.thread.entry != nil {
		c.thread.entry.markStale() // its row may show this text
	}
	for c.textsFrom < len(c.rows) && c.rows[c.textsFrom].Has(model.FlagBare) {
		c.textsFrom++
	}
}

// An evictionQueue holds the places of the oldest rows overall, oldest first. One walk over all chats fills
// it with more than is needed at once, so that a full Board does not pay for a walk with every Event. Every
// row outside the queue is newer than its last entry; rows in it may have been removed meanwhile.
type evictionQueue []model.Position

// queueLength returns how many rows a walk puts into a queue: 1/64 of the bound, at least 8.
func queueLength(bound int) int { return max(8, bound/64) }

// insert inserts a row that arrived after the walk if it is among the oldest.
func (q *evictionQueue) insert(p model.Position) {
	if n := len(*q); n == 0 || p.Compare((*q)[n-1]) > 0 {
		return
	}
	if i, found := slices.BinarySearchFunc(*q, p, model.Position.Compare); !found {
		*q = slices.Insert(*q, i, p)
	}
}

// evictOldest calls drop for up to n of the oldest rows of all chats, in order, refilling the queue if it is
// empty. next returns the first row from i on that counts; bound is how many such rows may stay.
func (b *store) evictOldest(q *evictionQueue, n, bound int, next func(c *chat, i int) int, drop func(c *chat, i int)) {
	if len(*q) == 0 {
		*q = b.oldest(max(n, queueLength(bound)), next)
	}
	for n > 0 && len(*q) > 0 {
		p := (*q)[0]
		*q = (*q)[1:]
		var i int
		c := b.index.chatWhere(p.ID, func(c *chat) (held bool) { i, held = c.rowAt(p); return held })
		if c != nil && next(c, i) == i {
			drop(c, i)
			n--
		}
	}
}

// An evictionCursor is the oldest row of a chat that is not in the queue yet.
type evictionCursor struct {
	model.Position
	c *chat
	i int
}

// evictionCursors is a container/heap with the oldest row first.
type evictionCursors []evictionCursor

func (h evictionCursors) Len() int           { return len(h) }
func (h evictionCursors) Less(i, j int) bool { return h[i].Compare(h[j].Position) < 0 }
func (h evictionCursors) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *evictionCursors) Push(any)          {} // never called: only existing cursors move on
func (h *evictionCursors) Pop() any          { *h = (*h)[:len(*h)-1]; return nil }

// oldest walks over all chats and returns the places of the n oldest rows that count.
func (b *store) oldest(n int, next func(c *chat, i int) int) evictionQueue {
	list := make(evictionCursors, 0, len(b.chats))
	for _, c := range b.chats {
		if i := next(c, 0); i < len(c.rows) {
			list = append(list, evictionCursor{c.rows[i].Position(), c, i})
		}
	}
	heap.Init(&list)
	var q evictionQueue
	for ; n > 0 && len(list) > 0; n-- {
		f := &list[0]
		q = append(q, f.Position)
		if f.i = next(f.c, f.i+1); f.i == len(f.c.rows) {
			heap.Pop(&list)
			continue
		}
		f.Position = f.c.rows[f.i].Position()
		heap.Fix(&list, 0)
	}
	return q
}

// dropOldestRows drops up to n of the oldest rows.
func (b *store) dropOldestRows(n int) {
	r := &b.retention
	drop := map[*chat]int{}
	b.evictOldest(&r.oldRows, n, r.keep.Rows, func(_ *chat, i int) int { return i }, func(c *chat, i int) {
		drop[c] = i + 1
		r.evictedTo = c.rows[i].Position()
	})
	for c, n := range drop {
		b.dropRows(c, n)
	}
}

// dropOldestTexts drops up to n of the oldest texts.
func (b *store) dropOldestTexts(n int) {
	next := func(c *chat, i int) int {
		for i = max(i, c.textsFrom); i < len(c.rows) && c.rows[i].Has(model.FlagBare); i++ {
		}
		return i
	}
	r := &b.retention
	b.evictOldest(&r.oldTexts, n, r.keep.Messages, next, r.dropText)
}

// dropBeforeHorizon drops what was observed before the horizon and belongs to nothing that is held.
func (b *store) dropBeforeHorizon() {
	r := &b.retention
	old := func(at model.Instant) bool { return at < r.horizon }
	for id, f := range b.facts {
		if old(f.newestAt()) {
			delete(b.facts, id)
			b.touchLater(id)
		}
	}
	for key, t := range b.threadInfos {
		if old(model.InstantOf(t.At)) {
			delete(b.threadInfos, key)
			for _, id := range t.AllChats() {
				b.unname(id, key)
			}
		}
	}
	for id, v := range b.visitors {
		if old(model.InstantOf(v.At)) {
			delete(b.visitors, id)
		}
	}
	for key, at := range b.polledAt {
		if old(at) {
			delete(b.polledAt, key)
		}
	}
	maps.DeleteFunc(b.gaps, func(_ model.GapID, t model.GapTimes) bool { return t.From < r.horizon })
	b.gone.Forget(old)
	maps.DeleteFunc(b.claims, func(_ model.ChatID, c model.Claim) bool { return old(model.InstantOf(c.At)) })
	for id, vs := range r.shares {
		if vs.texts == 0 {
			delete(r.shares, id)
		}
	}
}
