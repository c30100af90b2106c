package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
)

// blockSize is the size in bytes of a unit of parallel reading: 15 ms of work, so
// that several cores share a long recording evenly.
const blockSize = 1 << 20

// A block is a run of whole lines of a recording.
type block struct {
	off, end int64
	last     time.Time // due time of the last Event up to the block's end
}

// An index tells where in a recording a time is. Events are due in the file's order;
// one that was observed before its predecessor is due together with it.
type index struct {
	blocks     []block
	from       time.Time // of the first Event
	compressed bool      // each block is a gzip member
}

// to returns when the last Event is due.
func (x index) to() time.Time { return x.blocks[len(x.blocks)-1].last }

// ErrNoEvents is wrapped by Open's error for a file without events, which is empty or not a recording.
var ErrNoEvents = errors.New("it holds no events")

// newIndex builds the index of an uncompressed recording, with blocks of a size. It
// reads only the times, which is ten times faster than decoding.
func newIndex(r io.Reader, size int64) (index, error) {
	var x index
	lines := feed.NewLineReader(r, feed.MaxLine)
	b := block{}
	for {
		line, err := lines.Next()
		if err != nil && !errors.Is(err, io.EOF) {
			return index{}, err
		}
		if at := lineTime(line); !at.IsZero() {
			if x.from.IsZero() {
				x.from = at
			}
			b.last = model.LaterTime(b.last, at)
		}
		if b.end = lines.Offset; b.end-b.off >= size || err != nil && b.end > b.off {
			x.blocks = append(x.blocks, b)
			b.off = b.end
		}
		if err != nil {
			break
		}
	}
	if x.from.IsZero() {
		return index{}, ErrNoEvents
	}
	return x, nil
}

// lineTime returns the time of a line's Event, or zero. Lines of floorwatch begin with
// it; others are decoded.
func lineTime(line []byte) time.Time {
	if rest, ok := bytes.CutPrefix(line, []byte(`{"at":"`)); ok {
		if end := bytes.IndexByte(rest, '"'); end >= 0 {
			if at, err := time.Parse(time.RFC3339, string(rest[:end])); err == nil {
				return at
			}
		}
	}
	var e struct {
		At time.Time `json:"at"`
	}
	if json.Unmarshal(line, &e) != nil {
		return time.Time{}
	}
	return e.At
}
