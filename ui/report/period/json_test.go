package period

import (
	"encoding/json"
	"strings"
	"testing"

	"floorwatch/model"
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
