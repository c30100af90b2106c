package threads

import (
	"testing"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

func TestFuzzy(t *testing.T) {
	for _, c := range []struct {
		term, name string
		want       bool
	}{
		{"deo", "John Deo", true},
		{"ohn", "John Deo", true},
		{"jd", "John Deo", true},
		{"jdeo", "John Deo", true},
		{"jhn", "John Deo", true},
		{"johndeo", "John Deo", true},
		{"deo", "Devid Klok", false},
		{"hd", "John Deo", false},
		{"jo", "Ana", false},
		{"lucia", "Lucía", true},
		{"petrovic", "Ana Petrović", true},
		{"marfon", "Marguerite Dubois-Fontaine", true},
		{"张", "Wei Zhang 张伟", true},
		{"zhang", "张伟", false},
		{"a", "", false},
		{"kk", "Kenji Mori", false},
	} {
		if got := fuzzy(draw.Fold(c.term), c.name); got != c.want {
			t.Errorf("fuzzy(%q, %q) = %v, want %v", c.term, c.name, got, c.want)
		}
	}
}

func TestFilterMatch(t *testing.T) {
	r := model.Row{
		Key: model.Key{Visitor: 61780, Thread: 9}, Chat: 106241, Owner: 3,
		Name: safetext.Line("John Deo"), OwnerName: safetext.Line("Devid Klok"),
	}
	for _, c := range []struct {
		query string
		agent model.AgentID
		want  bool
	}{
		{"", 0, true}, {"", 3, true}, {"", 4, false},
		{"john", 0, true}, {"JOHN klok", 0, true}, {"john maya", 0, false},
		{"106241", 0, true}, {"0624", 0, true}, {"#61780", 0, true}, {"#9999", 0, false},
		{"john", 4, false}, {"  ", 0, true},
	} {
		f := filter{Agent: c.agent}
		f.Set(c.query)
		if got := f.match(&r); got != c.want {
			t.Errorf("filter %q of agent %d matches: %v, want %v", c.query, c.agent, got, c.want)
		}
	}
}
