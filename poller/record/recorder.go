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
	// recordHealthEvery thins what a quiet floor would fill its recording with, and so how often a better coverage is recorded.
	recordHealthEvery = 10 * time.Second
	// Which threads were polled is not thinned: a wait whose thread was not read for a minute is unsure, so with
	// one line a minute every wait of a replay would be, now and then. At 10 requests a second that would save
	// half of their bytes, 20 MB of a day of ten hours while it runs, and 0.6 MB of the compressed day.

	// maxBacklog is how many bytes wait for a disk that does not take them:
	// many minutes of a busy floor. What comes beyond is lost and counted.
	maxBacklog = 16 << 20
	// hungAfter is when a write that does not return counts as a failure.
	hungAfter = 10 * time.Second
)

// A Recorder writes Events into a folder, one file of lines a day. It never
// blocks who hands them in and never gives up: what a full or broken disk does
// not take waits in a bounded backlog, and is written once the disk takes it.
type Recorder struct {
	loc      *time.Location
	log      *slog.Logger
	open     func(day string) (io.WriteCloser, error) // the day's file, at its end; replaced in tests
	compress func(ctx context.Context, before string) // the recordings of days before one; replaced in tests
	opened   chan string                              // days whose file was opened
	limit    int                                      // of size; what comes beyond is lost
	rows     int                                      // that the Board holds

	mu      sync.Mutex // guards what follows; never held over I/O
	enc     feed.Encoder
	dedup   *feed.Deduper
	today   string
	floor   *model.Floor // the last in an Event: each day's file begins with it
	backlog []dayLines   // by day
	size    int          // bytes in the backlog and in the write that runs
	writing time.Time    // when the write that runs began; zero: none runs
	status  Status

	file io.WriteCloser // as day, of Run's goroutine alone
	day  string
}

// dayLines are whole lines for one day's file.
type dayLines struct {
	day string
	buf []byte
}

// A Status says whether Events are being written and what was lost.
type Status struct {
	Since time.Time // nothing has been recorded since; zero: all is well
	Why   string    // the error, where Since is set
	Lost  int       // Events that no file will ever hold, since the start
}

// String returns a sentence where there is something to say, else "".
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

// NewRecorder returns a Recorder for cfg.Dir whose days are those of loc (nil
// means UTC). It touches the folder only once Run runs. What the disk refuses
// goes to log too; nil discards it.
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

// Recall says what the file of a day holds already, as Restore brings it, so that a program which was
// started again does not write it twice. What is Put before that is written once more; safe for concurrent use.
func (r *Recorder) Recall(day time.Time, e model.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.startDay(day.In(r.loc).Format(time.DateOnly))
	e.Health = nil
	r.dedup.Filter(e, day)
}

// startDay forgets at the start of a day what was written: each day's file stands by itself.
func (r *Recorder) startDay(day string) {
	if day != r.today {
		r.today, r.dedup = day, feed.NewDeduper(r.rows, recordHealthEvery, recordHealthEvery)
	}
}

// Put takes an Event to be recorded. It does not wait for the disk. Repeats are
// left out; so is an Event of nothing but the same Health within 10 s, and one
// from before the server's clock was known, which has no place in a day. It is
// safe for concurrent use.
func (r *Recorder) Put(e model.Event) {
	if !e.Dated() {
		return // nothing was read yet
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now().In(r.loc)
	r.startDay(now.Format(time.DateOnly))
	if e.Floor == nil {
		e.Floor = r.floor // which is news once a day
	}
	r.floor = e.Floor
	e, ok := r.dedup.Filter(e, now)
	if !ok {
		return
	}
	if r.size >= r.limit {
		r.status.Lost++
		r.dedup = feed.NewDeduper(r.rows, recordHealthEvery, recordHealthEvery) // what the next polls repeat is news to the file
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

// Status tells how the recording fares. It is safe for concurrent use.
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

// Run writes once a second until ctx is done, and then what is left. Beside that it
// compresses the recordings of days that are over. It is to be called once.
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

// compressDays compresses what is over each time a day's file has been opened.
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

// flushCoverage records the coverage that waits for its time, so that a recording ends with what was known then.
func (r *Recorder) flushCoverage() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dedup == nil {
		return // it has been given nothing
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
			r.close() // so that the next attempt starts on a new line
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
		default: // the days before it are being compressed
		}
	}
	return r.file.Write(lines.buf)
}

// logChange logs that recording fails, or goes on, where that is news: the screen
// says it only as long as it lasts.
func (r *Recorder) logChange(failed bool, err error) {
	switch {
	case err != nil && !failed:
		r.log.Warn("not recorded", "err", err)
	case err == nil && failed:
		r.log.Info("recording again", "lost", r.Status().Lost)
	}
}

// finishWrite records the result of a write of n bytes and reports whether it failed before. The lines that are not wholly in the file go
// back to the front of the backlog; the piece of one that is there is damage
// that every reader skips.
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
		r.file.Close() // an error shows in the next write
		r.file = nil
	}
}
