package record

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/regular"
)

// A past day's recording is compressed, with gzip since the standard library has no zstd.
// Any gunzip can read it: it is a sequence of gzip members, each a block of whole lines. A
// member's header has an extra field ("FW", see RFC 1952) with the member's length and the
// times it contains, so that a replay finds a time without decompressing the part before it.
const (
	compressedSuffix = recordSuffix + ".gz"
	partSuffix       = ".gz.part" // of an incomplete one
	extraSize        = 24         // length of the member, first and last time
	extraAt          = 16         // their offset: after gzip's 10 bytes, 2 of the extra field's length and 4 of our subfield
)

// A blockWriter compresses lines into blocks.
type blockWriter struct {
	w     io.Writer
	size  int // of a block's lines
	lines []byte
	from  time.Time // of the first Event of lines
	last  time.Time // the latest of all Events so far
	out   bytes.Buffer
	zip   *gzip.Writer
}

func newBlockWriter(w io.Writer) *blockWriter {
	return &blockWriter{w: w, size: blockSize, zip: gzip.NewWriter(nil)}
}

// write adds a line, with or without its LF.
func (b *blockWriter) write(line []byte) error {
	at := lineTime(line)
	if b.from.IsZero() {
		b.from = at
	}
	b.last = model.LaterTime(b.last, at)
	b.lines = append(append(b.lines, bytes.TrimSuffix(line, []byte{'\n'})...), '\n')
	if len(b.lines) < b.size {
		return nil
	}
	return b.flush()
}

// flush ends the block.
func (b *blockWriter) flush() error {
	if len(b.lines) == 0 {
		return nil
	}
	b.out.Reset()
	b.zip.Reset(&b.out)
	extra := append([]byte{'F', 'W', extraSize, 0}, make([]byte, extraSize)...)
	b.zip.Extra = extra
	_, err := b.zip.Write(b.lines)
	if err = errors.Join(err, b.zip.Close()); err != nil {
		return err
	}
	member := b.out.Bytes()
	for i, n := range []int64{int64(len(member)), unixNano(b.from), unixNano(b.last)} {
		binary.LittleEndian.PutUint64(member[extraAt+8*i:], uint64(n))
	}
	b.lines, b.from = b.lines[:0], time.Time{}
	_, err = b.w.Write(member)
	return err
}

