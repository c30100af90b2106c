package history

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"floorwatch/model/ledger"
)

// Limits of a file. Beyond them it counts as damaged.
const (
	maxUnzipped = 64 << 20
	maxLine     = 8 << 20 // the header of 10,000 agents with the longest names
	maxRows     = 100_000
)

// ErrNewer is returned for a file in a later version of the format.
var ErrNewer = errors.New("written by a newer floorwatch")

var errNumber = errors.New("a number is out of range")

var errTooMuch = fmt.Errorf("it unzips to more than %d MiB", maxUnzipped>>20)

// A Depth is how much of a day's file is read.
type Depth int

// Depths. Each includes those before it.
const (
	DepthHeader Depth = iota // all but the agents' names
	DepthDays                // each agent's day, as one Slot that begins with the day, and the chats to look at
	DepthFloor               // the floor's slots, as Slots of agent 0 without a peak, instead of the agents' days
	DepthAll                 // the agents' slots instead of the above
)

// Decode reads a day up to depth. The input is not trusted: any deviation from what Encode writes is an error, and then
// no day is returned.
func Decode(from io.Reader, depth Depth) (*ledger.Day, error) {
	return decode(from, depth, maxUnzipped)
}

func decode(from io.Reader, depth Depth, most int64) (*ledger.Day, error) {
	z, err := gzip.NewReader(from)
	if err != nil {
		return nil, err
	}
	d := decoder{depth: depth, last: first, limited: io.LimitedReader{R: z, N: most}}
	d.lines = bufio.NewReaderSize(&d.limited, 64<<10)
	if err := d.header(); err != nil {
		return nil, err
	}
	var r row
	for depth > DepthHeader && d.stage < stageEnd {
		line, err := d.line()
		if err != nil {
			return nil, err
		}
		if r = (row{}); !quickRow(line, &r) {
			r = row{}
			if err := json.Unmarshal(line, &r); err != nil {
				return nil, err
			}
		}
		done, err := d.row(&r)
		if err != nil {
			return nil, err
		}
		if done {
			return d.day, nil
		}
	}
	if depth == DepthHeader {
		return d.day, nil
	}
	if _, err := d.line(); err != io.EOF { // this also verifies the checksum of gzip
		return nil, fmt.Errorf("something follows the end: %w", cmpErr(err))
	}
	return d.day, nil
}

func cmpErr(err error) error {
	if err == nil {
		return errors.New("another line")
	}
	return err
}

// The parts of a file, in order.
type stage int

const (
	stageDays stage = iota
	stageFound
	stageFloor
	stageAgents
	stageEnd
)

// first sorts before every row.
var first = [2]int64{math.MinInt64, math.MinInt64}

type decoder struct {
	depth   Depth
	limited io.LimitedReader
	lines   *bufio.Reader
	buf     []byte
	day     *ledger.Day
	stage   stage
	rows    int
	room    bucketRoom
	last    [2]int64 // of the previous row: start or time, agent
}

// line returns the next line; it is valid until the next call.
func (d *decoder) line() ([]byte, error) {
	d.buf = d.buf[:0]
	for {
		part, err := d.lines.ReadSlice('\n')
		d.buf = append(d.buf, part...)
		switch {
		case len(d.buf) > maxLine:
			return nil, errors.New("a line is too long")
		case err == nil:
			return bytes.TrimSuffix(d.buf, []byte("\n")), nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && d.limited.N <= 0:
			return nil, errTooMuch
		case errors.Is(err, io.EOF) && (len(d.buf) > 0 || d.stage < stageEnd):
			return nil, errors.New("it ends in the middle")
		default:
			return nil, err
		}
	}
}

func onSlot(t time.Time) bool { return t.Truncate(ledger.SlotLength).Equal(t) }

// slotAt returns a slot's start, which must be within the day.
func slotAt(d *ledger.Day, unix int64) (time.Time, error) {
	at := time.Unix(unix, 0).UTC()
	if !onSlot(at) || at.Before(d.From) || !at.Before(d.To) {
		return at, errors.New("a slot is not of the day")
	}
	return at, nil
}

// stageOf returns the part that a row belongs to, by the fields it has.
func stageOf(r *row) stage {
	switch {
	case r.End:
		return stageEnd
	case r.Kind != "":
		return stageFound
	case r.Start == nil && r.Agent != nil:
		return stageDays
	case r.Start != nil && r.Agent == nil:
		return stageFloor
	}
	return stageAgents
}

