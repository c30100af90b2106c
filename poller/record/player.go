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

// minStep is the least time between two Events of a replay, however fast it
// runs; what is due in between goes into one.
const minStep = 20 * time.Millisecond

// maxRecording is far more than the largest floor writes in a day.
const maxRecording = 64 << 30

// A stoppable is a file whose reading ends when ctx is done.
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

// A Player replays a recording against a clock of its own. Its methods are safe
// for concurrent use and do not block.
type Player struct {
	From, To time.Time // when the first and the last Event are due

	file  *os.File
	index index
	wake  chan struct{}

	mu      sync.Mutex
	clock   clock
	reached time.Time // Events up to here have been handed on
	rewind  bool      // … and are to be taken back
	seeks   int       // how often somebody has sought a time
	damaged []int     // lines left out, of each block that was read to its end
}

// Open opens a recording, or the compressed one that has taken its place. Of a compressed
// one it reads the headers, of another all of it once, for the times; it keeps
// only an index. What is appended later is not replayed. Reading ends early, with
// its error, when ctx is done.
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

// indexOf reads the index of a recording, compressed or not.
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

// Run hands the Events on when they are due, several that are due together as
// one, until ctx is done; at the end of the recording it waits, for somebody may
// seek back. It calls emit and reset one at a time from its own goroutine;
// reset means that what was handed on so far is void and a new Board begins.
// The clock starts with Run. The error is that of reading the file.
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
// somebody changes something; it returns false once ctx is done.
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

// Now returns the time in the recording that the replay has reached.
func (p *Player) Now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.clock.at(time.Now())
}

// Seek goes to t, or to the end of the recording that is nearest to it. What
// was recorded up to t is handed on at once, in few Events; on the way back
// after a reset, and from the start.
func (p *Player) Seek(t time.Time) {
	if t.Before(p.From) {
		t = p.From
	}
	if t.After(p.To) {
		t = p.To
	}
	p.change(func(c *clock, now time.Time) {
		c.set(t, now)
		p.seeks++
		p.rewind = p.rewind || t.Before(p.reached)
	})
}

// SetSpeed makes the replay run so many times as fast as it was, from 0.1 to 1000.
func (p *Player) SetSpeed(times float64) {
	p.change(func(c *clock, now time.Time) {
		c.set(c.at(now), now)
		c.speed = min(max(times, minSpeed), maxSpeed)
	})
}

// Pause stops the replay's clock, or lets it run on.
func (p *Player) Pause(paused bool) {
	p.change(func(c *clock, now time.Time) {
		c.set(c.at(now), now)
		c.paused = paused
	})
}

// Speed tells how fast the replay runs, and whether it is paused.
func (p *Player) Speed() (times float64, paused bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.clock.speed, p.clock.paused
}

// Damaged is how many lines of what has been read so far had to be left out.
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

// takeSeek is how often somebody has sought a time, and whether that asks for a
// rewind, which the caller then does.
func (p *Player) takeSeek() (seeks int, rewind bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rewind = p.rewind
	if rewind {
		p.rewind, p.reached = false, time.Time{}
	}
	return p.seeks, rewind
}

// seekedSince reports whether somebody has sought a time since.
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

// markReached notes that Events up to t are about to be handed on.
func (p *Player) markReached(t time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t.After(p.reached) {
		p.reached = t
	}
}

// setDamaged sets how many lines of a block could not be read.
func (p *Player) setDamaged(block, damaged int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.damaged[block] = damaged
}
