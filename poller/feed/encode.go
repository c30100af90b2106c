package feed

import (
	"bytes"
	"encoding/json"

	"floorwatch/model"
)

const (
	// lineTarget (bytes) and lineRows limit a line before it is split, so that a whole
	// Board does not become one line that every reader must keep in memory.
	lineTarget = 1 << 20
	lineRows   = 1000
)

// An Encoder encodes Events as lines. The zero Encoder is ready. It is not safe for
// concurrent use.
type Encoder struct {
	// LeftOut counts rows that cannot be encoded: too long, or with a time that
	// JSON cannot express (a year above 9999). The other rows are kept.
	LeftOut int

	buf  bytes.Buffer
	enc  *json.Encoder
	line []byte
}

// Append appends e to dst as one line, or as several with the same time if it is
// large, and returns the result. Each line ends with LF.
func (c *Encoder) Append(dst []byte, e model.Event) []byte {
	c.Each(e, func(line []byte) { dst = append(dst, line...) })
	return dst
}

// Lines returns e as newly allocated lines, which the caller may keep.
func (c *Encoder) Lines(e model.Event) [][]byte {
	var out [][]byte
	c.Each(e, func(line []byte) { out = append(out, bytes.Clone(line)) })
	return out
}

// Each calls take with every line of e; a line is valid until take returns.
func (c *Encoder) Each(e model.Event, take func([]byte)) {
	n := e.Rows()
	if n <= lineRows {
		if line, ok := c.encode(e); ok && (len(line) <= lineTarget || n <= 1 && len(line) <= MaxLine) {
			take(line)
			return
		}
	}
	if n <= 1 {
		c.LeftOut += n
		return
	}
	a, b := e.Halve()
	c.Each(a, take)
	c.Each(b, take)
}

// encode returns e as one line, which is valid until the next call.
func (c *Encoder) encode(e model.Event) (line []byte, ok bool) {
	if len(e.Messages) > 0 {
		c.line, ok = appendEvent(c.line[:0], &e, func(others model.Event) ([]byte, bool) {
			ok := c.encodeJSON(others)
			return c.buf.Bytes(), ok
		})
		if ok {
			c.line = append(c.line, '\n')
			return c.line, true
		}
	}
	ok = c.encodeJSON(e)
	return c.buf.Bytes(), ok
}

func (c *Encoder) encodeJSON(e model.Event) bool {
	if c.enc == nil {
		c.enc = json.NewEncoder(&c.buf)
		c.enc.SetEscapeHTML(false) // not HTML, and links stay readable
	}
	c.buf.Reset()
	return c.enc.Encode(e) == nil
}
