package record

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/guard"
)

const (
	flushEvery = time.Second
	// recordHealthEvery is the minimum time between records of an unchanged Health, and of a coverage that only improves.
	recordHealthEvery = 10 * time.Second
	// Every Polled is recorded: a wait whose thread was not read for a minute is unsure, so with one record a minute
	// every wait of a replay would be unsure now and then. At 10 requests per second that would save 20 MB of a ten-hour
	// day, half of their bytes, and 0.6 MB of it compressed.

	// maxBacklog limits the bytes that wait for a failing disk: many minutes of a busy
	// floor. Further Events are lost and counted.
	maxBacklog = 16 << 20
	// hungAfter is how long a write may take before it counts as failed.
	hungAfter = 10 * time.Second
)

// A Recorder writes Events to a folder, one file of lines per day. It never blocks
// its callers and never gives up: if the disk is full or broken, Events wait in a
// bounded backlog until it works again.
type Recorder struct {
	loc      *time.Location
	log      *slog.Logger
	open     func(day string) (io.WriteCloser, error) // the day's file, at its end; replaced in tests
	compress func(ctx context.Context, before string) // the recordings of days before one; replaced in tests
	opened   chan string                              // days whose file was opened
	limit    int                                      // maximum of size
	rows     int                                      // messages that the Board holds

	mu      sync.Mutex // guards what follows; never held over I/O
	enc     feed.Encoder
	dedup   *feed.Deduper
	today   string
	floor   *model.Floor // the last one seen: each day's file begins with it
	backlog []dayLines   // by day
	size    int          // bytes in the backlog and in the current write
	writing time.Time    // start of the current write; zero: none
	status  Status

	file io.WriteCloser // like day, used only by Run's goroutine
	day  string
}

// dayLines are whole lines for one day's file.
type dayLines struct {
	day string
	buf []byte
}

// A Status says whether Events are being written and what was lost.
type Status struct {
	Since time.Time // start of a failure; zero: recording works
	Why   string    // the error, if Since is set
	Lost  int       // Events lost since the start
}

// String returns a sentence about a failure or lost Events; "" if there are none.
func (s Status) String() string {
	lost := ""
	if s.Lost > 0 {
		lost = fmt.Sprintf("; %d events are lost", s.Lost)
	}
	switch {
	case !s.Since.IsZero():
		return fmt.Sprintf("not recorded since %s: %s%s", s.Since.Format("15:04"), s.Why, lost)
	case lost != "":
		return "recording again" + lost
	}
	return ""
}

// NewRecorder returns a Recorder for cfg.Dir with days in loc (nil means UTC). It
// does not access the folder before Run. Failures are also logged to log; nil
// discards them.
func NewRecorder(cfg Config, loc *time.Location, log *slog.Logger) *Recorder {
	if loc == nil {
		loc = time.UTC
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	f := folder{dir: cfg.Dir, keep: cfg.KeepDays, log: log}
	return &Recorder{loc: loc, log: log, open: f.open, compress: f.compress, opened: make(chan string, 1), limit: maxBacklog, rows: cfg.Rows}
}

// Recall marks an Event of a day's existing file, as Restore yields it, as written, so that a restarted program
// does not write it twice. It is safe for concurrent use.
func (r *Recorder) Recall(day time.Time, e model.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.startDay(day.In(r.loc).Format(time.DateOnly))
	e.Health = nil
	r.dedup.Filter(e, day)
}

// startDay forgets what was written: each day's file is self-contained.
func (r *Recorder) startDay(day string) {
	if day != r.today {
		r.today, r.dedup = day, feed.NewDeduper(r.rows, recordHealthEvery, recordHealthEvery)
	}
}

// Put queues an Event for recording and does not wait for the disk. It leaves out
// repeats, an unchanged Health within 10 s, and Events from before the server's clock
// was known, which belong to no day. It is safe for concurrent use.
func (r *Recorder) Put(e model.Event) {
	if !e.Dated() {
		return // nothing was read yet
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now().In(r.loc)
	r.startDay(now.Format(time.DateOnly))
	if e.Floor == nil {
		e.Floor = r.floor // needed once a day
	}
	r.floor = e.Floor
	e, ok := r.dedup.Filter(e, now)
	if !ok {
		return
	}
	if r.size >= r.limit {
		r.status.Lost++
		r.dedup = feed.NewDeduper(r.rows, recordHealthEvery, recordHealthEvery) // the new file needs what the next polls repeat
		return
	}
	last := len(r.backlog) - 1
	if last < 0 || r.backlog[last].day != r.today {
		r.backlog = append(r.backlog, dayLines{day: r.today})
		last++
	}
	lines := &r.backlog[last]
	before := len(lines.buf)
	lines.buf = r.enc.Append(lines.buf, e)
	r.size += len(lines.buf) - before
}

// Status returns whether recording works. It is safe for concurrent use.
func (r *Recorder) Status() Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.status
	s.Lost += r.enc.LeftOut
	if s.Since.IsZero() && !r.writing.IsZero() && time.Since(r.writing) > hungAfter {
		s.Since, s.Why = r.writing, "the disk does not answer"
	}
	return s
}

// Run writes once a second until ctx is done, then the rest. Meanwhile it compresses
// the recordings of past days. Call it once.
func (r *Recorder) Run(ctx context.Context) {
	done := make(chan struct{})
	guard.Go("compressing recordings", func() error { r.compressDays(ctx); return nil }, func(err error) {
		if err != nil {
			r.log.Warn("recordings stay uncompressed", "err", err)
		}
		close(done)
	})
	defer func() { <-done }()
	defer r.close()
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			r.flushCoverage()
			r.flush()
			return
		case <-tick.C:
			r.flush()
		}
	}
}

