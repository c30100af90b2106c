package board

import (
	"cmp"
	"slices"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A chat is one conversation as the Board holds it: its rows as observed, ordered by place.
type chat struct {
	id       model.ChatID
	rows     []model.StoredMessage // ordered by place
	speakers []model.Speaker
	// sources holds the original of messages that were sent as HTML. Few are, so nil costs the others
	// nothing.
	sources        map[model.MessageID]safetext.Text
	floods         []flood // by time; nearly always empty
	textsFrom      int     // no row before this one has a text
	unusedSpeakers bool    // some speaker may have no row left

	slot    uint32        // in the message index
	thread  *thread       // nil until assigned
	next    model.Instant // when a later chat of the thread began
	entry   *chatEntry    // in the Board's metrics
	touched bool          // to be settled
	changed bool          // since its timeline was built
}

// rowsUpTo returns the number of rows up to and including t.
func (c *chat) rowsUpTo(t model.Instant) int {
	n, _ := slices.BinarySearchFunc(c.rows, model.Position{At: t, ID: maxMessageID}, model.ComparePosition)
	return n
}

const maxMessageID model.MessageID = 1<<63 - 1

// rowAt returns the index of the row at a place, and whether there is one.
func (c *chat) rowAt(p model.Position) (i int, ok bool) {
	return slices.BinarySearchFunc(c.rows, p, model.ComparePosition)
}

// rowOf returns the index of a message's row, or -1. Rows are ordered by time and ids nearly always rise
// with it, so it searches by id before it scans all rows.
func (c *chat) rowOf(id model.MessageID) int {
	i, ok := slices.BinarySearchFunc(c.rows, id, func(r model.StoredMessage, id model.MessageID) int { return cmp.Compare(r.ID, id) })
	if ok {
		return i
	}
	return slices.IndexFunc(c.rows, func(r model.StoredMessage) bool { return r.ID == id })
}

func (c *chat) observation(i int) model.Observation {
	r := c.rows[i]
	return model.Observation{StoredMessage: r, Speaker: c.speakers[r.SpeakerIndex], Chat: c.id, Source: c.sources[r.ID]}
}

// keepSource stores the original of a message's text, or removes it if source is empty.
func (c *chat) keepSource(id model.MessageID, source safetext.Text) {
	if source.IsEmpty() {
		delete(c.sources, id)
		return
	}
	if c.sources == nil {
		c.sources = map[model.MessageID]safetext.Text{}
	}
	c.sources[id] = source
}

// shrink releases spare capacity. It is called once a chat has ended, as nearly all chats of a day have;
// less than a sixteenth is not worth the copy.
func (c *chat) shrink() {
	if n := len(c.rows); cap(c.rows) > n+n/16 {
		c.rows = append(make([]model.StoredMessage, 0, n), c.rows...)
	}
}

// insert adds a row in its place.
func (c *chat) insert(obs *model.Observation) {
	obs.StoredMessage.SpeakerIndex = c.speakerIndex(&obs.Speaker)
	i, _ := slices.BinarySearchFunc(c.rows, obs.Position(), model.ComparePosition)
	if len(c.rows) == cap(c.rows) {
		c.rows = append(make([]model.StoredMessage, 0, len(c.rows)+len(c.rows)/4+4), c.rows...)
	}
	c.rows = slices.Insert(c.rows, i, obs.StoredMessage)
	c.keepSource(obs.ID, obs.Source)
	c.textsFrom = min(c.textsFrom, i)
}

// speakerIndex returns the index of a speaker, adding it if it is not among the last few. It searches no
// further, so that a visitor who keeps changing names costs memory in proportion to the rows and no extra
// time.
func (c *chat) speakerIndex(s *model.Speaker) uint32 {
	const look = 8
	n := len(c.speakers)
	for i := n - 1; i >= max(0, n-look); i-- {
		if c.speakers[i] == *s {
			return uint32(i)
		}
	}
	c.speakers = append(c.speakers, *s)
	return uint32(n)
}

// packSpeakers removes speakers that no row refers to.
func (c *chat) packSpeakers() {
	if !c.unusedSpeakers {
		return
	}
	c.unusedSpeakers = false
	old := c.speakers
	c.speakers = nil
	for i := range c.rows {
		c.rows[i].SpeakerIndex = c.speakerIndex(&old[c.rows[i].SpeakerIndex])
	}
}

// removeFirst removes the first n rows.
func (c *chat) removeFirst(n int) {
	for i := range c.rows[:n] {
		delete(c.sources, c.rows[i].ID)
	}
	rest := len(c.rows) - n
	if cap(c.rows) > 2*rest+16 {
		c.rows = append(make([]model.StoredMessage, 0, rest+4), c.rows[n:]...)
	} else {
		c.rows = slices.Delete(c.rows, 0, n)
	}
	c.textsFrom = max(0, c.textsFrom-n)
	c.unusedSpeakers = true
}

// removeRow removes row i.
func (c *chat) removeRow(i int) {
	delete(c.sources, c.rows[i].ID)
	c.rows = slices.Delete(c.rows, i, i+1)
	c.textsFrom = min(c.textsFrom, i)
	c.unusedSpeakers = true
}

// visitor returns the visitor of the chat; the largest id if rows disagree, which should not happen.
func (c *chat) visitor() model.VisitorID {
	v := c.speakers[0].Visitor
	for i := range c.speakers {
		v = max(v, c.speakers[i].Visitor)
	}
	return v
}

// threadHint returns the thread for which its messages were requested, or NoThread.
func (c *chat) threadHint() model.ThreadID {
	t := model.NoThread
	for i := range c.speakers {
		t = model.BetterHint(t, c.speakers[i].Thread)
	}
	if model.IsNoThread(t) {
		return model.NoThread
	}
	return t
}

// A messageIndex maps message ids to chats in some 11 bytes a message, where a Go map takes 28. An entry
// stores part of the id's hash instead of the id, so the chat has to be asked whether it holds the message;
// it nearly always does. The index consists of 64 tables by hash, so that only one of them grows at a time.
type messageIndex struct {
	tables [64]struct {
		entries []indexEntry // open addressing, linear probing, nearest first
		used    int
	}
	chats []*chat  // by slot - 1
	free  []uint32 // unused slots
}

// An indexEntry is empty where its slot is 0.
type indexEntry struct{ tag, slot uint32 }

// home returns where the search for an entry begins in a table of n entries.
func (e indexEntry) home(n int) int { return int(uint64(e.tag) * uint64(n) >> 32) }

// indexHash returns the table and the tag of an id.
func indexHash(id model.MessageID) (table, tag uint32) {
	h := uint64(id)
	h = (h ^ h>>32) * 0x9E3779B97F4A7C15
	h = (h ^ h>>29) * 0xBF58476D1CE4E5B9
	return uint32(h >> 58), uint32(h >> 26)
}

// chatWhere returns the chat among the candidates for id for which holds is true, or nil.
func (x *messageIndex) chatWhere(id model.MessageID, holds func(*chat) bool) *chat {
	table, tag := indexHash(id)
	list := x.tables[table].entries
	if len(list) == 0 {
		return nil
	}
	for i := (indexEntry{tag: tag}).home(len(list)); list[i].slot != 0; i = (i + 1) % len(list) {
		if e := list[i]; e.tag == tag && holds(x.chats[e.slot-1]) {
			return x.chats[e.slot-1]
		}
	}
	return nil
}

// chatOf returns the chat that holds a message, or nil.
func (x *messageIndex) chatOf(id model.MessageID) *chat {
	return x.chatWhere(id, func(c *chat) bool { return c.rowOf(id) >= 0 })
}

// row returns where a message is held: in the chat in, nearly always, else in any other. The chat is nil if
// it is not held.
func (x *messageIndex) row(in *chat, obs *model.Observation) (c *chat, i int) {
	if in != nil {
		if i, ok := in.rowAt(obs.Position()); ok {
			return in, i
		}
	}
	if c = x.chatOf(obs.ID); c == nil {
		return nil, -1
	}
	return c, c.rowOf(obs.ID)
}

// addChat assigns a slot to a chat.
func (x *messageIndex) addChat(c *chat) {
	if n := len(x.free); n > 0 {
		c.slot, x.free = x.free[n-1], x.free[:n-1]
		x.chats[c.slot-1] = c
		return
	}
	x.chats = append(x.chats, c)
	c.slot = uint32(len(x.chats))
}

// removeChat releases the slot of a chat that holds no message any more.
func (x *messageIndex) removeChat(c *chat) {
	x.chats[c.slot-1] = nil
	x.free = append(x.free, c.slot)
}

// addMessage records that c holds a message.
func (x *messageIndex) addMessage(id model.MessageID, c *chat) {
	table, tag := indexHash(id)
	t := &x.tables[table]
	if (t.used+1)*5 > len(t.entries)*4 { // a fuller table is slow to search
		old := t.entries
		t.entries = make([]indexEntry, len(old)+len(old)/4+8)
		for _, e := range old {
			if e.slot != 0 {
				insertEntry(t.entries, e)
			}
		}
	}
	t.used++
	insertEntry(t.entries, indexEntry{tag, c.slot})
}

func insertEntry(list []indexEntry, e indexEntry) {
	i := e.home(len(list))
	for list[i].slot != 0 {
		i = (i + 1) % len(list)
	}
	list[i] = e
}

// removeMessage records that c no longer holds a message. Entries behind it, up to the next empty one, move
// up where they may, so that they are still found.
func (x *messageIndex) removeMessage(id model.MessageID, c *chat) {
	table, tag := indexHash(id)
	t := &x.tables[table]
	list, n := t.entries, len(t.entries)
	gone := indexEntry{tag, c.slot}
	hole := gone.home(n)
	for list[hole] != gone {
		hole = (hole + 1) % n
	}
	t.used--
	for i := (hole + 1) % n; list[i].slot != 0; i = (i + 1) % n {
		if home := list[i].home(n); (i-home+n)%n >= (i-hole+n)%n {
			list[hole], hole = list[i], i
		}
	}
	list[hole] = indexEntry{}
}
