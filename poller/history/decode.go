package history

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// Limits of a file that is read; beyond them it counts as damaged.
const (
	maxUnzipped = 64 << 20
	maxLine     = 8 << 20 // the header of 10,000 agents with the longest names
	maxRows     = 100_000
)

// ErrNewer is what reading a file of a later format returns.
var ErrNewer = errors.New("written by a newer floorwatch")

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

// Decode reads a day as far as depth says. What it reads may be anybody's: any
// deviation from what Encode writes is an error, and no day is returned.
func Decode(r io.Reader, depth Depth) (*ledger.Day, error) { return decode(r, depth, maxUnzipped) }

func decode(r io.Reader, depth Depth, most int64) (*ledger.Day, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	d := decoder{depth: depth, last: first, limited: io.LimitedReader{R: z, N: most}}
	d.lines = bufio.NewReaderSize(&d.limited, 64<<10)
	if err := d.header(); err != nil {
		return nil, err
	}
	for depth > DepthHeader && d.stage < stageEnd {
		line, err := d.line()
		if err != nil {
			return nil, err
		}
		var r row
		if !quickRow(line, &r) {
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
	if _, err := d.line(); err != io.EOF { // also checks gzip's sum
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

// The parts of a file in their order.
type stage int

const (
	stageDays stage = iota
	stageFound
	stageFloor
	stageAgents
	stageEnd
)

// first comes before every row.
var first = [2]int64{math.MinInt64, math.MinInt64}

type decoder struct {
	depth   Depth
	limited io.LimitedReader
	lines   *bufio.Reader
	buf     []byte
	day     *ledger.Day
	stage   stage
	rows    int
	last    [2]int64 // of the row before: start or time, agent
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

func (d *decoder) header() error {
	line, err := d.line()
	if err != nil {
		return err
	}
	var version struct {
		History int `json:"history"`
	}
	if bytes.HasPrefix(line, []byte(`{"history":2,`)) {
		version.History = 2 // as we write it; what begins otherwise is asked for it first
	} else if err := json.Unmarshal(line, &version); err != nil {
		return err
	}
	switch {
	case version.History > formatVersion:
		return ErrNewer
	case version.History < 1:
		return errors.New("it is not a history file")
	}
	var h struct {
		header
		Agents json.RawMessage `json:"agents"` // most of the line: read only where rows are
	}
	if err := json.Unmarshal(line, &h); err != nil {
		return err
	}
	if d.depth > DepthHeader && h.Agents != nil {
		if err := json.Unmarshal(h.Agents, &h.header.Agents); err != nil {
			return err
		}
	}
	d.day, err = dayOf(&h.header)
	return err
}

func dayOf(h *header) (*ledger.Day, error) {
	if _, err := time.Parse(time.DateOnly, h.Day); err != nil {
		return nil, errors.New("its day is not a date")
	}
	length := h.To.Sub(h.From)
	if length < 20*time.Hour || length > 2*28*time.Hour || !onSlot(h.From) || !onSlot(h.To) {
		return nil, errors.New("its bounds are not those of a day")
	}
	if h.Targets.First < 0 || h.Targets.Next < 0 || h.Targets.First > math.MaxInt32 || h.Targets.Next > math.MaxInt32 {
		return nil, errors.New("its targets are out of range")
	}
	day := &ledger.Day{
		Date: h.Day, Zone: h.Zone, From: h.From, To: h.To, Final: h.Final, Written: h.Written, By: h.By, Floor: h.Floor, Invented: h.Invented, Hours: h.Hours,
		First: time.Duration(h.Targets.First) * time.Second, Next: time.Duration(h.Targets.Next) * time.Second,
		LeftOut: h.LeftOut, Agents: map[model.AgentID]ledger.AgentLabel{},
	}
	for _, w := range h.Watched {
		if w[1].Before(w[0]) {
			return nil, errors.New("it was watched backwards")
		}
		day.Watched = append(day.Watched, ledger.TimeSpan{From: w[0], To: w[1]})
	}
	for id, a := range h.Agents {
		var label ledger.AgentLabel
		for i, into := range []*safetext.Text{&label.Name, &label.Team} {
			if i < len(a) {
				*into = a[i]
			}
		}
		day.Agents[id] = label
	}
	for _, s := range h.Part {
		at, err := slotAt(day, s)
		if err != nil {
			return nil, err
		}
		day.IncompleteSlots = append(day.IncompleteSlots, at)
	}
	return day, nil
}

func onSlot(t time.Time) bool { return t.Truncate(ledger.SlotLength).Equal(t) }

// slotAt is a slot's start, which must be in the day.
func slotAt(d *ledger.Day, unix int64) (time.Time, error) {
	at := time.Unix(unix, 0).UTC()
	if !onSlot(at) || at.Before(d.From) || !at.Before(d.To) {
		return at, errors.New("a slot is not of the day")
	}
	return at, nil
}

// stageOf says what a row is, by the fields it has.
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

// row adds one row; done is true where what follows is not wanted.
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
			d.day.Slots = nil // the finer ones take their place
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

// inOrder checks that rows ascend.
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
	if err := readFigures(r, &slot.SlotFigures); err != nil {
		return err
	}
	if s == stageFloor && slot.Empty() {
		return nil // it is there to say that it is part, as the header does
	}
	if s == stageAgents && d.depth == DepthFloor {
		d.day.Slots = addToFloor(d.day.Slots, &slot)
		return nil
	}
	d.day.Slots = append(d.day.Slots, slot)
	return nil
}

// addToFloor adds an agent's slot to the floor's; slots come in order.
func addToFloor(floor []ledger.Slot, s *ledger.Slot) []ledger.Slot {
	last := len(floor) - 1
	if last < 0 || !floor[last].Start.Equal(s.Start) {
		floor = append(floor, ledger.Slot{Start: s.Start})
		last++
	}
	into := &floor[last]
	into.AddConcurrent(&s.SlotFigures)
	into.Peak = 0 // no agent's is the floor's
	return floor
}

func readFigures(r *row, f *ledger.SlotFigures) error {
	into := f.Counts()
	f.Unknown = ledger.SlotCounts
	for word := range strings.FieldsSeq(r.Counts) {
		if f.Unknown == 0 {
			break // a newer floorwatch of the same format appended more
		}
		n, err := number(word)
		if err != nil {
			return err
		}
		*into[ledger.SlotCounts-f.Unknown] = int(n)
		f.Unknown--
	}
	var errs [3]error
	f.First, errs[0] = histogramOf(r.First)
	f.Next, errs[1] = histogramOf(r.Next)
	f.Total = f.First
	if r.Total != "" {
		f.Total, errs[2] = histogramOf(r.Total)
	}
	if !(r.Peak >= 0 && r.Peak <= math.MaxInt32) {
		return errors.New("a number is out of range")
	}
	f.Peak = r.Peak
	return errors.Join(errs[:]...)
}

// number reads what no figure exceeds: 0 to 2³¹ − 1.
func number(s string) (int32, error) {
	n, err := strconv.ParseUint(s, 10, 31)
	if err != nil {
		return 0, errors.New("a number is out of range")
	}
	return int32(n), nil
}

func histogramOf(s string) (ledger.Histogram, error) {
	if s == "" {
		return nil, nil
	}
	h := make(ledger.Histogram, 0, strings.Count(s, " ")+1)
	last, sum := int32(-1), int64(0)
	for word := range strings.SplitSeq(s, " ") {
		value, times, many := strings.Cut(word, "x")
		seconds, err := number(value)
		n := int32(1)
		if many && err == nil {
			n, err = number(times)
		}
		if sum += int64(n); err != nil || seconds <= last || n == 0 || sum > math.MaxInt32 {
			return nil, errors.New("a list of times is damaged")
		}
		h, last = append(h, ledger.HistogramBucket{Seconds: seconds, N: n}), seconds
	}
	return h, nil
}