// compressDays compresses past days each time a day's file has been opened.
func (r *Recorder) compressDays(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case day := <-r.opened:
			r.compress(ctx, day)
		}
	}
}

// flushCoverage records the held-back coverage, so that a recording ends with what was known then.
func (r *Recorder) flushCoverage() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dedup == nil {
		return // no Event yet
	}
	c := r.dedup.Pending()
	if c == nil || r.size >= r.limit {
		return
	}
	if n := len(r.backlog); n == 0 || r.backlog[n-1].day != r.today {
		r.backlog = append(r.backlog, dayLines{day: r.today})
	}
	lines := &r.backlog[len(r.backlog)-1]
	before := len(lines.buf)
	lines.buf = r.enc.Append(lines.buf, model.Event{At: c.AsOf(), Coverage: c})
	r.size += len(lines.buf) - before
}

// flush writes the backlog. After an error the rest waits for the next second.
func (r *Recorder) flush() {
	for {
		lines, ok := r.takeBatch()
		if !ok {
			return
		}
		n, err := r.write(lines)
		r.logChange(r.finishWrite(lines, n, err), err)
		if err != nil {
			r.close() // the next attempt starts on a new line
			return
		}
	}
}

// takeBatch takes the oldest day out of the backlog.
func (r *Recorder) takeBatch() (dayLines, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.backlog) == 0 {
		return dayLines{}, false
	}
	lines := r.backlog[0]
	r.backlog = slices.Delete(r.backlog, 0, 1)
	r.writing = time.Now().In(r.loc)
	return lines, true
}

func (r *Recorder) write(lines dayLines) (int, error) {
	if r.file == nil || r.day != lines.day {
		r.close()
		file, err := r.open(lines.day)
		if err != nil {
			return 0, err
		}
		r.file, r.day = file, lines.day
		select {
		case r.opened <- lines.day:
		default: // a compression is running
		}
	}
	return r.file.Write(lines.buf)
}

// logChange logs when recording starts to fail or works again: the screen shows it
// only while it lasts.
func (r *Recorder) logChange(failed bool, err error) {
	switch {
	case err != nil && !failed:
		r.log.Warn("recording failed", "err", err)
	case err == nil && failed:
		r.log.Info("recording again", "lost", r.Status().Lost)
	}
}

// finishWrite records the result of a write of n bytes and reports whether writing failed before. Lines that are not
// completely in the file return to the front of the backlog; readers skip a partial line as damaged.
func (r *Recorder) finishWrite(lines dayLines, n int, err error) (failed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	began := r.writing
	r.writing = time.Time{}
	failed = !r.status.Since.IsZero()
	if err == nil {
		r.size -= len(lines.buf)
		r.status.Since, r.status.Why = time.Time{}, ""
		return failed
	}
	if r.status.Since.IsZero() {
		r.status.Since = began
	}
	r.status.Why = err.Error()
	whole := bytes.LastIndexByte(lines.buf[:n], '\n') + 1
	r.size -= whole
	rest := lines.buf[whole:]
	if len(r.backlog) > 0 && r.backlog[0].day == lines.day {
		r.backlog[0].buf = append(rest, r.backlog[0].buf...)
		return failed
	}
	r.backlog = slices.Insert(r.backlog, 0, dayLines{lines.day, rest})
	return failed
}

func (r *Recorder) close() {
	if r.file != nil {
		r.file.Close() // an error shows at the next write
		r.file = nil
	}
}
