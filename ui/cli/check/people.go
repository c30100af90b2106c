package check

import (
	"cmp"
	"slices"

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
		c.say("people", "agent %d %s, %s: %s", a.ID, a.Name, typ, as)
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
	if who.Mail == model.MailShow {
		c.say("people", "messages with mail fields are shown and count nowhere (people.mail)")
	}
}
