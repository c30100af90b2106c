package serve

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"floorwatch/model"
	"floorwatch/poller/feed"
)

const (
	// blockTarget is how many bytes of lines fill a block. A viewer has one block in memory
	// at a time.
	blockTarget = 256 << 10
	// maxBlock and maxUnpacked are the largest block that a viewer accepts, in bytes packed and unpacked.
	maxBlock    = 8 << 20
	maxUnpacked = 2 * feed.MaxLine
)

const blockPrefix = `{"flate":`

// A blockHead precedes a block: so many bytes of DEFLATE (RFC 1951) follow, which unpack to
// whole lines. Only viewers that asked for blocks get them.
type blockHead struct {
	Bytes int `json:"flate"`
}

func parseBlockHead(line []byte) (h blockHead, ok bool) {
	ok = bytes.HasPrefix(line, []byte(blockPrefix)) && json.Unmarshal(line, &h) == nil
	return h, ok
}

// A block is compressed lines, shared by all viewers. Each block can be unpacked alone.
type block []byte

// A packer packs Events into blocks. emit may keep a block, which is not changed later.
type packer struct {
	emit func(block)

	enc  feed.Encoder
	buf  bytes.Buffer
	flat *flate.Writer
	size int // of the lines not emitted yet
}

func (p *packer) pack(e model.Event) {
	p.enc.Each(e, func(line []byte) {
		if p.size == 0 {
			p.begin()
		}
		p.flat.Write(line) //nolint:errcheck // writes to memory
		if p.size += len(line); p.size >= blockTarget {
			p.flush()
		}
	})
}

func (p *packer) begin() {
	p.buf.Reset()
	if p.flat == nil {
		p.flat, _ = flate.NewWriter(&p.buf, flate.BestSpeed) // fails only for an invalid level
		return
	}
	p.flat.Reset(&p.buf)
}

// flush emits the lines so far.
func (p *packer) flush() {
	if p.size == 0 {
		return
	}
	p.flat.Close() //nolint:errcheck // writes to memory
	p.emit(bytes.Clone(p.buf.Bytes()))
	p.size = 0
}

// An unpacker reads blocks. The zero one is ready. It is not safe for concurrent use.
type unpacker struct {
	flat io.ReadCloser
	from bytes.Reader
}

// open returns a reader of the block's lines, valid until the next call.
func (u *unpacker) open(b block) (io.Reader, error) {
	u.from.Reset(b)
	if u.flat == nil {
		u.flat = flate.NewReader(&u.from)
		return u.flat, nil
	}
	r, ok := u.flat.(flate.Resetter)
	if !ok {
		return nil, errors.ErrUnsupported // package flate promises it
	}
	return u.flat, r.Reset(&u.from, nil)
}

// A lineSource reads a server's lines, including those in blocks.
type lineSource struct {
	conn   *feed.LineReader
	block  *feed.LineReader // of the open block, else of the last one; nil before the first
	open   bool             // a block is open
	packed []byte
	unpack unpacker
}

// Next returns the next line, skipping blank and overlong ones. It is valid until the next call.
func (s *lineSource) Next() ([]byte, error) {
	for {
		if s.open {
			line, err := s.block.Next()
			if !errors.Is(err, io.EOF) {
				return line, err
			}
			s.open = false
		}
		line, err := s.conn.Next()
		if err != nil {
			return nil, err
		}
		head, ok := parseBlockHead(line)
		if !ok {
			return line, nil
		}
		if err := s.enter(head.Bytes); err != nil {
			return nil, err
		}
	}
}

// enter reads and opens a block of n bytes.
func (s *lineSource) enter(n int) error {
	if n < 0 || n > maxBlock {
		return fmt.Errorf("a block of %d bytes, at most %d are accepted", n, maxBlock)
	}
	if cap(s.packed) < n {
		s.packed = make([]byte, n)
	}
	s.packed = s.packed[:n]
	if err := s.conn.Raw(s.packed); err != nil {
		return err
	}
	r, err := s.unpack.open(s.packed)
	if err != nil {
		return err
	}
	lines := io.LimitReader(r, maxUnpacked)
	if s.open = true; s.block == nil {
		s.block = feed.NewLineReader(lines, feed.MaxLine)
	} else {
		s.block.Reset(lines)
	}
	return nil
}
