package record

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"runtime"
	"sync/atomic"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/guard"
)

// A playback is a Player's position in its recording. Only Run's goroutine uses it.
type playback struct {
	p     *Player
	emit  func(model.Event)
	seeks int // Player.seeks as of the last step

	block int           // the current or next block
	dec   *feed.Decoder // of the block; nil between blocks
	next  model.Event
	ready bool      // next has been read and not emitted
	due   time.Time // when next is due, or the Event before it
	out   batch
}

// advance emits everything due at now and returns when the next Event is due, or
// zero at the end of the recording. It stops early if ctx is done or Seek is called.
func (t *playback) advance(ctx context.Context, now time.Time) (time.Time, error) {
	for {
		if t.dec == nil {
			if err := t.emitBlocks(ctx, now); err != nil {
				return time.Time{}, err
			}
			if t.block == len(t.p.index.blocks) || t.ends(ctx) {
				t.flush()
				return time.Time{}, nil
			}
			t.dec = t.p.decoder(t.block)
		}
		switch err := t.read(); {
		case errors.Is(err, io.EOF):
			t.p.setDamaged(t.block, t.dec.Skipped())
			t.block, t.dec = t.block+1, nil
			continue
		case err != nil:
			return time.Time{}, err
		}
		if t.due.After(now) {
			t.flush()
			return t.due, nil
		}
		t.out.merge(t.next)
		t.ready = false
		if t.out.isFull() {
			t.flush()
			if t.ends(ctx) {
				return time.Time{}, nil
			}
		}
	}
}

// ends reports whether advance should stop early.
func (t *playback) ends(ctx context.Context) bool {
	return ctx.Err() != nil || t.p.seekedSince(t.seeks)
}

// read decodes the next Event unless it is ready.
func (t *playback) read() error {
	if t.ready {
		return nil
	}
	e, err := t.dec.Next()
	if err != nil {
		return err
	}
	t.next, t.ready = e, true
	t.due = model.LaterTime(t.due, e.At)
	return nil
}

func (t *playback) flush() {
	if e, ok := t.out.take(); ok {
		t.p.markReached(e.At)
		t.emit(e)
	}
}

// emitBlocks emits the whole blocks that are due at now, each as one Event, in any
// order: applying Events gives the same Board in every order. So a seek to a distant
// time uses all cores.
func (t *playback) emitBlocks(ctx context.Context, now time.Time) error {
	if next := t.p.index.blocks[t.block:]; len(next) == 0 || next[0].last.After(now) {
		return nil
	}
	if t.flush(); t.ends(ctx) {
		return nil
	}
	first := t.block
	for t.block < len(t.p.index.blocks) && !t.p.index.blocks[t.block].last.After(now) {
		t.due = t.p.index.blocks[t.block].last
		t.block++
	}
	t.p.markReached(t.due) // from here on only a rewind can undo it
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var failed error
	for r := range t.p.decodeBlocks(ctx, first, t.block) {
		switch {
		case ctx.Err() != nil:
		case r.err != nil:
			failed = r.err
			cancel()
		case t.p.rewinds():
			cancel()
		default:
			t.p.setDamaged(r.block, r.damaged)
			if !r.e.At.IsZero() {
				t.emit(r.e)
			}
		}
	}
	return failed
}

// blockResult is a block's content as one Event.
type blockResult struct {
	block   int
	e       model.Event
	damaged int
	err     error
}

// decodeBlocks decodes the blocks [first, end) on all cores. It closes the channel,
// which must be read to its end; that comes soon once ctx is done.
func (p *Player) decodeBlocks(ctx context.Context, first, end int) <-chan blockResult {
	results := make(chan blockResult)
	var taken, working atomic.Int64
	workers := min(runtime.GOMAXPROCS(0), end-first)
	working.Store(int64(workers))
	for range workers {
		guard.Go("reading a recording", func() error {
			for ctx.Err() == nil {
				n := first + int(taken.Add(1)) - 1
				if n >= end {
					return nil
				}
				results <- p.decodeBlock(n)
			}
			return nil
		}, func(fault error) {
			if fault != nil {
				results <- blockResult{err: fault}
			}
			if working.Add(-1) == 0 {
				close(results)
			}
		})
	}
	return results
}

func (p *Player) decodeBlock(n int) (r blockResult) {
	r.block = n
	var all batch
	dec := p.decoder(n)
	for {
		e, err := dec.Next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				r.err = err
			}
			r.e, _ = all.take()
			r.damaged = dec.Skipped()
			return r
		}
		all.merge(e)
	}
}

// maxBlock is the largest decompressed block: a block ends with the line that fills it.
const maxBlock = blockSize + feed.MaxLine

// failing is a reader that always returns an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// decoder returns a decoder of one block.
func (p *Player) decoder(n int) *feed.Decoder {
	b := p.index.blocks[n]
	lines := io.NewSectionReader(p.file, b.off, b.end-b.off)
	if !p.index.compressed {
		return feed.NewDecoder(lines)
	}
	z, err := gzip.NewReader(lines)
	if err != nil {
		return feed.NewDecoder(failing{err})
	}
	return feed.NewDecoder(io.LimitReader(z, maxBlock))
}
