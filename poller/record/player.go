package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/poller/regular"
)

// minStep is the minimum real time between two Events of a replay; what is due in
// between is merged into one.
const minStep = 20 * time.Millisecond

// maxRecording is far more bytes than the largest floor writes in a day.
const maxRecording = 64 << 30

// A stoppable is a file whose reads fail once ctx is done.
type stoppable struct {
	ctx  context.Context
	file *os.File
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.file.Read(p)
}

// A Player replays a recording by a virtual clock. Its methods except Run are safe for
// concurrent use and do not block.
type Player struct {
	From, To time.Time // due times of the first and the last Event

	file  *os.File
	index index
	wake  chan struct{}

	mu      sync.Mutex
	clock   clock
	reached time.Time // Events up to here have been emitted
	rewind  bool      // … and must be reset first
	seeks   int       // number of calls of Seek
	damaged []int     // skipped lines by block, for blocks read to their end
}

// Open opens a recording, or the compressed one that has replaced it. It builds an index of
// times, from the headers of a compressed recording or by reading the whole of another. What
// is appended later is not replayed. Once ctx is done reading fails with its error.
func Open(ctx context.Context, path string) (*Player, error) { return open(ctx, path, blockSize) }

func open(ctx context.Context, path string, blockSize int64) (*Player, error) {
	file, err := regular.Open(path, os.O_RDONLY, 0, maxRecording)
	if errors.Is(err, fs.ErrNotExist) && strings.HasSuffix(path, recordSuffix) {
		if z, zerr := regular.Open(path+".gz", os.O_RDONLY, 0, maxRecording); zerr == nil {
			file, err = z, nil
		}
	}
	if err != nil {
		return nil, err
	}
	x, err := indexOf(ctx, file, blockSize)
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("recording %s: %w", path, err)
	}
	p := &Player{From: x.from, To: x.to(), file: file, index: x, wake: make(chan struct{}, 1)}
	p.damaged = make([]int, len(x.blocks))
	p.clock = clock{real: time.Now(), virtual: p.From, end: p.To, speed: 1}
	return p, nil
}

// indexOf builds the index of a recording, compressed or not.
func indexOf(ctx context.Context, file *os.File, blockSize int64) (index, error) {
	if !isCompressed(file) {
		return newIndex(&stoppable{ctx, file}, blockSize)
	}
	info, err := file.Stat()
	if err != nil {
		return index{}, err
	}
	x, err := newCompressedIndex(file, info.Size())
	x.compressed = true
	return x, err
}

// Close closes the file. Run must have returned.
func (p *Player) Close() error { return p.file.Close() }

// Run emits the Events when they are due, merged if due together, until ctx is done; at
// the end of the recording it waits for a Seek. It calls emit and reset from its
// goroutine, one at a time; reset means that all emitted so far is void and a new Board
// begins. The clock starts with Run. The error is from reading the file.
func (p *Player) Run(ctx context.Context, emit func(model.Event), reset func()) error {
	p.change(func(c *clock, now time.Time) { c.real = now })
	t := playback{p: p, emit: emit}
	for {
		seeks, rewind := p.takeSeek()
		if rewind {
			t = playback{p: p, emit: emit}
			reset()
		}
		t.seeks = seeks
		next, err := t.advance(ctx, p.Now())
		if err != nil {
			return err
		}
		if !p.wait(ctx, next) {
			return nil
		}
	}
}

// wait waits until the replay reaches next (zero: the end of the recording) or
// the Player is changed; it returns false once ctx is done.
func (p *Player) wait(ctx context.Context, next time.Time) bool {
	var due <-chan time.Time
	if !next.IsZero() {
		p.mu.Lock()
		d, ok := p.clock.until(next, time.Now())
		p.mu.Unlock()
		if ok {
			timer := time.NewTimer(max(d, minStep))
			defer timer.Stop()
			due = timer.C
		}
	}
	select {
	case <-ctx.Done():
		return false
	case <-due:
	case <-p.wake:
	}
	return ctx.Err() == nil
}

// Now returns the replay's current time in the recording.
func (p *Player) Now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.clock.at(time.Now())
}

// Seek goes to t, limited to the recording. Run then emits everything recorded up to
// t at once, in few Events; when going back, from the start after a reset.
func (p *Player) Seek(t time.Time) {
	t = model.LaterTime(t, p.From)
	t = model.EarlierTime(t, p.To)
	p.change(func(c *clock, now time.Time) {
		c.set(t, now)
		p.seeks++
		p.rewind = p.rewind || t.Before(p.reached)
	})
}

// SetSpeed sets the replay's speed as a multiple of real time, limited to 0.1 to 1000.
func (p *Player) SetSpeed(times float64) {
	p.change(func(c *clock, now time.Time) {
		c.set(c.at(now), now)
		c.speed = min(max(times, minSpeed), maxSpeed)
	})
}

// Pause stops the replay's clock, or continues it.
func (p *Player) Pause(paused bool) {
	p.change(func(c *clock, now time.Time) {
		c.set(c.at(now), now)
		c.paused = paused
	})
}

// Speed returns the speed as a multiple of real time, and whether the replay is paused.
func (p *Player) Speed() (times float64, paused bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.clock.speed, p.clock.paused
}

// Damaged returns how many unreadable lines have been skipped so far.
func (p *Player) Damaged() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, d := range p.damaged {
		n += d
	}
	return n
}

func (p *Player) change(f func(c *clock, now time.Time)) {
	p.mu.Lock()
	f(&p.clock, time.Now())
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// takeSeek returns the number of seeks so far, and whether the caller must rewind
// first.
func (p *Player) takeSeek() (seeks int, rewind bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rewind = p.rewind
	if rewind {
		p.rewind, p.reached = false, time.Time{}
	}
	return p.seeks, rewind
}

// seekedSince reports whether Seek was called after the given number of seeks.
func (p *Player) seekedSince(since int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seeks != since
}

func (p *Player) rewinds() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.rewind
}

// markReached records that Events up to t are about to be emitted.
func (p *Player) markReached(t time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reached = model.LaterTime(p.reached, t)
}

// setDamaged sets how many lines of a block are unreadable.
func (p *Player) setDamaged(block, damaged int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.damaged[block] = damaged
}
