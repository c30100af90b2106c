package board

import (
	"slices"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A chat is one conversation as the Board holds it: the rows as observed, and
// what they come to, made anew only after something changed.
type chat struct {
	id     model.ChatID
	rows   []model.StoredMessage // by place
	voices []model.Speaker
	// sources is what was sent as HTML, which few messages are: nil costs the rest nothing.
	sources map[model.MessageID]safetext.Text
	floods  []flood // by time, nearly always none
	bare    int     // the texts of the rows before this one were let go
	loose   bool    // some speaker may have no row any more

	thread  *thread       // nil until settled
	next    model.Instant // when a later chat of the thread began
	entry   *entry        // in the Board's book
	dirty   bool          // to be settled
	changed bool          // since it was told
}

// visible is the number of rows that there were at t.
func (c *chat) visible(t model.Instant) int {
	n, _ := slices.BinarySearchFunc(c.rows, model.Place{At: t, ID: maxMessageID}, model.ComparePlace)
	return n
}

const maxMessageID model.MessageID = 1<<63 - 1

// find returns the row of a message that the chat holds. Rows stand by time,
// so it is looked for where it was sent before all rows are searched.
func (c *chat) find(l *model.Observation) int {
	i, ok := slices.BinarySearchFunc(c.rows, l.Place(), model.ComparePlace)
	if ok {
		return i
	}
	return slices.IndexFunc(c.rows, func(r model.StoredMessage) bool { return r.ID == l.ID })
}

func (c *chat) line(i int) model.Observation {
	r := c.rows[i]
	return model.Observation{StoredMessage: r, Speaker: c.voices[r.SpeakerIndex], Chat: c.id, Source: c.sources[r.ID]}
}

// keepSource keeps what was sent in place of a text, and lets it go where that is nothing.
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

// clip gives back the room for more rows. It is for a chat in which nobody
// writes any more, as nearly all of a day's are; a sixteenth is not worth a copy.
func (c *chat) clip() {
	if n := len(c.rows); cap(c.rows) > n+n/16 {
		c.rows = append(make([]model.StoredMessage, 0, n), c.rows...)
	}
}

// insert puts a new row where it belongs.
func (c *chat) insert(l *model.Observation) {
	l.StoredMessage.SpeakerIndex = c.voiceOf(&l.Speaker)
	i, _ := slices.BinarySearchFunc(c.rows, l.Place(), model.ComparePlace)
	if len(c.rows) == cap(c.rows) {
		c.rows = append(make([]model.StoredMessage, 0, len(c.rows)+len(c.rows)/4+4), c.rows...)
	}
	c.rows = slices.Insert(c.rows, i, l.StoredMessage)
	c.keepSource(l.ID, l.Source)
	if i < c.bare {
		c.bare = i
	}
}

// voiceOf returns the index of v, which it adds where the last few do not have
// it. It does not look further: a stranger who changes names all the time shall
// cost no time, only what the rows cost anyway.
func (c *chat) voiceOf(v *model.Speaker) uint32 {
	const look = 8
	n := len(c.voices)
	for i := n - 1; i >= max(0, n-look); i-- {
		if c.voices[i] == *v {
			return uint32(i)
		}
	}
	c.voices = append(c.voices, *v)
	return uint32(n)
}

// packVoices drops the speakers that no row has any more.
func (c *chat) packVoices() {
	if !c.loose {
		return
	}
	c.loose = false
	old := c.voices
	c.voices = nil
	for i := range c.rows {
		c.rows[i].SpeakerIndex = c.voiceOf(&old[c.rows[i].SpeakerIndex])
	}
}

// dropFirst lets the first n rows go.
func (c *chat) dropFirst(n int) {
	for i := range c.rows[:n] {
		delete(c.sources, c.rows[i].ID)
	}
	rest := len(c.rows) - n
	if cap(c.rows) > 2*rest+16 {
		c.rows = append(make([]model.StoredMessage, 0, rest+4), c.rows[n:]...)
	} else {
		c.rows = slices.Delete(c.rows, 0, n)
	}
	c.bare = max(0, c.bare-n)
	c.loose = true
}

// drop takes row i out.
func (c *chat) drop(i int) {
	delete(c.sources, c.rows[i].ID)
	c.rows = slices.Delete(c.rows, i, i+1)
	c.bare = min(c.bare, i)
	c.loose = true
}

// visitor is whose chat it is; of several, which should not be, the largest id.
func (c *chat) visitor() model.VisitorID {
	v := c.voices[0].Visitor
	for i := range c.voices {
		v = max(v, c.voices[i].Visitor)
	}
	return v
}

// hint is the thread that its messages were asked for with, or NoThread.
func (c *chat) hint() model.ThreadID {
	t := model.NoThread
	for i := range c.voices {
		t = model.BetterHint(t, c.voices[i].Thread)
	}
	if model.IsNoThread(t) {
		return model.NoThread
	}
	return t
}
