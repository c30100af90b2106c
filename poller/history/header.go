package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// header parses the first line. Most of it are the agents' names, which DepthHeader drops.
func (d *decoder) header() error {
	line, err := d.line()
	if err != nil {
		return err
	}
	var version struct {
		History int `json:"history"`
	}
	if bytes.HasPrefix(line, []byte(`{"history":2,`)) {
		version.History = 2 // as Encode writes it; in any other line the version is looked for first
	} else if err := json.Unmarshal(line, &version); err != nil {
		return err
	}
	switch {
	case version.History > formatVersion:
		return ErrNewer
	case version.History < 1:
		return errors.New("it is not a history file")
	}
	rest, agents, quick := quickAgents(string(line))
	if quick {
		line = []byte(rest)
	}
	var h header
	if err := json.Unmarshal(line, &h); err != nil {
		return err
	}
	if !quick {
		agents = labels(h.Agents)
	}
	if d.day, err = dayOf(&h); err == nil && d.depth > DepthHeader {
		d.day.Agents = agents
	}
	return err
}

func labels(names map[model.AgentID][]safetext.Text) map[model.AgentID]ledger.AgentLabel {
	agents := map[model.AgentID]ledger.AgentLabel{}
	for id, a := range names {
		var label ledger.AgentLabel
		for i, into := range []*safetext.Text{&label.Name, &label.Team} {
			if i < len(a) {
				*into = a[i]
			}
		}
		agents[id] = label
	}
	return agents
}

// quickAgents parses the agents of a header as Encode writes it, without reflection, and returns the header without them.
// For any other header ok is false; encoding/json has to parse it.
func quickAgents(line string) (rest string, agents map[model.AgentID]ledger.AgentLabel, ok bool) {
	before, s, found := strings.Cut(line, `,"agents":{`) // no string holds this, since quotes in strings are escaped
	if !found || !utf8.ValidString(line) {
		return "", nil, false
	}
	agents = map[model.AgentID]ledger.AgentLabel{}
	for !strings.HasPrefix(s, "}") {
		var fields [3]string
		for i, punctuation := range []string{`:[`, `,`, `]`} {
			if fields[i], s, ok = quoted(s); !ok || !strings.HasPrefix(s, punctuation) {
				return "", nil, false
			}
			s = s[len(punctuation):]
		}
		id, err := strconv.ParseInt(fields[0], 10, 64)
		if err != nil {
			return "", nil, false
		}
		var label ledger.AgentLabel
		_ = label.Name.UnmarshalText([]byte(fields[1])) // never fails
		_ = label.Team.UnmarshalText([]byte(fields[2]))
		agents[model.AgentID(id)] = label
		if s, found = strings.CutPrefix(s, ","); found == strings.HasPrefix(s, "}") {
			return "", nil, false
		}
	}
	rest = before + s[1:]
	return rest, agents, !strings.Contains(rest, `"agents"`)
}

// quoted parses a JSON string without escapes at the beginning of s.
func quoted(s string) (value, rest string, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		return "", "", false
	}
	value, rest, ok = strings.Cut(s[1:], `"`)
	return value, rest, ok && !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == '\\' })
}

// dayOf validates a header and returns its day, without the agents.
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
	for _, s := range h.Part {
		at, err := slotAt(day, s)
		if err != nil {
			return nil, err
		}
		day.IncompleteSlots = append(day.IncompleteSlots, at)
	}
	return day, nil
}
