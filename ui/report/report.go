// Package report writes the floor for other programs: snapshot's text, JSON, CSV and
// Prometheus gauges. It imports report/table and model. Names of fields never change. A
// report never contains messages, and names of people only on request.
package report

import (
	"time"

	"floorwatch/model"
)

// A Report is the floor at one moment as snapshot prints it; the README documents the
// fields. A nil pointer is a figure without data.
type Report struct {
	Version int       `json:"version"`
	At      time.Time `json:"at"`
	Floor   string    `json:"floor,omitempty"`
	Team    string    `json:"team,omitempty"` // the view's team; "": the whole floor
	// Invented: the floor is a demo's, according to its stream.
	Invented bool   `json:"invented,omitempty"`
	Level    string `json:"level"`
	State    string `json:"state"`
	Why      string `json:"why,omitempty"`
	DataAge  *int64 `json:"data_age_seconds"`

	Coverage *readShare    `json:"coverage"` // nil: nothing is known
	Figures  *floorReport  `json:"figures"`  // nil: nothing is known
	Waiting  []waitingChat `json:"waiting"`
	Agents   []agentReport `json:"agents"`
	Closed   bool          `json:"closed,omitempty"` // outside the floor's business hours
	Opens    *time.Time    `json:"opens,omitempty"`
	Missed   *MissedList   `json:"-"` // for --list missed; nil if the floor was not read
	Explain  []Explanation `json:"explain,omitempty"`

	current bool // answers arrive: the figures are current, as far as known

	inexact  string          // why figures are marked as bounds, for text
	judged   *model.Snapshot // has the limits of the figures
	coverage *model.Coverage // nil: nothing is known
	from     [2]time.Time    // start of the half hour, and of today
}

// A readShare says how much of what may contain messages of the last hour has been read.
type readShare struct {
	Read  int        `json:"read"`
	Of    int        `json:"of"`
	Until *time.Time `json:"until"` // time of the newest message that anything unread may contain; nil: unknown, or all is read
}

type leftOutRows struct {
	Texts       int `json:"texts"`
	Messages    int `json:"messages"`
	UnknownType int `json:"unknown_type"`
	UnknownSide int `json:"unknown_side"`
	ClockErrors int `json:"clock_errors"`
	Automated   int `json:"automated"`
	Gone        int `json:"gone"`
	Flood       int `json:"flood"`
	Ignored     int `json:"ignored"`
}

// A waitingChat is a thread with a waiting visitor.
type waitingChat struct {
	Visitor    model.VisitorID `json:"visitor"`
	Thread     model.ThreadID  `json:"thread"`
	Chat       model.ChatID    `json:"chat"`
	Level      string          `json:"level"`
	Wait       int64           `json:"wait_seconds"`
	AtLeast    bool            `json:"at_least"`
	First      bool            `json:"first"`
	Sight      string          `json:"sight"`
	SeenFor    *int64          `json:"seen_seconds"`
	Assigned   *int64          `json:"assigned_seconds"` // how long the agent has had it; null if unassigned
	Unanswered int             `json:"unanswered"`
	Owner      *model.AgentID  `json:"owner"`
	OwnerState string          `json:"owner_state"`
	Gap        bool            `json:"gap"`               // messages of the thread may be missing
	AsOf       *time.Time      `json:"as_of,omitempty"`   // last read too long ago to be current: the wait has stood still since
	Claimed    *string         `json:"claimed,omitempty"` // who is on it; "" if not known
	Paused     bool            `json:"paused,omitempty"`  // the floor is closed: the clocks are paused
	Opens      *time.Time      `json:"opens,omitempty"`   // … until then
	Name       string          `json:"name,omitempty"`
	OwnerName  string          `json:"owner_name,omitempty"`
	silent     time.Duration   // how long the agent has written nothing anywhere, for the text
}

// An agentReport is an agent with all figures of an agent.
type agentReport struct {
	id      model.AgentID
	state   string
	level   string
	figures []reportedFigure
	name    string // with --names only
}

// MarshalJSON writes the figures into the fields that the registry names.
func (a *agentReport) MarshalJSON() ([]byte, error) {
	o := &object{}
	o.set("id", a.id)
	o.set("state", a.state)
	o.set("level", a.level)
	for i := range a.figures {
		o.putValue("", a.figures[i].JSON, a.figures[i].value)
	}
	if a.name != "" {
		o.set("name", a.name)
	}
	return o.MarshalJSON()
}