// row adds one row; done is true if the rest is not wanted.
func (d *decoder) row(r *row) (done bool, err error) {
	s := stageOf(r)
	if s < d.stage {
		return false, errors.New("its rows are out of order")
	}
	if s > d.stage {
		days := d.stage <= stageFound && s > stageFound
		floor := d.stage == stageFloor
		d.stage, d.last = s, first
		if s < stageEnd && (days && d.depth == DepthDays || floor && d.depth == DepthFloor) {
			return true, nil
		}
		if days && d.depth > DepthDays || floor && d.depth == DepthAll {
			d.day.Slots = nil // replaced by the finer ones
		}
	}
	if d.rows++; d.rows > maxRows {
		return false, errors.New("it has too many rows")
	}
	switch s {
	case stageEnd:
		return false, nil
	case stageFound:
		return false, d.found(r)
	}
	return false, d.figures(r, s)
}

// inOrder returns an error unless rows ascend.
func (d *decoder) inOrder(a, b int64, strict bool) error {
	switch {
	case a < d.last[0], a == d.last[0] && (b < d.last[1] || strict && b == d.last[1]):
		return errors.New("its rows are out of order")
	}
	d.last = [2]int64{a, b}
	return nil
}

func (d *decoder) found(r *row) error {
	switch {
	case !slices.Contains(ledger.FindingKinds, r.Kind):
		return errors.New("a chat to look at is of an unknown kind")
	case r.Agent == nil, r.Waited < 0, r.Waited > math.MaxInt32, r.Unanswered < 0:
		return errors.New("a chat to look at is not whole")
	}
	f := ledger.Finding{
		Kind: r.Kind, At: time.Unix(r.At, 0).UTC(), Chat: r.Chat, Agent: *r.Agent,
		Waited: time.Duration(r.Waited) * time.Second, Unanswered: r.Unanswered,
	}
	if !f.At.After(d.day.From) || f.At.After(d.day.To) {
		return errors.New("a chat to look at is not of the day")
	}
	d.day.Found = append(d.day.Found, f)
	return d.inOrder(r.At, 0, false)
}

func (d *decoder) figures(r *row, s stage) error {
	slot := ledger.Slot{Start: d.day.From}
	var err error
	if r.Start != nil {
		if slot.Start, err = slotAt(d.day, *r.Start); err != nil {
			return err
		}
	}
	if r.Agent != nil {
		slot.Agent = *r.Agent
	}
	if err := d.inOrder(slot.Start.Unix(), int64(slot.Agent), true); err != nil {
		return err
	}
	if err := d.room.readFigures(r, &slot.SlotFigures); err != nil {
		return err
	}
	if s == stageFloor && slot.Empty() {
		return nil // only marks the slot as incomplete, which the header does too
	}
	if s == stageAgents && d.depth == DepthFloor {
		d.day.Slots = addToFloor(d.day.Slots, &slot)
		return nil
	}
	d.day.Slots = append(d.day.Slots, slot)
	return nil
}

// addToFloor adds an agent's slot to the floor's slots. Slots must be added in order.
func addToFloor(floor []ledger.Slot, s *ledger.Slot) []ledger.Slot {
	last := len(floor) - 1
	if last < 0 || !floor[last].Start.Equal(s.Start) {
		floor = append(floor, ledger.Slot{Start: s.Start})
		last++
	}
	into := &floor[last]
	into.AddConcurrent(&s.SlotFigures)
	into.Peak = 0 // the peak of one agent is not that of the floor
	return floor
}

// readFigures reads the figures of a row; their histograms lie in m.
func (m *bucketRoom) readFigures(r *row, f *ledger.SlotFigures) error {
	into := f.Counts()
	f.Unknown = ledger.SlotCounts
	for s := r.Counts; s != "" && f.Unknown > 0; { // a newer floorwatch may have appended more
		n, rest, ok := digits(s)
		if !ok || rest != "" && rest[0] != ' ' {
			return errNumber
		}
		*into[ledger.SlotCounts-f.Unknown] = int(n)
		f.Unknown--
		s = strings.TrimPrefix(rest, " ")
	}
	var errs [3]error
	f.First, errs[0] = m.histogram(r.First)
	f.Next, errs[1] = m.histogram(r.Next)
	f.Total = f.First
	if r.Total != "" {
		f.Total, errs[2] = m.histogram(r.Total)
	}
	if !(r.Peak >= 0 && r.Peak <= math.MaxInt32) {
		return errNumber
	}
	f.Peak = r.Peak
	return cmp.Or(errs[0], errs[1], errs[2])
}
