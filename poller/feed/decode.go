package feed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"floorwatch/model"
)

// MaxLine is the longest line that is read, in bytes. Lines are written with about
// 1 MiB at most. What a line may decode to is limited by maxRows and maxGrowth.
const MaxLine = 8 << 20

// A LineReader reads lines of bounded length. Longer ones are skipped and counted.
// It is not safe for concurrent use.
type LineReader struct {
	skipped int
	Offset  int64 // bytes read so far

	r   *bufio.Reader
	max int
	buf []byte
}

// NewLineReader returns a LineReader of r. Lines longer than limit bytes are skipped.
func NewLineReader(r io.Reader, limit int) *LineReader {
	return &LineReader{r: bufio.NewReaderSize(r, 64<<10), max: limit}
}

// Reset makes l read from r, reusing its memory. The count of skipped lines goes on.
func (l *LineReader) Reset(r io.Reader) {
	l.r.Reset(r)
	l.Offset = 0
}

// Next returns the next line, without its LF, skipping blank and overlong ones. The
// last line may lack its LF and be incomplete. The line is valid until the next
// call. After the last line Next returns io.EOF, or the reader's error.
func (l *LineReader) Next() ([]byte, error) {
	for {
		line, err := l.read()
		if len(bytes.TrimSpace(line)) > 0 {
			return line, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// Raw fills p with the bytes after the last line, for data that is not lines. If there are fewer it
// returns io.EOF or io.ErrUnexpectedEOF.
func (l *LineReader) Raw(p []byte) error {
	n, err := io.ReadFull(l.r, p)
	l.Offset += int64(n)
	return err
}

// read returns one line; an empty one for an overlong one.
func (l *LineReader) read() ([]byte, error) {
	l.buf = l.buf[:0]
	long := false
	for {
		part, err := l.r.ReadSlice('\n')
		l.Offset += int64(len(part))
		long = long || len(l.buf)+len(part) > l.max
		if err == nil && !long && len(l.buf) == 0 {
			return part[:len(part)-1], nil
		}
		if !long {
			l.buf = append(l.buf, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if long {
			l.skipped++
			return nil, err
		}
		return bytes.TrimSuffix(l.buf, []byte{'\n'}), err
	}
}

// A Decoder reads Events from lines. It is not safe for concurrent use.
type Decoder struct {
	// Wanted, if not nil, decides whether a line is decoded. It must not keep the line.
	Wanted func(line []byte) bool

	lines *LineReader
}

// NewDecoder returns a Decoder that reads from r.
func NewDecoder(r io.Reader) *Decoder { return &Decoder{lines: NewLineReader(r, MaxLine)} }

// Next returns the next Event. It skips and counts lines that are damaged, incomplete,
// longer than MaxLine or over Decode's limits. The only errors are io.EOF and the
// reader's.
func (d *Decoder) Next() (model.Event, error) {
	for {
		line, err := d.lines.Next()
		if err != nil {
			return model.Event{}, err
		}
		if d.Wanted != nil && !d.Wanted(line) {
			continue
		}
		if e, ok := Decode(line); ok {
			return e, nil
		}
		d.lines.skipped++
	}
}

// Skipped returns how many lines were skipped so far: damaged, incomplete or over a limit.
func (d *Decoder) Skipped() int { return d.lines.skipped }

// Decode decodes one line; ok is false if it is not an Event, or would decode to
// more than 20,000 rows or 64 MiB. A partly readable line counts as damaged: half a
// message is worse than none, which the next poll returns again.
func Decode(line []byte) (e model.Event, ok bool) {
	if e, ok := decodeMessages(line); ok {
		return e, true
	}
	if !bounded(line) {
		return model.Event{}, false
	}
	if err := json.Unmarshal(line, &e); err != nil || e.At.IsZero() || e.Rows() > maxRows {
		return model.Event{}, false
	}
	return e, true
}
