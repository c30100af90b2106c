package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/report/table"
)

// A MissedList lists today's chats that ended while the visitor waited, for snapshot --list missed.
type MissedList struct {
	Version  int          `json:"version"`
	List     string       `json:"list"` // missed
	At       time.Time    `json:"at"`
	Floor    string       `json:"floor,omitempty"`
	Team     string       `json:"team,omitempty"` // the view's team; "": the whole floor
	Invented bool         `json:"invented,omitempty"`
	From     time.Time    `json:"from"` // the start of the day
	Chats    []missedChat `json:"chats"`

	Bounds map[string]bound `json:"bounds,omitempty"` // of the numbers of "missed" and "dropped" in Chats; absent: exact
}

// A missedChat is a chat that ended without an answer.
type missedChat struct {
	Ended      string          `json:"ended"` // missed: no agent ever answered; dropped: the last message was unanswered
	At         time.Time       `json:"at"`
	Perhaps    bool            `json:"perhaps"` // its end was not observed: the figure counts it only in its upper bound
	Waited     int64           `json:"waited_seconds"`
	Unanswered int             `json:"unanswered"`
	Owner      *model.AgentID  `json:"owner"`
	Department string          `json:"department"` // the agent's
	Visitor    model.VisitorID `json:"visitor"`
	Thread     model.ThreadID  `json:"thread"`
	Chat       model.ChatID    `json:"chat"`
	Address    string          `json:"address"` // see screen.address; "" if that is not set
	Name       string          `json:"name,omitempty"`
	OwnerName  string          `json:"owner_name,omitempty"`
}

// MissedOf returns the MissedList of a Board's list, as of a Snapshot.
func MissedOf(s *model.Snapshot, list []model.MissedChat, o Options) *MissedList {
	out := &MissedList{
		Version: Version, List: "missed", At: s.Now.UTC().Truncate(time.Second), Floor: s.FloorName(o.Floor), Team: s.Team.String(), Invented: s.Floor.Invented,
		From: s.Headline.Today.From.UTC(), Chats: []missedChat{},
	}
	for name, id := range map[string]model.FigureID{"missed": model.FigureMissed, "dropped": model.FigureDropped} {
		if v := model.FigureOf(id).Value(s, model.Subject{Today: true}); v.Bound != model.BoundExact {
			if out.Bounds == nil {
				out.Bounds = map[string]bound{}
			}
			out.Bounds[name] = boundOf(v)
		}
	}
	for i := range list {
		m := &list[i]
		c := missedChat{
			Ended: m.Ended(), At: m.At.UTC().Truncate(time.Second), Perhaps: m.Unsure, Waited: int64(m.Waited / time.Second), Unanswered: m.Unanswered,
			Department: m.Department.String(), Visitor: m.Key.Visitor, Thread: m.Key.Thread, Chat: m.Chat,
			Address: model.ChatAddress(o.Address, m.Key, m.Chat),
		}
		if m.Owner != 0 {
			c.Owner = &m.Owner
		}
		if o.Names {
			c.Name, c.OwnerName = m.Name.String(), m.OwnerName.String()
		}
		out.Chats = append(out.Chats, c)
	}
	return out
}

// Write writes the list in a format: text, json or csv. The error is out's.
func (m *MissedList) Write(out io.Writer, format string) error {
	switch format {
	case "json":
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(m)
	case "csv":
		return m.csv(out)
	}
	for i := range m.Chats {
		c := &m.Chats[i]
		who := nobody
		if c.Owner != nil {
			who = cmp.Or(table.Name(c.OwnerName, nobody), fmt.Sprintf("agent #%d", *c.Owner))
		}
		perhaps := ""
		if c.Perhaps {
			perhaps = "perhaps "
		}
		_, err := fmt.Fprintln(out, oneLine(strings.TrimRight(fmt.Sprintf("%s  %s%s after %s  visitor #%d  chat %d  %s  %s  %s  %s", c.At.Format(time.RFC3339), perhaps, c.Ended,
			model.FormatDuration(time.Duration(c.Waited)*time.Second), c.Visitor, c.Chat, who, c.Department, c.Address, c.Name), " ")))
		if err != nil {
			return err
		}
	}
	for _, b := range m.Bounds {
		if b.UpTo == nil { // uncertain rows are marked themselves
			_, err := fmt.Fprintln(out, "Not all of today has been read: these are the chats that are known.")
			return err
		}
	}
	return nil
}

// nobody is written for the owner of a chat that no agent has.
const nobody = "nobody"

func (m *MissedList) csv(out io.Writer) error {
	rows := [][]string{strings.Fields("at ended perhaps waited_seconds unanswered owner department visitor thread chat address name owner_name")}
	for i := range m.Chats {
		c := &m.Chats[i]
		owner := ""
		if c.Owner != nil {
			owner = strconv.FormatInt(int64(*c.Owner), 10)
		}
		rows = append(rows, []string{
			c.At.Format(time.RFC3339), c.Ended, strconv.FormatBool(c.Perhaps), strconv.FormatInt(c.Waited, 10), strconv.Itoa(c.Unanswered), owner,
			c.Department, strconv.FormatInt(int64(c.Visitor), 10), strconv.FormatInt(int64(c.Thread), 10), strconv.FormatInt(int64(c.Chat), 10),
			c.Address, c.Name, c.OwnerName,
		})
	}
	return table.Write(out, rows)
}
