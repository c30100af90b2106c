package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

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
			"2 agents count as people: 1 with no user_type, 1 with user_type webhook", "agent 777 Zap, user_type Zapier: an automation", "# 100 Ann, 778 Hook\n",
		}, []string{"every active agent's", "# 777"}},
		{"nobody but automations", lines(false, model.People{}, mixed[1:]...), []string{
			"2 agents count as people: 1 with user_type Zapier", "every active agent's user_type is an automation's", "people.bots",
		}, []string{"an automation: what"}},
		{"the configuration's own", lines(false, model.People{Bots: []model.AgentID{100, 5}, Ignore: []model.VisitorID{42}, Mail: model.MailShow}, mixed...), []string{
			"agent 100 Ann, no user_type: an automation", "agent 5 is in people.bots and not in the agents list", "visitor 42 is in people.ignore", "people.mail",
		}, nil},
		{"without names", lines(true, model.People{}, mixed...), []string{"1 with no user_type", "agent 777 (hidden), user_type Zapier: an automation"}, []string{"Ann", "Zap,"}},
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

// Of many agents check prints a page and not a line each, and what it prints is a part of a configuration.
func TestPeopleOfALargeFloor(t *testing.T) {
	var agents []model.AgentInfo
	for i := range 300 {
		a := model.AgentInfo{ID: model.AgentID(10000 + i), Name: safetext.Line(fmt.Sprintf("Anna-Lena %d", i))}
		if i%100 < 90 {
			a.Department = safetext.Line([]string{"Support", "Sales \"B2B\"", "# [[team]]"}[i/100])
		}
		agents = append(agents, a)
	}
	var out strings.Builder
	c := checker{out: &out}
	c.people(agents, model.People{})
	if n := strings.Count(out.String(), "\n"); n > 120 {
		t.Errorf("%d lines for 300 agents", n)
	}
	first, rest, _ := strings.Cut(out.String(), "\n")
	if !strings.HasSuffix(first, "300 agents count as people: 300 with no user_type") {
		t.Errorf("it begins with %q", first)
	}
	_, rest, _ = strings.Cut(rest, "configuration:\n")
	var cfg struct {
		Team []struct {
			Name   string
			Agents []int
		}
	}
	if err := toml.Unmarshal([]byte(rest), &cfg); err != nil {
		t.Fatalf("%v\n%s", err, rest)
	}
	if len(cfg.Team) != 3 || cfg.Team[0].Name != "# [[team]]" || len(cfg.Team[1].Agents) != 90 || !strings.Contains(rest, "10299 Anna-Lena 299") {
		t.Errorf("%+v from\n%s", cfg, rest)
	}
}
