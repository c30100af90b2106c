package history

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// A file has no place for a text, a visitor or a thread: what can be written is
// numbers of figures, and the words that are listed here.
func TestAFileHasNoPlaceForStrangersWords(t *testing.T) {
	words := []string{"header.Day", "header.Floor", "header.Zone", "header.Hours", "header.By", "header.Agents", "row.Counts", "row.First", "row.Total", "row.Next", "row.Kind"}
	var found []string
	for _, typ := range []reflect.Type{reflect.TypeFor[header](), reflect.TypeFor[row]()} {
		for i := range typ.NumField() {
			f := typ.Field(i)
			if holdsText(f.Type) {
				found = append(found, typ.Name()+"."+f.Name)
			}
			if f.Type == reflect.TypeFor[model.VisitorID]() || f.Type == reflect.TypeFor[model.ThreadID]() {
				t.Errorf("%s.%s is a visitor's or a thread's number", typ.Name(), f.Name)
			}
		}
	}
	slices.Sort(found)
	slices.Sort(words)
	if !slices.Equal(found, words) {
		t.Errorf("fields with text: %v, want %v", found, words)
	}
}

func holdsText(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String:
		return true
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return holdsText(t.Elem())
	case reflect.Map:
		return holdsText(t.Key()) || holdsText(t.Elem())
	}
	return t == reflect.TypeFor[safetext.Text]()
}

// The names of agents and teams are in the header alone, and only as they are safe to show.
func TestNamesAreInTheHeaderAlone(t *testing.T) {
	d := testDay("2026-11-28")
	d.Agents[1] = ledger.AgentLabel{Name: safetext.Line("MARKER\x1b[2J"), Team: safetext.Line("MARKER-TEAM")}
	all := linesOf(t, d)
	if !strings.Contains(all[0], "MARKER") {
		t.Error("the header has no name")
	}
	if rest := strings.Join(all[1:], ""); strings.Contains(rest, "MARKER") {
		t.Error("a row has a name")
	}
	if strings.Contains(all[0], "\x1b") || strings.Contains(all[0], `\u001b`) {
		t.Error("a control character is in the file")
	}
	var h header
	if err := json.Unmarshal([]byte(all[0]), &h); err != nil || h.Agents[1][0] != d.Agents[1].Name {
		t.Errorf("read as %q, %v", h.Agents[1], err)
	}
}
