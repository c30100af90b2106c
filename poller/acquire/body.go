package acquire

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
)

const (
	// maxBody bounds an answer after decompression: twenty times the largest chat one can think of.
	maxBody = 16 << 20
	// maxFaultBody is enough for the words of an error; the rest of a web page is of no use.
	maxFaultBody = 64 << 10
	// A body that unpacks to more than bombRatio times its size, and to more
	// than bombFloor, is not a chat: JSON of rows that differ in one digit packs
	// to a sixtieth, while a gzip bomb reaches a thousandth. This stops one
	// long before maxBody fills the memory.
	bombRatio = 200
	bombFloor = 512 << 10
	// keptBuffer is the largest buffer that is used again.
	keptBuffer = 1 << 20
)

var errTooBig = errors.New("the body is over its limit")

// readBody appends the answer's body to buf, unpacked, up to limit bytes.
func readBody(buf *bytes.Buffer, res *http.Response, limit int) error {
	wire := &counter{r: res.Body}
	var plain io.Reader = wire
	if strings.EqualFold(strings.TrimSpace(res.Header.Get("Content-Encoding")), "gzip") {
		zipped, err := gzip.NewReader(wire)
		if err == io.EOF { // an empty body needs no wrapping
			return nil
		}
		if err != nil {
			return err
		}
		plain = zipped
	}
	_, err := buf.ReadFrom(&gauge{r: plain, wire: wire, limit: limit})
	return err
}

// A counter counts what is read through it.
type counter struct {
	r io.Reader
	n int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

// A gauge ends a body that grows beyond its limit, or out of proportion to what the wire brought.
type gauge struct {
	r     io.Reader
	wire  *counter
	n     int
	limit int
}

func (g *gauge) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	g.n += n
	if g.n > g.limit || (g.n > bombFloor && g.n/bombRatio > g.wire.n) {
		return 0, errTooBig
	}
	return n, err
}
