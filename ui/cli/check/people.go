package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"floorwatch/model"
)

// mostPages is how many pages of the agents list check reads.
const mostPages = 200

// people lists what each agent counts as, and which visitors count nowhere.
func (c *checker) people(agents []model.AgentInfo, who model.People) {
	byID := map[model.AgentID]model.AgentInfo{}
	for _, a := range agents {
		byID[a.ID] = a
	}
	is := who.Automations(byID)
	slices.SortFunc(agents, func(a, b model.AgentInfo) int { return cmp.Compare(a.ID, b.ID) })
	for _, a := range agents {
		typ, as := "no user_type", "a person"
		if !a.Type.IsEmpty() {
			typ = "user_type " + a.Type.String()
		}
		if is.IDs[a.ID] {
			as = "an automation: what it writes is no reply (people.humans overrules it)"
		}
		name := a.Name.String()
		if c.redacted {
			name = "(hidden)"
		}
		c.say("people", "agent %d %s, %s: %s", a.ID, name, typ, as)
	}
	if is.Refused {
		c.say("people", "every active agent's user_type is an automation's, so all of them count as people: people.bots names those who are not")
	}
	for _, a := range who.Bots {
		if _, listed := byID[a]; !listed {
			c.say("people", "agent %d is in people.bots and not in the agents list", a)
		}
	}
	for _, v := range who.Ignore {
		c.say("people", "visitor %d is in people.ignore: in no figure and no list", v)
	}
	c.departments(agents, is.IDs)
	if who.Mail == model.MailShow {
		c.say("people", "messages with mail fields are shown and count nowhere (people.mail)")
	}
}

// departments prints the people of each department as a team to paste into the configuration.
func (c *checker) departments(agents []model.AgentInfo, automations map[model.AgentID]bool) {
	ids := map[string][]string{}
	for _, a := range agents {
		if name := a.Department.String(); name != "" && !a.Disabled && !automations[a.ID] {
			ids[name] = append(ids[name], strconv.FormatInt(int64(a.ID), 10))
		}
	}
	if len(ids) == 0 || c.redacted {
		return
	}
	fmt.Fprintf(c.out, "\nThe departments as teams, to paste into the configuration:\n\n")
	for _, name := range slices.Sorted(maps.Keys(ids)) {
		fmt.Fprintf(c.out, "[[team]]\nname = %s\nagents = [%s]\n\n", tomlString(name), strings.Join(ids[name], ", "))
	}
}

// tomlString quotes a name as TOML does: JSON's escapes are a part of TOML's.
func tomlString(s string) string {
	b, _ := json.Marshal(s) // a string can always be written
	return string(b)
}
