package wall

import (
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Pedro Costa": "P.C.", "pedro da costa": "P.C.", "Zoë": "Z.", "Åsa-Lena Öberg": "Å.Ö.", "藤沢 さくら": "藤.さ.", "42": "", "": "", "O'Neil": "O.",
	} {
		if got := initials(name); got != want {
			t.Errorf("the initials of %q are %q, want %q", name, got, want)
		}
	}
}

// Agents with the same initials are told apart, and keep what they are called.
func TestAgentsKeepTheirInitials(t *testing.T) {
	agent := func(id model.AgentID, name string) model.AgentRow {
		return model.AgentRow{ID: id, Name: safetext.Line(name)}
	}
	var n names
	n.update(&model.Snapshot{Agents: []model.AgentRow{agent(15434, "Pedro Costa"), agent(9, "Paula Cruz")}})
	n.update(&model.Snapshot{Agents: []model.AgentRow{agent(3, "Pia Cole"), agent(9, "Paula Cruz"), agent(17734, "Ana"), agent(15434, "Pedro Costa")}})
	for id, want := range map[model.AgentID][2]string{15434: {"P.C.", "A-34"}, 9: {"P.C.2", "A-9"}, 3: {"P.C.3", "A-3"}, 17734: {"A.", "A-734"}} {
		if got := [2]string{n.initials[id], n.numbers[id]}; got != want {
			t.Errorf("agent %d is %q, want %q", id, got, want)
		}
	}
}

// An agent is called as the configuration says, and a name without letters a number;
// visitors are numbers, unless full names are asked for and [privacy] shows theirs.
func TestWhoIsCalledWhatOnTheWall(t *testing.T) {
	for _, c := range []struct {
		names         Names
		privacy       string
		name          string
		shown, hidden []string
	}{
		{NamesNone, "off", "Pedro Costa", []string{"A-34"}, []string{"P.C.", "Pedro", "Secretname"}},
		{NamesInitials, "off", "Pedro Costa", []string{"P.C."}, []string{"Pedro", "Secretname", "15434"}},
		{NamesInitials, "off", "4711", []string{"A-34"}, []string{"4711"}},
		{NamesFull, "all", "Pedro Costa", []string{"Pedro Costa", "#61793"}, []string{"Secretname"}},
		{NamesFull, "off", "Pedro Costa", []string{"Pedro Costa", "Secretname"}, nil},
		{NamesFull, "all", "Unassigned", []string{"'Unassigned'", "#61793"}, nil}, // not a chat without an agent
	} {
		f := uitest.NewFloor()
		f.Threads, f.Agents = f.Threads[:1], nil
		r := &f.Threads[0]
		r.Owner, r.OwnerName, r.Name, r.Key.Visitor = 15434, safetext.Line(c.name), safetext.Line("Secretname"), 61793
		cfg := DefaultConfig()
		cfg.Names, cfg.Privacy.Wall, cfg.Pages = c.names, c.privacy, []string{"waiting"}
		drawtest.Shows(t, wallScreen(wallOn(f, cfg, drawtest.Screen(), 110, 27)), c.shown, c.hidden)
	}
}

// What older configurations say of names still holds.
func TestNamesOfOlderConfigurations(t *testing.T) {
	for text, want := range map[string]Names{"true": NamesFull, "false": NamesNone, `"initials"`: NamesInitials, `"full"`: NamesFull, `"none"`: NamesNone} {
		cfg := DefaultConfig()
		if _, err := toml.Decode("names = "+text, &cfg); err != nil || cfg.Names != want || cfg.Validate() != nil {
			t.Errorf("names = %s: %q, %v, want %q", text, cfg.Names, err, want)
		}
	}
	cfg := DefaultConfig()
	if _, err := toml.Decode("names = 3", &cfg); err == nil || !strings.Contains(err.Error(), "wall.names") {
		t.Errorf("names = 3: %v", err)
	}
}
