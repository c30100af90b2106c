package period

import (
	"encoding/json"
	"strings"
	"testing"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// The chats are written one by one, and the whole is what encoding/json writes at once.
func TestJSONIsWrittenAsAtOnce(t *testing.T) {
	for _, n := range []int{0, 1, 24} {
		r := fixture(t)
		r.Found = r.Found[:n]
		r.Floor = safetext.Line(`"chats": [], "chats": []`)
		o := Options{Names: true}
		whole := jsonOf(r, o)
		for _, f := range r.Found {
			whole.Chats = append(whole.Chats, chatOf(r, o, f))
		}
		var want strings.Builder
		e := json.NewEncoder(&want)
		e.SetIndent("", "  ")
		if err := e.Encode(whole); err != nil {
			t.Fatal(err)
		}
		if text := written(t, "json", r, o); text != want.String() {
			t.Errorf("%d chats: %d bytes are written, want %d, or others", n, len(text), want.Len())
		}
	}
}

// A window has the fields of snapshot's "today", by the names that the registry of figures gives them.
func TestWindowsHaveTheNamesOfSnapshot(t *testing.T) {
	var j struct{ Total map[string]any }
	if err := json.Unmarshal([]byte(written(t, "json", fixture(t), Options{})), &j); err != nil {
		t.Fatal(err)
	}
	figures := model.Figures()
	for i := range figures {
		f := &figures[i]
		if f.Scope != model.ScopeWindow {
			continue
		}
		for _, name := range []string{f.JSON.Value, f.JSON.N, f.JSON.In} {
			at, found := any(j.Total), true
			for part := range strings.SplitSeq(name, ".") {
				fields, _ := at.(map[string]any)
				if at, found = fields[part]; !found {
					break
				}
			}
			if name != "" && !found {
				t.Errorf("%s: no field %s", f.Name, name)
			}
		}
	}
}

// A report of one team or agent says so, as its title does elsewhere, and a team has one name in all tables.
func TestJSONSaysWhoseReportItIs(t *testing.T) {
	r := fixture(t)
	r.Team, r.Agent = "Sales", 3001
	r.Labels[3001] = ledger.AgentLabel{Team: safetext.Line("nobody")}
	r.Teams[0].Name = safetext.Line("nobody")
	var j struct {
		Team   string
		Agent  int
		Agents []struct{ Team string }
		Teams  []struct{ Team string }
	}
	if err := json.Unmarshal([]byte(written(t, "json", r, Options{})), &j); err != nil || j.Team != "Sales" || j.Agent != 3001 {
		t.Errorf("%+v %v", j, err)
	}
	if j.Agents[0].Team != j.Teams[0].Team || j.Teams[0].Team == "nobody" {
		t.Errorf("the agent's team is %q, in the teams' table %q", j.Agents[0].Team, j.Teams[0].Team)
	}
}
