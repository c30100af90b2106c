package model

import (
	"slices"

	"floorwatch/model/safetext"
)

// A chat is one conversation as the Board holds it: the rows as observed, and
// what they come to, made anew only after something changed.
type chat struct {
	id     ChatID
	rows   []row // by place
	voices []voice
	// sources is what was sent as HTML, which few messages are: nil costs the rest nothing.
	sources map[MessageID]safetext.Text
	bare    int  // the texts of the rows before this one were let go
	loose   bool // some voice may have no row any more

	thread  *thread // nil until settled
	next    stamp   // when a later chat of the thread began
	entry   *entry  // in the Board's book
	dirty   bool    // to be settled
	changed bool    // since it was told
}

// visible is the number of rows that there were at t.
func (c *chat) visible(t stamp) int {
	n, _ := slices.BinarySearchFunc(c.rows, place{t, maxMessageID}, comparePlace)
	return n
}

const maxMessageID MessageID = 1<<63 - 1

// find returns the row of a message that the chat holds. Rows stand by time,
// so it is looked for where it was sent before all rows are searched.
func (c *chat) find(l *line) int {
	i, ok := slices.BinarySearchFunc(c.rows, l.place(), comparePlace)
	if ok {
		return i
	}
	return slices.IndexFunc(c.rows, func(r row) bool { return r.id == l.id })
}

func (c *chat) line(i int) line {
	r := c.rows[i]
	return line{row: r, voice: c.voices[r.voice], chat: c.id, source: c.sources[r.id]}
}

// keepSource keeps what was sent in place of a text, and lets it go where that is nothing.
func (c *chat) keepSource(id MessageID, source safetext.Text) {
	if source.IsEmpty() {
		delete(c.sources, id)
		return
	}
	if c.sources == nil {
		c.sources = map[MessageID]safetext.Text{}
	}
	c.sources[id] = source
}

// clip gives back the room for more rows. It is for a chat in which nobody
// writes any more, as nearly all of a day's are; a sixteenth is not worth a copy.
func (c *chat) clip() {
	if n := len(c.rows); cap(c.rows) > n+n/16 {
		c.rows = append(make([]row, 0, n), c.rows...)
	}
}

// insert puts a new row where it belongs.
func (c *chat) insert(l *line) {
	l.row.voice = c.voiceOf(&l.voice)
	i, _ := slices.BinarySearchFunc(c.rows, l.place(), comparePlace)
	if len(c.rows) == cap(c.rows) {
		c.rows = append(make([]row, 0, len(c.rows)+len(c.rows)/4+4), c.rows...)
	}
	c.rows = slices.Insert(c.rows, i, l.row)
	c.keepSource(l.id, l.source)
	if i < c.bare {
		c.bare = i
	}
}

// voiceOf returns the index of v, which it adds where the last few do not have
// it. It does not look further: a stranger who changes names all the time shall
// cost no time, only what the rows cost anyway.
func (c *chat) voiceOf(v *voice) uint32 {
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

// packVoices lets go of the voices that no row has any more.
func (c *chat) packVoices() {
	if !c.loose {
		return
	}
	c.loose = false
	old := c.voices
	c.voices = nil
	for i := range c.rows {
		c.rows[i].voice = c.voiceOf(&old[c.rows[i].voice])
	}
}

// dropFirst lets the first n rows go.
func (c *chat) dropFirst(n int) {
	for i := range c.rows[:n] {
		delete(c.sources, c.rows[i].id)
	}
	rest := len(c.rows) - n
	if cap(c.rows) > 2*rest+16 {
		c.rows = append(make([]row, 0, rest+4), c.rows[n:]...)
	} else {
		c.rows = slices.Delete(c.rows, 0, n)
	}
	c.bare = max(0, c.bare-n)
	c.loose = true
}

// drop takes row i out.
func (c *chat) drop(i int) {
	delete(c.sources, c.rows[i].id)
	c.rows = slices.Delete(c.rows, i, i+1)
	c.bare = min(c.bare, i)
	c.loose = true
}

// visitor is whose chat it is; of several, which should not be, the largest id.
func (c *chat) visitor() VisitorID {
	v := c.voices[0].visitor
	for i := range c.voices {
		v = max(v, c.voices[i].visitor)
	}
	return v
}

// hint is the thread that its messages were asked for with, or NoThread.
func (c *chat) hint() ThreadID {
	t := NoThread
	for i := range c.voices {
		t = betterHint(t, c.voices[i].thread)
	}
	if noThread(t) {
		return NoThread
	}
	return t
}
