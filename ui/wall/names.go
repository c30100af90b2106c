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

// Names says how agents are called on the wall.
type Names string

// Ways to name agents. A visitor is a number, unless agents have full names and
// [privacy] shows visitors' names on the wall.
const (
	NamesNone     Names = "none"
	NamesInitials Names = "initials" // P.C.; of the second one with the same, P.C.2
	NamesFull     Names = "full"
)

// UnmarshalTOML reads one of the words, or what older configurations say: true for
// full names, false for none.
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

// names are what the agents of a floor are called while the wall hangs: who has had
// initials, or a number, first keeps them. The zero names know nobody.
type names struct {
	known    map[model.AgentID]safetext.Text
	initials map[model.AgentID]string // empty: the name has no letters
	numbers  map[model.AgentID]string
	taken    map[string]int // how many have the same
}

// maxNames bounds what is remembered of agents.
const maxNames = 10_000

// update notes agents that are not known yet, and those who have another name.
func (n *names) update(s *model.Snapshot) {
	if n.known == nil {
		n.known, n.initials = map[model.AgentID]safetext.Text{}, map[model.AgentID]string{}
		n.numbers, n.taken = map[model.AgentID]string{}, map[string]int{}
	}
	for i := range s.Agents {
		n.add(s.Agents[i].ID, s.Agents[i].Name)
	}
	for i := range s.Threads {
		if r := s.Threads[i]; r.Wait.Running && n.known[r.Owner].IsEmpty() {
			n.add(r.Owner, r.OwnerName)
		}
	}
}

func (n *names) add(id model.AgentID, name safetext.Text) {
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

// number is an agent without a name: the last two digits of the number that Acquire
// knows them by, or more where another agent has these.
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

// initials are the first letters of the first and the last word of a name, "P.C.";
// empty where it has no letters.
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

// agent is what an agent is called on the wall.
func (b *pageView) agent(id model.AgentID, name safetext.Text) safetext.Text {
	switch b.cfg.Names {
	case NamesFull:
		if !name.IsEmpty() {
			return name
		}
	case NamesNone:
	default:
		if short := b.floor.agents.initials[id]; short != "" {
			return safetext.Line(short)
		}
	}
	return safetext.Line(b.floor.agents.numbers[id])
}

// owner is who has a waiting chat, by name: never empty.
func (b *pageView) owner(r *model.Row) safetext.Text {
	switch {
	case r.OwnerState == model.AgentUnknown && r.Owner == 0:
		return safetext.Line("?")
	case r.Lane == model.LaneBotSilent && r.Owner == 0:
		return safetext.Line("BOT")
	case r.Owner == 0 && r.OwnerName.IsEmpty():
		return safetext.Line(draw.Unassigned)
	}
	return b.agent(r.Owner, r.OwnerName)
}
