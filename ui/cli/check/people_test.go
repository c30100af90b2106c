package check

import (
	"strings"
	"testing"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// check says what each agent counts as, and who counts nowhere.
func TestPeopleLines(t *testing.T) {
	agent := func(id model.AgentID, name, typ string) model.AgentInfo {
		return model.AgentInfo{ID: id, Name: safetext.Line(name), Type: safetext.Line(typ)}
	}
	lines := func(redacted bool, who model.People, agents ...model.AgentInfo) string {
		var out strings.Builder
		c := checker{out: &out, redacted: redacted}
		c.people(agents, who)
		return out.String()
	}
	mixed := []model.AgentInfo{agent(100, "Ann", ""), agent(777, "Zap", "Zapier"), agent(778, "Hook", "webhook")}
	for _, c := range []struct {
		name    string
		said    string
		want    []string
		without []string
	}{
		{"two automations among people", lines(false, model.People{Humans: []model.AgentID{778}}, mixed...), []string{
			"agent 100 Ann, no user_type: a person", "agent 777 Zap, user_type Zapier: an automation", "agent 778 Hook, user_type webhook: a person",
		}, []string{"every active agent's"}},
		{"nobody but automations", lines(false, model.People{}, mixed[1:]...), []string{
			"agent 777 Zap, user_type Zapier: a person", "every active agent's user_type is an automation's", "people.bots",
		}, []string{"an automation: what"}},
		{"the configuration's own", lines(false, model.People{Bots: []model.AgentID{100, 5}, Ignore: []model.VisitorID{42}, Mail: model.MailShow}, mixed...), []string{
			"agent 100 Ann, no user_type: an automation", "agent 5 is in people.bots and not in the agents list", "visitor 42 is in people.ignore", "people.mail",
		}, nil},
		{"without names", lines(true, model.People{}, mixed...), []string{"agent 100 (hidden), no user_type: a person"}, []string{"Ann", "Zap,"}},
	} {
		for _, want := range c.want {
			if !strings.Contains(c.said, want) {
				t.Errorf("%s: no %q in\n%s", c.name, want, c.said)
			}
		}
		for _, not := range c.without {
			if strings.Contains(c.said, not) {
				t.Errorf("%s: %q in\n%s", c.name, not, c.said)
			}
		}
	}
}
