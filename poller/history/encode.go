package history

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// formatVersion is raised when an older reader would misread a file. Version 1, which can still be read, always had the
// floor's rows.
const formatVersion = 2

// floorRowsFrom is the average number of agents a slot from which on a file also has a row for each slot of the floor,
// the sum of the agents' rows. On a floor of 300 agents these make reading the usual values four times as fast, for 5 % of
// the file. On one of 20 they would be a quarter of the file, and its agents' rows are read quickly anyway.
const floorRowsFrom = 16

// A header is the first line of a file.
type header struct {
	History  int                               `json:"history"`
	Day      string                            `json:"day"`
	Zone     string                            `json:"zone"`
	From     time.Time                         `json:"from"`
	To       time.Time                         `json:"to"`
	Final    bool                              `json:"final"`
	Written  time.Time                         `json:"written"`
	By       safetext.Text                     `json:"by"`
	Floor    safetext.Text                     `json:"floor,omitzero"`
	Invented bool                              `json:"invented,omitempty"`
	Targets  targets                           `json:"targets"`
	Hours    string                            `json:"hours,omitempty"`
	Watched  [][2]time.Time                    `json:"watched"`
	LeftOut  ledger.LeftOutCounts              `json:"left_out"`
	Agents   map[model.AgentID][]safetext.Text `json:"agents"`         // name, team
	Part     []int64                           `json:"part,omitempty"` // starts of slots
}

type targets struct {
	First int64 `json:"first"`
	Next  int64 `json:"next"`
}

// A row is any later line. Its fields tell what it is: a alone is an agent's day, s alone a slot of the floor, both an
// agent's slot, k a chat to look at, end the last line.
type row struct {
	Start  *int64         `json:"s,omitempty"`
	Agent  *model.AgentID `json:"a,omitempty"`
	Counts string         `json:"c,omitempty"`
	First  string         `json:"f,omitempty"`
	Total  string         `json:"t,omitempty"` // omitted if equal to First
	Next   string         `json:"n,omitempty"`
	Peak   float64        `json:"p,omitempty"`

	Kind       ledger.FindingKind `json:"k,omitempty"`
	At         int64              `json:"at,omitempty"`
	Chat       model.ChatID       `json:"chat,omitempty"`
	Waited     int64              `json:"w,omitempty"`
	Unanswered int                `json:"u,omitempty"`

	End bool `json:"end,omitempty"`

	start int64 // where Start and Agent point to after quickRow
	agent model.AgentID
}

// Encode writes a day as gzipped lines of JSON: the header, a row for each agent's day, the
// chats to look at, on a large floor a row for each slot, a row for each slot and agent, the end. Days and the floor's
// slots are sums that Encode makes, so they cannot disagree with the agents' slots; they stand first so that
// what needs no more stops reading early. gzip is flushed where a reader sees that its Depth is over: else it would
// unpack the rest of 32 KiB before it sees anything.
func Encode(w io.Writer, d *ledger.Day) error { return encode(w, d, gzip.BestCompression) }

// encode is Encode with a compression level.
func encode(w io.Writer, d *ledger.Day, level int) error {
	z, err := gzip.NewWriterLevel(w, level)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(z)
	e := encoder{lines: json.NewEncoder(buffered), flush: func() error { return cmp.Or(buffered.Flush(), z.Flush()) }, stage: stageFound}
	e.lines.SetEscapeHTML(false)
	e.day(d)
	if e.rows > maxRows {
		return fmt.Errorf("the day has %d rows; at most %d can be kept", e.rows, maxRows)
	}
	if e.err != nil {
		return e.err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	return z.Close()
}

type encoder struct {
	lines *json.Encoder
	flush func() error
	stage stage // of the rows so far, from that on after which a Depth may end
	rows  int
	err   error
}

// depthEnds is called after the row by which a reader sees that what it wants is over.
func (e *encoder) depthEnds() {
	if e.err == nil {
		e.err = e.flush()
	}
}

func (e *encoder) line(v any) {
	if e.err == nil {
		e.err = e.lines.Encode(v)
	}
}

func (e *encoder) row(r row) {
	e.rows++
	e.line(r)
	if s := stageOf(&r); s > e.stage {
		e.stage = s
		e.depthEnds()
	}
}

func (e *encoder) day(d *ledger.Day) {
	e.line(headerOf(d))
	e.depthEnds()
	byAgent := d.ByAgent()
	for _, a := range slices.Sorted(maps.Keys(byAgent)) {
		f := byAgent[a]
		f.Peak = 0 // a day has no peak, only its slots
		if !f.Empty() {
			e.row(figuresRow(nil, &a, f))
		}
	}
	for _, f := range d.Found {
		e.row(row{
			Kind: f.Kind, At: f.At.Unix(), Chat: f.Chat, Agent: &f.Agent,
			Waited: int64(f.Waited / time.Second), Unanswered: f.Unanswered,
		})
	}
	e.floor(d)
	for i := range d.Slots {
		s := &d.Slots[i]
		if start := s.Start.Unix(); !s.Empty() {
			e.row(figuresRow(&start, &s.Agent, &s.SlotFigures))
		}
	}
	e.line(row{End: true})
}

// floor writes the floor's slots if the agents' slots are many.
func (e *encoder) floor(d *ledger.Day) {
	var floor []ledger.Slot
	rows := 0
	for i := range d.Slots {
		if s := &d.Slots[i]; !s.Empty() {
			floor = addToFloor(floor, s)
			rows++
		}
	}
	if rows < floorRowsFrom*len(floor) {
		return
	}
	for i := range floor {
		start := floor[i].Start.Unix()
		e.row(figuresRow(&start, nil, &floor[i].SlotFigures))
	}
}

func headerOf(d *ledger.Day) header {
	h := header{
		History: formatVersion, Day: d.Date, Zone: d.Zone, From: d.From.UTC(), To: d.To.UTC(), Final: d.Final,
		Written: d.Written.UTC(), By: d.By, Floor: d.Floor, Invented: d.Invented, Hours: d.Hours, LeftOut: d.LeftOut,
		Targets: targets{int64(d.First / time.Second), int64(d.Next / time.Second)},
		Watched: [][2]time.Time{}, Agents: map[model.AgentID][]safetext.Text{},
	}
	for _, w := range d.Watched {
		h.Watched = append(h.Watched, [2]time.Time{w.From.UTC(), w.To.UTC()})
	}
	for id, a := range d.Agents {
		h.Agents[id] = []safetext.Text{a.Name, a.Team}
	}
	for _, p := range d.IncompleteSlots {
		h.Part = append(h.Part, p.Unix())
	}
	return h
}

func figuresRow(start *int64, agent *model.AgentID, f *ledger.SlotFigures) row {
	r := row{Start: start, Agent: agent, First: histogramText(f.First), Next: histogramText(f.Next), Peak: f.Peak}
	if !slices.Equal(f.First, f.Total) {
		r.Total = histogramText(f.Total)
	}
	var b strings.Builder
	for i, n := range f.Counts() {
		if !f.Known(i) {
			break
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(*n))
	}
	r.Counts = b.String()
	return r
}

// histogramText writes "9x2 18 33": 9 s twice, 18 s, 33 s.
func histogramText(h ledger.Histogram) string {
	var b []byte
	for i, r := range h {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(r.Seconds), 10)
		if r.N != 1 {
			b = append(b, 'x')
			b = strconv.AppendInt(b, int64(r.N), 10)
		}
	}
	return string(b)
}
