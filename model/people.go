package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// People is the [people] section: who counts as what where Acquire's words do not settle it.
type People struct {
	Bots   []AgentID   `toml:"bots"`   // agents who are automations
	Humans []AgentID   `toml:"humans"` // agents who are people, whatever their user_type says
	Mail   string      `toml:"mail"`   // "count" or "show": messages whose mail fields are filled
	Ignore []VisitorID `toml:"ignore"` // visitors who are in no figure
}

// What [people] mail may say.
const (
	MailCount = "count" // they are messages like all others
	MailShow  = "show"  // they are shown and counted in nothing, as e-mails are
)

// DefaultPeople returns the defaults of the [people] section.
func DefaultPeople() People { return People{Mail: MailCount} }

// Validate reports every problem at once, each with its key.
func (p *People) Validate() error {
	var errs []error
	for key, list := range map[string][]AgentID{"bots": p.Bots, "humans": p.Humans} {
		if i := slices.IndexFunc(list, func(a AgentID) bool { return a <= 0 }); i >= 0 {
			errs = append(errs, fmt.Errorf("people.%s holds %d, must hold positive numbers: agents' user ids", key, list[i]))
		}
	}
	if i := slices.IndexFunc(p.Ignore, func(v VisitorID) bool { return v <= 0 }); i >= 0 {
		errs = append(errs, fmt.Errorf("people.ignore holds %d, must hold positive numbers: visitors' ids", p.Ignore[i]))
	}
	for _, a := range p.Bots {
		if slices.Contains(p.Humans, a) {
			errs = append(errs, fmt.Errorf("people.bots and people.humans both hold %d: keep it in one of them", a))
		}
	}
	if p.Mail != "" && p.Mail != MailCount && p.Mail != MailShow {
		errs = append(errs, errors.New(`people.mail must be "count" or "show"`))
	}
	return errors.Join(errs...)
}

// machines are the user types that name no person, case folded.
var automationTypes = []string{"zapier", "api", "bot", "integration", "automation", "webhook"}

func (a *AgentInfo) isAutomation() bool {
	return slices.Contains(automationTypes, strings.ToLower(a.Type.String()))
}

// An Automations tells which agents are no people: what they say is a bot's.
type Automations struct {
	IDs map[AgentID]bool
	// NoHumans: the user types of all active agents name no person. The only agent that Acquire's
	// documentation has is a person of the type "Zapier", so then none is taken for an automation.
	NoHumans bool
}

// Automations sorts the agents. An agent is an automation if [people] bots names
// them, or if their user_type names no person while some other active agent's does.
// [people] humans overrules.
func (p *People) Automations(agents map[AgentID]AgentInfo) Automations {
	is := Automations{IDs: map[AgentID]bool{}}
	for _, id := range p.Bots {
		is.IDs[id] = true
	}
	var typed []AgentID
	human, active := false, 0
	for id, a := range agents {
		switch {
		case is.IDs[id]:
		case a.isAutomation() && !slices.Contains(p.Humans, id):
			typed = append(typed, id)
			if !a.Disabled {
				active++
			}
		default:
			human = human || !a.Disabled
		}
	}
	if is.NoHumans = !human && active > 0; !is.NoHumans {
		for _, id := range typed {
			is.IDs[id] = true
		}
	}
	return is
}

// Ignores reports whether a visitor is in no figure.
func (p *People) Ignores(v VisitorID) bool { return slices.Contains(p.Ignore, v) }
