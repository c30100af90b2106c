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
	// maxBody limits an answer after decompression: twenty times the largest conceivable chat.
	maxBody = 16 << 20
	// maxFaultBody is enough for an error's text; the rest of a web page is not needed.
	maxFaultBody = 64 << 10
	// A body that unpacks to more than bombRatio times its size, and to more than
	// bombFloor, is a gzip bomb: JSON rows that differ in one digit compress to a
	// sixtieth, a bomb to a thousandth. This stops one long before maxBody.
	bombRatio = 200
	bombFloor = 512 << 10
	// keptBuffer is the largest buffer that is reused.
	keptBuffer = 1 << 20
)

var errTooBig = errors.New("the body is over its limit")

// readBody appends the unpacked body to buf, up to limit bytes.
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

// A counter counts the bytes read through it.
type counter struct {
	r io.Reader
	n int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

// A gauge fails if a body exceeds its limit, or the bomb ratio to the bytes received.
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
