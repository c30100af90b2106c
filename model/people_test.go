package model

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"floorwatch/model/safetext"
)

// Which agents are automations, by their user types and the configuration.
func TestAutomations(t *testing.T) {
	agents := func(types ...string) map[AgentID]AgentInfo {
		list := map[AgentID]AgentInfo{}
		for i, typ := range types {
			name, off := strings.CutSuffix(typ, " off")
			list[AgentID(i+1)] = AgentInfo{ID: AgentID(i + 1), Type: safetext.Line(name), Disabled: off}
		}
		return list
	}
	for _, c := range []struct {
		what    string
		people  People
		agents  map[AgentID]AgentInfo
		want    []AgentID
		refused bool
	}{
		{"one beside a person", People{}, agents("", "Zapier"), []AgentID{2}, false},
		{"any of the words", People{}, agents("", "API", "bot", "Integration", "automation", "webhook"), []AgentID{2, 3, 4, 5, 6}, false},
		{"another word is a person's", People{}, agents("", "Chat", "robot"), nil, false},
		{"the only agent", People{}, agents("Zapier"), nil, true},
		{"only automations", People{}, agents("Zapier", "API"), nil, true},
		{"the only person is switched off", People{}, agents(" off", "Zapier"), nil, true},
		{"an automation that is switched off", People{}, agents("", "Zapier off"), []AgentID{2}, false},
		{"said to be a person", People{Humans: []AgentID{2}}, agents("", "Zapier"), nil, false},
		{"one said to be a person makes the other an automation", People{Humans: []AgentID{1}}, agents("Zapier", "Zapier"), []AgentID{2}, false},
		{"said to be one", People{Bots: []AgentID{1}}, agents("", ""), []AgentID{1}, false},
		{"said to be one, whom no list has", People{Bots: []AgentID{7}}, agents(""), []AgentID{7}, false},
		{"no agents", People{}, nil, nil, false},
	} {
		is := c.people.Automations(c.agents)
		if got := slices.Sorted(maps.Keys(is.IDs)); !slices.Equal(got, c.want) || is.NoHumans != c.refused {
			t.Errorf("%s: %v, refused %v; want %v, %v", c.what, got, is.NoHumans, c.want, c.refused)
		}
	}
}

func TestValidatePeople(t *testing.T) {
	for _, c := range []struct {
		people People
		want   string // in the message; "" where all is well
	}{
		{People{Mail: "count"}, ""}, {People{Mail: "show"}, ""}, {People{}, ""},
		{People{Bots: []AgentID{5}, Humans: []AgentID{6}, Ignore: []VisitorID{7}}, ""},
		{People{Mail: "hide"}, "people.mail must be"},
		{People{Bots: []AgentID{0}}, "people.bots holds 0"},
		{People{Humans: []AgentID{-1}}, "people.humans holds -1"},
		{People{Ignore: []VisitorID{-3}}, "people.ignore holds -3"},
		{People{Bots: []AgentID{5}, Humans: []AgentID{5}}, "both hold 5"},
	} {
		err := c.people.Validate()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v: %v, want %q", c.people, err, c.want)
		}
	}
}
