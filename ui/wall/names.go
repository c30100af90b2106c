package wall

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// Names is how agents are named on the wall.
type Names string

// Ways to name agents. Visitors are numbers, unless agents have full names and [privacy] shows names of
// visitors on the wall.
const (
	NamesNone     Names = "none"
	NamesInitials Names = "initials" // P.C., and P.C.2 for the second with the same
	NamesFull     Names = "full"
)

// UnmarshalTOML reads one of the words, or the values of older configurations: true for full, false for none.
func (n *Names) UnmarshalTOML(value any) error {
	switch v := value.(type) {
	case bool:
		*n = NamesNone
		if v {
			*n = NamesFull
		}
		return nil
	case string:
		*n = Names(v)
		return nil
	}
	return fmt.Errorf("wall.names must be %q, %q or %q", NamesNone, NamesInitials, NamesFull)
}

// names are the short names of the agents of a floor. They do not change while the wall runs: an agent who
// has had initials or a number first keeps them. The zero value is ready to use.
type names struct {
	known    map[model.AgentID]safetext.Text
	initials map[model.AgentID]string // empty if the name has no letters
	numbers  map[model.AgentID]string
	taken    map[string]int // how many agents have the same
}

// maxNames bounds how many agents are remembered.
const maxNames = 10_000

// update adds new agents, and those whose name has changed.
func (n *names) update(s *model.Snapshot) {
	if n.known == nil {
		n.known, n.initials = map[model.AgentID]safetext.Text{}, map[model.AgentID]string{}
		n.numbers, n.taken = map[model.AgentID]string{}, map[string]int{}
	}
	for i := range s.Agents {
		n.addName(s.Agents[i].ID, s.Agents[i].Name)
	}
	for i := range s.Threads {
		if r := s.Threads[i]; r.Wait.Running && n.known[r.Owner].IsEmpty() {
			n.addName(r.Owner, r.OwnerName)
		}
	}
}

func (n *names) addName(id model.AgentID, name safetext.Text) {
	if id == 0 || len(n.numbers) >= maxNames {
		return
	}
	if n.numbers[id] == "" {
		n.numbers[id] = n.number(id)
	}
	if name.IsEmpty() || n.known[id] == name {
		return
	}
	n.known[id] = name
	short := initials(name.String())
	if n.taken[short]++; n.taken[short] > 1 && short != "" {
		short += strconv.Itoa(n.taken[short])
	}
	n.initials[id] = short
}

// number names an agent by the last two digits of their id in Acquire, or more if another agent has the same.
func (n *names) number(id model.AgentID) string {
	digits := strconv.FormatInt(int64(id), 10)
	for k := min(2, len(digits)); k < len(digits); k++ {
		if short := "A-" + digits[len(digits)-k:]; n.taken[short] == 0 {
			n.taken[short]++
			return short
		}
	}
	return "A-" + digits
}

// initials are the first letters of the first and the last word of a name, "P.C."; empty if it has no
// letters.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '’' && r != '-'
	})
	if len(words) > 2 {
		words = []string{words[0], words[len(words)-1]}
	}
	var b strings.Builder
	for _, w := range words {
		for _, r := range w {
			if unicode.IsLetter(r) {
				b.WriteString(strings.ToUpper(string(r)) + ".")
				break
			}
		}
	}
	return b.String()
}

// agent is the name of an agent on the wall.
func (b *pageView) agent(id model.AgentID, name safetext.Text) safetext.Text {
	switch b.cfg.Names {
	case NamesFull:
		if !name.IsEmpty() {
			return draw.AgentName(name)
		}
	case NamesNone:
	default:
		if short := b.floor.agents.initials[id]; short != "" {
			return safetext.Line(short)
		}
	}
	return safetext.Line(b.floor.agents.numbers[id])
}

// owner is the name of the agent of a waiting chat, or UNASSIGNED, BOT or "?"; never empty.
func (b *pageView) owner(r *model.Row) safetext.Text {
	switch {
	case r.OwnerState == model.AgentUnknown && r.Owner == 0:
		return safetext.Line("?")
	case r.Lane == model.LaneBotSilent && r.Owner == 0:
		return safetext.Line(draw.Bot)
	case r.Owner == 0 && r.OwnerName.IsEmpty():
		return safetext.Line(draw.Unassigned)
	}
	return b.agent(r.Owner, r.OwnerName)
}
