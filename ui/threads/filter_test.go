package threads

import (
	"strings"
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

// The words of a filter beside names and numbers, alone and with others. What still lacks its value lists all.
func TestFilterWords(t *testing.T) {
	ana := model.Row{
		Key: model.Key{Visitor: 61780, Thread: 9}, Chat: 106241, Owner: 3, OwnerName: safetext.Line("Devid Klok"), Name: safetext.Line("Ana Kloss"),
		Lane: model.LaneHuman, Wait: model.Clock{Running: true}, Level: model.LevelWarn, First: true, Sight: model.SightUnseen,
	}
	talbot := model.Row{Chat: 5, Name: safetext.Line("Bot"), Lane: model.LaneHuman, OwnerName: safetext.Line("Maya"), Owner: 4, Sight: model.SightUnseen, First: true, Level: model.LevelCritical}
	bot := model.Row{Chat: 7, Lane: model.LaneBot}
	for query, want := range map[string][3]bool{
		"agent:klok": {true, false, false}, "agent:kloss": {}, "agent:KLOK ana": {true, false, false}, "agent:klok maya": {},
		"team:night": {true, false, false}, "team:day": {}, "agent:": {true, true, true}, "team:": {true, true, true}, "level:": {true, true, true},
		"level:waiting": {true, false, false}, "level:warning": {true, false, false}, "level:wa": {true, false, false}, "level:critical": {}, "level:x": {},
		"unassigned": {false, false, true}, "bot": {false, false, true}, "1st": {true, false, false}, "unseen": {true, false, false},
		"unassigned bot": {false, false, true}, "unassigned 1st": {}, "bots": {},
	} {
		var f filter
		f.Teams = roster{3: "Night"}
		f.Set(query)
		for i, r := range []*model.Row{&ana, &talbot, &bot} {
			if got := f.match(r); got != want[i] {
				t.Errorf("%q matches row %d: %v, want %v", query, i, got, want[i])
			}
		}
	}
	words, what := FilterWords()
	for i, word := range words {
		if rest, ok := strings.CutSuffix(word, ":"); what[i] == "" || rest == "" || ok != (word == "agent:" || word == "team:") {
			t.Errorf("offers %q, %q", word, what[i])
		}
	}
}

// A view may be sorted by the words of the configuration and by those of the screen, which :sort takes as well.
func TestSortWordsOfViews(t *testing.T) {
	for word, want := range map[string]Order{
		"left": ByTimeLeft, "sla": ByTimeLeft, "wait": ByWait, "newest": ByNewest, "last": ByNewest, "visitor": ByVisitor, "owner": ByOwner, "agent": ByOwner,
	} {
		v := SavedFilter{Name: "x", Sort: word}
		p := Pane{Views: []SavedFilter{v}, Order: (want + 1) % threadOrders}
		p.toggleView(0)
		if err := v.Validate("view", nil); err != nil || p.Order != want {
			t.Errorf("sort = %q: %v, %v; want %v", word, p.Order, err, want)
		}
		q := Pane{Order: (want + 1) % threadOrders}
		if !q.SortByWord(word) || q.Order != want {
			t.Errorf(":sort %s: %v, want %v", word, q.Order, want)
		}
	}
	if err := (SavedFilter{Name: "x", Sort: "need"}).Validate("view", nil); err == nil {
		t.Error("an order of the agents is taken for one of the chats")
	}
}
