package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// People is the [people] section: how senders count where Acquire's data leave it open.
type People struct {
	Bots   []AgentID   `toml:"bots"`   // agents that are automations
	Humans []AgentID   `toml:"humans"` // agents who are people, whatever their user_type says
	Mail   string      `toml:"mail"`   // MailCount or MailShow: what messages with mail fields are
	Ignore []VisitorID `toml:"ignore"` // visitors who count in no figure
}

// Values of [people] mail.
const (
	MailCount = "count" // messages like all others
	MailShow  = "show"  // shown but counted nowhere, like e-mails
)

// DefaultPeople returns the defaults of the [people] section.
func DefaultPeople() People { return People{Mail: MailCount} }

// Validate returns all errors in the section, joined, each with its key.
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

// automationTypes are the user types of automations, in lower case.
var automationTypes = []string{"zapier", "api", "bot", "integration", "automation", "webhook"}

// Automations are the agents whose messages count as a bot's.
type Automations struct {
	IDs map[AgentID]bool
	// NoHumans: by their user types all active agents would be automations. Then none is taken for one, because
	// the only agent in Acquire's documentation is a person of the type "Zapier".
	NoHumans bool
}

// Automations determines which agents are automations: those in [people] bots, and those with an automation's
// user_type as long as some other active agent has none. [people] humans takes precedence over the type.
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
		case slices.Contains(automationTypes, strings.ToLower(a.Type.String())) && !slices.Contains(p.Humans, id):
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

// Ignores reports whether a visitor counts in no figure.
func (p *People) Ignores(v VisitorID) bool { return slices.Contains(p.Ignore, v) }
