package threads

import (
	"slices"
	"strings"
	"testing"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

// namedFloor has agents of these names, numbered from 1, each with a chat.
func namedFloor(names ...string) *model.Snapshot {
	s := &model.Snapshot{Now: uitest.Now()}
	for i, n := range names {
		id, name := model.AgentID(i+1), safetext.Line(n)
		s.Agents = append(s.Agents, model.AgentRow{ID: id, Name: name})
		s.Threads = append(s.Threads, &model.Row{Key: model.Key{Visitor: model.VisitorID(i + 1)}, Owner: id, OwnerName: name, Level: model.LevelOK, Wait: model.Clock{Running: true}})
	}
	return s
}

func namesPane(teams []model.Team, names ...string) *Pane {
	p := &Pane{Teams: teams}
	p.SetSnapshot(namedFloor(names...), uitest.Now())
	return p
}

func namesStyle() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

// A filter is completed by what the floor has, and what it cannot say without quotes is in quotes.
func TestFilterCompletes(t *testing.T) {
	p := namesPane([]model.Team{{Name: "Night shift", Agents: []model.AgentID{1}}, {Name: "Day", Agents: []model.AgentID{2}}, {Name: "Nobody"}}, "Pedro Costa", "Joy", "Joyce", "Zoë")
	for query, want := range map[string][]string{
		"ag": {"agent:"}, "ana 1": {"ana 1st"}, "un": {"unassigned", "unseen"}, "level:c": {"level:critical"}, "x": nil,
		"agent:": {`agent:"Pedro Costa"`, `agent:"Joy"`, "agent:Joyce", "agent:Zoë"}, "agent:zo": {"agent:Zoë"}, "agent:COS": {`agent:"Pedro Costa"`}, "agent:joyc": {"agent:Joyce"},
		`agent:"pedro c`: {`agent:"Pedro Costa"`}, `agent:"Pedro Costa"`: nil, "agent:osta": nil,
		"team:": {`team:"Night shift"`, "team:Day"}, "bot team:d": {"bot team:Day"}, `agent:"Pedro Costa" le`: {`agent:"Pedro Costa" level:waiting`, `agent:"Pedro Costa" level:warning`, `agent:"Pedro Costa" level:critical`},
	} {
		if got := p.CompleteFilter(namesStyle(), query); !slices.Equal(got, want) {
			t.Errorf("%q becomes %q, want %q", query, got, want)
		}
	}
}

// Whatever an agent is called, the completed name lists that agent's chats and nobody else's: names with quotes, words of
// a filter and letters of other scripts, one without a name, and two of one.
func TestCompletedNamesFindTheirAgent(t *testing.T) {
	names := []string{
		`Ana "level:critical" Lima`, `Ana" level:x`, `"`, "Ana Lima", "Ana Lima", "ana", "bot", "", "藤沢 さくら", "Łukasz  Wałęsa", "👩‍💻 Dev", "\x1b[31mred\x1b[0m", "\u202eevil", "agent:Maya", "“Max” Roe", "Ana Lima 4x",
	}
	p := namesPane(nil, names...)
	list := p.CompleteFilter(namesStyle(), "agent:")
	if len(list) != len(names)-1 { // the name of quotes alone is none
		t.Fatalf("%d agents, offered %q", len(names), list)
	}
	for _, query := range list {
		field := draw.NewField(query)
		p.Filter.Set(field.Value())
		p.Filter.QueryTyped()
		p.Refilter()
		if p.N != 1 || strings.ContainsAny(query, "\x1b\u202e") {
			t.Errorf("%q lists %d chats", query, p.N)
		}
	}
	p.Filter.Set(`agent:"Ana Lima"`)
	if p.Refilter(); p.N != 2 {
		t.Errorf("two are called Ana Lima, %d found", p.N)
	}
}

// A name in quotes is the whole name, and before the second quote a part of it.
func TestQuotedNames(t *testing.T) {
	p := namesPane([]model.Team{{Name: "Night shift", Agents: []model.AgentID{1, 2}}}, "Pedro Costa", "Pedro Costales", "Joy Bright")
	for query, want := range map[string]int{
		`agent:"pedro costa"`: 1, `agent:"pedro costa`: 2, `agent:"`: 3, `agent:""`: 3, `agent:"costa"`: 0, `agent:“Joy Bright”`: 1,
		`team:"night shift"`: 2, `team:"night"`: 0, `team:"night shift" agent:joy`: 0, `agent:"joy bright" level:waiting`: 1, `agent:"joy bright" level:critical`: 0, `\/agent:"x y"`: 0,
	} {
		p.Filter.Set(query)
		p.Filter.QueryTyped()
		if p.Refilter(); p.N != want {
			t.Errorf("%s lists %d chats, want %d", query, p.N, want)
		}
	}
}
