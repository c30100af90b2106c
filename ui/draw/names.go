package draw

import (
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// AgentName returns an agent's name, in quotes if it is a word that stands where no agent is known: without them an agent
// called Unassigned would look like the chats that nobody has. The quotes are of block letters too.
func AgentName(name safetext.Text) safetext.Text {
	s := strings.TrimSpace(name.String())
	if !plain(s) {
		s = Fold(s)
	}
	for _, word := range [...]string{Unassigned, NoAgent, NoAgentShort, Bot, unknownSign} {
		if strings.EqualFold(s, word) {
			return safetext.Line("'" + name.String() + "'")
		}
	}
	return name
}

// Names are the agents' names as lists show them: distinct in any width. The zero Names know no agent.
type Names struct {
	all   []string               // distinct
	twins map[model.AgentID]bool // agents whose full name is not unique
}

// NamesOf returns the names of a floor's agents.
func NamesOf(agents []model.AgentRow) Names {
	n := Names{}
	first := make(map[string]model.AgentID, len(agents))
	for i := range agents {
		a := &agents[i]
		name := a.Name.String()
		if name == "" {
			continue
		}
		other, known := first[Fold(name)]
		if !known {
			first[Fold(name)] = a.ID
			n.all = append(n.all, name)
			continue
		}
		if n.twins == nil {
			n.twins = make(map[model.AgentID]bool)
		}
		n.twins[a.ID], n.twins[other] = true, true
	}
	return n
}

// Text returns an agent's name for a cell of w cells. A long name is shortened to its first word and the initial
// of its last one, "Pedro C.", with more letters if another agent has the same. A name that two agents share is
// followed by the agent's number.
func (n Names) Text(st *Style, id model.AgentID, name safetext.Text, w int) safetext.Text {
	if name.IsEmpty() {
		return safetext.Line(AgentNumber(id))
	}
	name = AgentName(name)
	tail := ""
	if n.twins[id] {
		tail = " " + strconv.FormatInt(int64(id), 10)
		w = max(1, w-len(tail))
	}
	text := name.String()
	if st.Width(text) > w {
		text = n.short(st, text, w)
	} else if tail == "" {
		return name
	}
	return safetext.Line(text + tail)
}

// short returns a shortened name of several words for w cells, or the name itself if there is no such form.
func (n Names) short(st *Style, name string, w int) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return name
	}
	last := []rune(words[len(words)-1])
	out := name
	for k := 1; k < len(last); k++ {
		begin := words[0] + " " + string(last[:k])
		if st.Width(begin)+1 > w {
			break
		}
		if out = begin + "."; n.starting(words[0], string(last[:k])) < 2 {
			break
		}
	}
	return out
}

// starting counts the names with this first word and this beginning of the last one.
func (n Names) starting(first, last string) int {
	count := 0
	for _, name := range n.all {
		if strings.HasPrefix(name, first+" ") && strings.HasPrefix(name[strings.LastIndexByte(name, ' ')+1:], last) {
			count++
		}
	}
	return count
}
