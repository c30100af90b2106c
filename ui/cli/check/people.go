package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// mostPages is how many pages of the agents list check reads.
const mostPages = 200

// people prints how many agents count as people, which do not, and which visitors are not counted.
func (c *checker) people(agents []model.AgentInfo, who model.People) {
	byID := map[model.AgentID]model.AgentInfo{}
	for _, a := range agents {
		byID[a.ID] = a
	}
	is := who.Automations(byID)
	slices.SortFunc(agents, func(a, b model.AgentInfo) int { return cmp.Compare(a.ID, b.ID) })
	c.types(agents, is.IDs)
	c.automations(agents, is.IDs)
	if is.NoHumans {
		c.report("people", "every active agent's user_type is an automation's, so all of them count as people: people.bots names those who are not")
	}
	for _, a := range who.Bots {
		if _, listed := byID[a]; !listed {
			c.report("people", "agent %d is in people.bots and not in the agents list", a)
		}
	}
	for _, v := range who.Ignore {
		c.report("people", "visitor %d is in people.ignore: in no figure and no list", v)
	}
	c.departments(agents, is.IDs)
	if who.Mail == model.MailShow {
		c.report("people", "messages with mail fields are shown and count nowhere (people.mail)")
	}
}

// mostNamed limits the automations and user_types that are listed.
const mostNamed = 20

// types prints how many people each user_type has.
func (c *checker) types(agents []model.AgentInfo, automations map[model.AgentID]bool) {
	of, people := map[string]int{}, 0
	for _, a := range agents {
		if !automations[a.ID] {
			of[typeOf(a)]++
			people++
		}
	}
	if people == 0 {
		return
	}
	names := slices.SortedFunc(maps.Keys(of), func(a, b string) int { return cmp.Or(of[b]-of[a], cmp.Compare(a, b)) })
	var parts []string
	for i, name := range names {
		if i == mostNamed {
			parts = append(parts, fmt.Sprintf("%d more kinds", len(names)-i))
			break
		}
		parts = append(parts, fmt.Sprintf("%d with %s", of[name], name))
	}
	c.report("people", "%s: %s", draw.Count(people, "agent counts as a person", "agents count as people"), strings.Join(parts, ", "))
}

func typeOf(a model.AgentInfo) string {
	if a.Type.IsEmpty() {
		return "no user_type"
	}
	return "user_type " + a.Type.String()
}

// automations prints the agents that do not count as people.
func (c *checker) automations(agents []model.AgentInfo, automations map[model.AgentID]bool) {
	n := 0
	for _, a := range agents {
		if !automations[a.ID] {
			continue
		}
		if n++; n <= mostNamed {
			c.report("people", "agent %d %s, %s: an automation: what it writes is not a reply (people.humans overrules it)", a.ID, c.nameOf(a), typeOf(a))
		}
	}
	if n > mostNamed {
		c.report("people", "%d more automations", n-mostNamed)
	}
}

func (c *checker) nameOf(a model.AgentInfo) string {
	if c.redacted {
		return "(hidden)"
	}
	return a.Name.String()
}

// departments prints the people of each department as a team to paste into the configuration, and then those
// without one, each with number and, as a comment, name.
func (c *checker) departments(agents []model.AgentInfo, automations map[model.AgentID]bool) {
	of := map[string][]model.AgentInfo{}
	for _, a := range agents {
		if !a.Disabled && !automations[a.ID] {
			of[a.Department.String()] = append(of[a.Department.String()], a)
		}
	}
	if len(of) == 0 || c.redacted {
		return
	}
	none := of[""]
	delete(of, "")
	if len(of) > 0 {
		fmt.Fprintf(c.out, "\nThe departments as teams, to paste into the configuration:\n\n")
	}
	for _, name := range slices.Sorted(maps.Keys(of)) {
		var ids []string
		for _, a := range of[name] {
			ids = append(ids, strconv.FormatInt(int64(a.ID), 10))
		}
		fmt.Fprintf(c.out, "[[team]]\nname = %s\nagents = [%s]\n", tomlString(name), strings.Join(wrapped(ids, ", "), ",\n  "))
		c.names(of[name])
		fmt.Fprintln(c.out)
	}
	if len(none) > 0 {
		fmt.Fprintf(c.out, "\n# Agents without a department:\n")
		c.names(none)
		fmt.Fprintln(c.out)
	}
}

// names prints numbers and names of agents as TOML comments.
func (c *checker) names(agents []model.AgentInfo) {
	var named []string
	for _, a := range agents {
		named = append(named, fmt.Sprintf("%d %s", a.ID, a.Name))
	}
	for _, line := range wrapped(named, ", ") {
		fmt.Fprintf(c.out, "# %s\n", line)
	}
}

// listWidth is the line width of long lists, in characters.
const listWidth = 100

// wrapped joins items into lines of at most listWidth, longer only for a longer item.
func wrapped(items []string, between string) (lines []string) {
	for _, item := range items {
		if n := len(lines) - 1; n >= 0 && utf8.RuneCountInString(lines[n])+len(between)+utf8.RuneCountInString(item) <= listWidth {
			lines[n] += between + item
			continue
		}
		lines = append(lines, item)
	}
	return lines
}

// tomlString quotes a name for TOML, whose escapes include JSON's.
func tomlString(s string) string {
	b, _ := json.Marshal(s) // marshalling a string cannot fail
	return string(b)
}
