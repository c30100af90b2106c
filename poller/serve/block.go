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
	// blockTarget is how many bytes of lines a block holds before the next one begins. A viewer
	// has one in memory at a time.
	blockTarget = 256 << 10
	// maxBlock and maxUnpacked bound what a viewer accepts: of a block's bytes on the socket, and of its lines.
	maxBlock    = 8 << 20
	maxUnpacked = 2 * feed.MaxLine
)

const blockPrefix = `{"flate":`

// A blockHead stands before a block: so many bytes of DEFLATE (RFC 1951) follow it, which
// are whole lines. Only a viewer that has asked for blocks gets any.
type blockHead struct {
	Bytes int `json:"flate"`
}

func parseBlockHead(line []byte) (h blockHead, ok bool) {
	ok = bytes.HasPrefix(line, []byte(blockPrefix)) && json.Unmarshal(line, &h) == nil
	return h, ok
}

// A block is lines, compressed once for all viewers. Each block can be unpacked without the others.
type block []byte

// A packer makes blocks of Events. emit may keep the block that it is passed, which is not changed later.
type packer struct {
	emit func(block)

	enc  feed.Encoder
	buf  bytes.Buffer
	flat *flate.Writer
	size int // of the lines that are not taken yet
}

func (p *packer) add(e model.Event) {
	p.enc.Each(e, func(line []byte) {
		if p.size == 0 {
			p.begin()
		}
		p.flat.Write(line) //nolint:errcheck // into memory
		if p.size += len(line); p.size >= blockTarget {
			p.flush()
		}
	})
}

func (p *packer) begin() {
	p.buf.Reset()
	if p.flat == nil {
		p.flat, _ = flate.NewWriter(&p.buf, flate.BestSpeed) // the level is a valid one
		return
	}
	p.flat.Reset(&p.buf)
}

// flush hands on what there is.
func (p *packer) flush() {
	if p.size == 0 {
		return
	}
	p.flat.Close() //nolint:errcheck // into memory
	p.emit(bytes.Clone(p.buf.Bytes()))
	p.size = 0
}

// An unpacker reads blocks. The zero one is ready. It is not safe for concurrent use.
type unpacker struct {
	flat io.ReadCloser
	from bytes.Reader
}

// open returns what reads the block's lines, until the next block is opened.
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

// A lineSource reads the lines of a server, those of blocks included.
type lineSource struct {
	conn   *feed.LineReader
	block  *feed.LineReader // nil: none is open
	packed []byte
	unpack unpacker
}

// Next returns the next line that is neither blank nor too long. It is valid until the next call.
func (s *lineSource) Next() ([]byte, error) {
	for {
		if s.block != nil {
			line, err := s.block.Next()
			if !errors.Is(err, io.EOF) {
				return line, err
			}
			s.block = nil
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

// enter opens a block of so many bytes.
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
	s.block = feed.NewLineReader(io.LimitReader(r, maxUnpacked), feed.MaxLine)
	return nil
}
