package explain

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

// explained is the explanation of a figure, on one line.
func explained(f *uitest.Floor, id model.FigureID) string {
	d := show(f, 200, 60)
	d.chosen, d.begin = listItem{}, AtFigure(id)
	d.Refresh(d.now, d.w, d.h)
	var b strings.Builder
	for _, l := range d.Draw(d.w, d.h) {
		_, answer, _ := strings.Cut(ansi.Strip(l), "││")
		b.WriteString(" " + strings.Trim(answer, " │"))
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestUsualIsExplained(t *testing.T) {
	f := uitest.NewFloor()
	if got := explained(f, model.FigureFirstService); strings.Contains(got, "sual") {
		t.Errorf("without a history it says: %s", got)
	}
	f.Usual = uitest.UsualDay()
	f.Minutes = make([]model.Minute, 120)
	f.Minutes[119].Firsts, f.Minutes[70].Missed, f.Minutes[59].Firsts = 140, 10, 1000 // the last is more than an hour ago
	for i := range 9 {
		f.Agents = append(f.Agents, model.AgentRow{ID: model.AgentID(100 + i), PerMinute: []int{0, 1}})
	}
	before := writers(f.At(uitest.Now()))
	for i := range f.Agents[:len(f.Agents)-9] {
		f.Agents[i].PerMinute = nil
	}
	if n := writers(f.At(uitest.Now())); n != 9 || before < n {
		t.Fatalf("%d agents wrote, want 9", n)
	}
	service := explained(f, model.FigureFirstService)
	for _, want := range []string{
		"Usual for a Friday at 12:45: 88–94 %, median 92, 24 half hours of 8 Fridays. It is lower than usual, as in the half hour before.", // it is 85
		"New chats expected: about 39 in 30 min (usually 34, ±14 %); about 147 in an hour (usually 130).",
		"39 chats, if the 9 agents who wrote in the last half hour stay: 4.3 each; in 61 such half hours the service level was 78–93 %; with 10 3.9 each; in 58 such half hours the service level was 82–95 %.",
		"10 agents held 80 % in three of four such half hours.",
	} {
		if !strings.Contains(service, want) {
			t.Errorf("the service level: no %q in\n%s", want, service)
		}
	}
	if got := explained(f, model.FigureMissed); !strings.Contains(got, "Usual for a Friday at 12:45: 3–8, median 4,") || strings.Contains(got, "expected") {
		t.Errorf("missed: %s", got)
	}
	if got := explained(f, model.FigureFirst); !strings.Contains(got, "31s–40s, median 36s,") || strings.Contains(got, "than usual") { // it is 38 s
		t.Errorf("the first reply: %s", got)
	}
	for i := range f.Usual.Figures[model.UsualMissed].N {
		f.Usual.Figures[model.UsualMissed].N[i], f.Usual.Figures[model.UsualMissed].Days[i] = 6, 2
	}
	if got := explained(f, model.FigureMissed); !strings.Contains(got, "Usual: not known yet, 2 of 4 Fridays.") {
		t.Errorf("too little data: %s", got)
	}
}

func TestTooLittleWasSeenAtALoad(t *testing.T) {
	table := uitest.UsualDay().Load
	if got := loadWords(table, 500, 9, model.ScreenNotation()); !strings.Contains(got, "55.6 each, and too little was ever seen at this load") {
		t.Error(got)
	}
	if got := loadWords(table, 39, 0, model.ScreenNotation()); !strings.Contains(got, "cannot be said") {
		t.Error(got)
	}
}