// unixNano is t in nanoseconds since 1970; 0 for the zero time.
func unixNano(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

var errForeignGzip = errors.New("it was compressed by another program: decompress it first (gunzip)")

// newCompressedIndex builds an index from the members' headers.
func newCompressedIndex(r io.ReaderAt, size int64) (index, error) {
	var x index
	head := make([]byte, extraAt+extraSize)
	for off := int64(0); off < size; {
		if _, err := r.ReadAt(head, off); err != nil {
			return index{}, err
		}
		if !isOurHead(head) {
			return index{}, errForeignGzip
		}
		number := func(i int) int64 { return int64(binary.LittleEndian.Uint64(head[extraAt+8*i:])) }
		b := block{off: off, end: off + number(0)}
		if b.end <= off || b.end > size {
			return index{}, io.ErrUnexpectedEOF
		}
		if from := number(1); from != 0 && x.from.IsZero() {
			x.from = time.Unix(0, from).UTC()
		}
		if last := number(2); last != 0 {
			b.last = time.Unix(0, last).UTC()
		}
		x.blocks = append(x.blocks, b)
		off = b.end
	}
	if x.from.IsZero() {
		return index{}, ErrNoEvents
	}
	for i := 1; i < len(x.blocks); i++ { // two recordings of a day may have been concatenated
		if before := x.blocks[i-1].last; before.After(x.blocks[i].last) {
			x.blocks[i].last = before
		}
	}
	return x, nil
}

// isOurHead reports whether a member has a blockWriter's header.
func isOurHead(head []byte) bool {
	return bytes.Equal(head[:4], []byte{0x1f, 0x8b, 8, 4}) && bytes.Equal(head[10:extraAt], []byte{extraSize + 4, 0, 'F', 'W', extraSize, 0})
}

// isOurs reports whether a recording was compressed by floorwatch. A user may have
// compressed days by hand, to keep them.
func isOurs(r io.ReaderAt) bool {
	head := make([]byte, extraAt)
	_, err := r.ReadAt(head, 0)
	return err == nil && isOurHead(head)
}

// isCompressed reports whether a file begins with gzip's magic number, which no line does.
func isCompressed(r io.ReaderAt) bool {
	var magic [2]byte
	_, err := r.ReadAt(magic[:], 0)
	return err == nil && magic == [2]byte{0x1f, 0x8b}
}

// plain returns a reader of a recording's lines, compressed or not, that ends when ctx is done.
func plain(ctx context.Context, file *os.File) (io.Reader, error) {
	if !isCompressed(file) {
		return &stoppable{ctx, file}, nil
	}
	return gzip.NewReader(bufio.NewReaderSize(&stoppable{ctx, file}, 64<<10))
}

// compress compresses the recordings of days before a day, one after another. One that is
// still being written is left for the next time.
func (d folder) compress(ctx context.Context, before string) {
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		return // the recorder reports it
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		d.log.Warn("recordings stay uncompressed", "err", err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if day, ok := recordDay(name); !ok || day >= before || strings.HasSuffix(name, compressedSuffix) || !entry.Type().IsRegular() {
			continue
		}
		switch err := compressDay(ctx, root, name); {
		case ctx.Err() != nil:
			return
		case err != nil:
			d.log.Warn("a recording stays uncompressed", "file", name, "err", err)
		default:
			d.log.Info("recording compressed", "file", name)
		}
	}
}

// compressDay replaces a day's recording by a compressed one. At any moment one of them is on the disk
// completely. If the program ends before the old one is removed, the next call finds both.
func compressDay(ctx context.Context, root *os.Root, name string) error {
	held, err := regular.OpenIn(root, name, os.O_RDWR, 0, maxRecording)
	if err != nil {
		return err
	}
	defer regular.Unlock(held) //nolint:errcheck // only read
	if err := regular.Lock(held); err != nil {
		return err
	}
	if named, err := root.Stat(name); err != nil {
		return err
	} else if open, err := held.Stat(); err != nil || !os.SameFile(named, open) {
		return errors.Join(err, fmt.Errorf("%s was moved", name))
	}
	target, part := strings.TrimSuffix(name, recordSuffix)+compressedSuffix, name+partSuffix
	old, err := regular.OpenIn(root, target, os.O_RDWR, 0, maxRecording)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		defer regular.Unlock(old) //nolint:errcheck // only read
		if err := regular.Lock(old); err != nil {
			return err
		}
		same, err := sameLines(ctx, old, held)
		if err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
		switch {
		case same && isOurs(old):
			return root.Remove(name)
		case same:
			old = nil
		}
	}
	_ = root.Remove(part) // left by a killed process; if it cannot be removed, the next step fails
	if err := writePart(ctx, root, part, old, held); err != nil {
		return errors.Join(err, root.Remove(part))
	}
	if err := root.Rename(part, target); err != nil {
		return errors.Join(err, root.Remove(part))
	}
	syncFolder(root)
	return root.Remove(name)
}

// sameLines reports whether a compressed recording has the lines of another, and rewinds both.
func sameLines(ctx context.Context, compressed, other *os.File) (bool, error) {
	z, err := plain(ctx, compressed)
	if err != nil {
		return false, err
	}
	same := true
	a, b := feed.NewLineReader(z, feed.MaxLine), feed.NewLineReader(&stoppable{ctx, other}, feed.MaxLine)
	for {
		x, err := a.Next()
		y, errOther := b.Next()
		same = same && bytes.Equal(x, y)
		if err != nil && !errors.Is(err, io.EOF) { // do not append to an unreadable file
			return false, err
		}
		if errOther != nil && !errors.Is(errOther, io.EOF) {
			return false, errOther
		}
		if err != nil { // the compressed one was read to its end
			same = same && errOther != nil
			break
		}
	}
	for _, f := range []*os.File{compressed, other} {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return false, err
		}
	}
	return same, nil
}

// writePart writes the compressed lines of a recording after those of old, the day's existing compressed file (nil: none).
func writePart(ctx context.Context, root *os.Root, part string, old, lines *os.File) error {
	file, err := root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	out := newBlockWriter(file)
	for _, from := range []*os.File{old, lines} {
		if from != nil && err == nil {
			err = compressLines(ctx, out, from)
		}
	}
	if err == nil {
		err = errors.Join(out.flush(), file.Sync())
	}
	return errors.Join(err, file.Close())
}

// restFactor is how many times longer compression rests than it works, so that it does not slow
// down the screen and the poller: a large floor's day takes some minutes.
const restFactor = 3

func compressLines(ctx context.Context, out *blockWriter, from *os.File) error {
	text, err := plain(ctx, from)
	if err != nil {
		return err
	}
	in := feed.NewLineReader(text, feed.MaxLine)
	began, done := time.Now(), int64(0)
	for {
		line, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := out.write(line); err != nil {
			return err
		}
		if in.Offset-done < blockSize {
			continue
		}
		done = in.Offset
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(restFactor * time.Since(began)):
			began = time.Now()
		}
	}
}

// syncFolder flushes a new name to the disk before an old one is removed. If a system cannot sync
// a folder, the order is left to its file system.
func syncFolder(root *os.Root) {
	if dir, err := root.Open("."); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}
