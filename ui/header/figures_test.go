package header

import (
	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func headerStyle() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

func TestFigures(t *testing.T) {
	h := uitest.Headline()
	h.Longest.For, h.SeenLongest.For = 312e9, 221e9
	quiet := model.Headline{Waiting: 0}
	lk := headerStyle()
	for _, c := range []struct {
		name string
		h    *model.Headline
		want []string
	}{
		{"busy", &h, []string{"12 ▲5", "5m12s", "4", "38s p90 1m50s", "85% n=42", "2 +1?", "48 / 8"}},
		{"quiet", &quiet, []string{"0", "–", "0", "–", "–", "0", "0 / 0"}},
	} {
		for i, f := range Figures(lk, &model.Snapshot{Headline: *c.h}, model.DefaultLimits()) {
			if got := strings.TrimSpace(f.value + " " + f.more); got != c.want[i] {
				t.Errorf("%s: %s is %q, want %q", c.name, f.title, got, c.want[i])
			}
		}
	}
}

// The narrow forms show whole figures or none: half a number is a wrong number.
func TestFigureLineShowsWholeFigures(t *testing.T) {
	h := uitest.Headline()
	h.Longest.For, h.Longest.Level = 312e9, model.LevelSevere
	lk := headerStyle()
	all := Figures(lk, &model.Snapshot{Headline: h}, model.DefaultLimits())
	for w := 1; w < 140; w++ {
		got := strings.Fields(ansi.Strip(figureLine(lk, all, w)))
		for i, word := range strings.Fields("Waiting 12 ! Longest 5m12s ‼ Seen 4 1st response 38s Service level 85% Missed 2 · Active 48") {
			if i < len(got) && got[i] != word {
				t.Errorf("width %d: %q, want %q at %d", w, got, word, i)
			}
		}
		if n := len(got); n > 0 && !slices.Contains([]string{"!", "‼", "4", "38s", "85%", "·", "48"}, got[n-1]) {
			t.Errorf("width %d ends in the middle of a figure: %q", w, got)
		}
	}
}

// The headline calls a figure what the registry calls it.
func TestTheHeadlineHasTheRegistrysTitles(t *testing.T) {
	for _, known := range []bool{true, false} {
		f := uitest.NewFloor()
		if !known {
			f.Status, f.Threads, f.Head = model.Health{}, nil, model.Headline{}
		}
		boxed := Figures(headerStyle(), f.At(uitest.Now()), model.DefaultLimits())
		for i, b := range boxes() {
			if want := model.FigureOf(b.id); !strings.HasPrefix(boxed[i].title, want.Title) || boxed[i].short != want.Short {
				t.Errorf("the headline has %q and %q, want %q and %q", boxed[i].title, boxed[i].short, want.Title, want.Short)
			}
			if (boxed[i].note == "no data yet") == known {
				t.Errorf("%s: known %v, and below it stands %q", boxed[i].title, known, boxed[i].note)
			}
		}
	}
}

// What is usual takes the line below a value. It is dim like every other there, and moves neither level nor value.
func TestUsualStandsBelowTheValue(t *testing.T) {
	f := uitest.NewFloor()
	lk := headerStyle()
	bare := Figures(lk, f.At(uitest.Now()), model.DefaultLimits())
	f.Usual = uitest.UsualDay()
	notes := map[model.FigureID]string{model.FigureFirst: "usually 31s–40s", model.FigureFirstService: "usually 88–94", model.FigureMissed: "usually 3–8"}
	for i, with := range Figures(lk, f.At(uitest.Now()), model.DefaultLimits()) {
		want := bare[i]
		if note := notes[with.id]; note != "" {
			want.note = note
		}
		if with != want {
			t.Errorf("%+v, want %+v", with, want)
		}
	}
}
