package report

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"floorwatch/model"
)

// A figure is on every face by being in the registry: this walks them. (The
// explanations on the screen are walked by a test of package ui.)
func TestFiguresOnEveryFace(t *testing.T) {
	r := fullReport()
	fields, series := jsonFields(t, written(t, "json", r)), promSeries(written(t, "prometheus", r))
	text := written(t, "text", r)
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for i := range model.Figures() {
		f := &model.Figures()[i]
		if want := figureRow(f); !strings.Contains(string(readme), want) {
			t.Errorf("the README's table (go test ./ui/report -run Readme -update writes it) has no row %q", want)
		}
		at := []string{"waiting[]."}
		switch {
		case f.Scope == model.ScopeMoment:
			at = []string{"figures."}
		case f.Scope == model.ScopeWindow:
			at = []string{"figures.half_hour.", "figures.today."}
		case f.Scope.OfAgent():
			at = []string{"agents[]."}
		}
		for _, prefix := range at {
			for _, name := range jsonNames(f) {
				if v, ok := fields[prefix+name]; !ok || v == nil {
					t.Errorf("%q is %v in JSON's %s", f.Name, v, prefix+name)
				}
			}
		}
		if !f.Scope.OfFloor() {
			continue
		}
		windows := []string{""}
		if f.Scope.Windowed() {
			windows = []string{`window="30m"`, `window="today"`}
		}
		for _, w := range windows {
			labels := strings.Trim(w+","+f.Gauge.Label, ",")
			if labels != "" {
				labels = "{" + labels + "}"
			}
			if !slices.Contains(series, "floorwatch_"+f.Gauge.Name+labels) {
				t.Errorf("%q is not in Prometheus as %s%s", f.Name, f.Gauge.Name, labels)
			}
		}
		said := func(e Explanation) bool { return e.Figure == f.Name && e.Title == f.Title && e.Formula == f.Formula }
		if !slices.ContainsFunc(r.Explain, said) || !strings.Contains(text, "\n"+f.Title+": ") {
			t.Errorf("--explain does not explain %q", f.Name)
		}
	}
}

// What is not exact says so: in JSON below bounds, in Prometheus as a series, in text by a sign.
func TestBoundsOfAReport(t *testing.T) {
	s := fullSnapshot()
	s.Headline.Longest.AtLeast = true
	r := Build(s, model.Health{State: model.StateLive, LastGood: s.Now}, Options{})
	set := func(id model.FigureID, section string, b model.Bound, upTo float64) {
		for i := range r.Figures.figures {
			if f := &r.Figures.figures[i]; f.ID == id && f.section == section {
				f.value = f.value.Bounded(b, upTo)
			}
		}
	}
	set(model.FigureMissed, sectionHalfHour, model.BoundBetween, 20)
	set(model.FigureWaiting, "", model.BoundUnknown, 0)
	set(model.FigureFirst, sectionHalfHour, model.BoundAbout, 0)
	set(model.FigureNext, sectionToday, model.BoundUnknown, 0)
	set(model.FigureFirstService, sectionHalfHour, model.BoundAbout, 0)
	for i := range r.Figures.figures {
		if f := &r.Figures.figures[i]; f.ID == model.FigureNextService && f.section == sectionHalfHour { // one turn may have to be left out
			f.value = model.ServiceLevel{In: 3, Of: 5, Unsure: 1}.Value().Bounded(model.BoundBetween, 75)
		}
	}
	fields := jsonFields(t, written(t, "json", r))
	bounds, _ := fields["figures.bounds"].(map[string]any)
	for path, want := range map[string]map[string]any{
		"longest_seconds":  {"bound": "least"},
		"half_hour.missed": {"bound": "between", "upto": 20.0},
		"waiting":          {"bound": "unknown"},

		"half_hour.first_reply.median_seconds": {"bound": "about"}, "half_hour.first_reply.n": {"bound": "least"},
		"today.next_reply.median_seconds": {"bound": "unknown"}, "today.next_reply.n": {"bound": "unknown"},
		"half_hour.first_service.percent": {"bound": "about"}, "half_hour.first_service.of": {"bound": "least"}, "half_hour.first_service.in_time": {"bound": "least"},
		"half_hour.next_service.percent": {"bound": "between", "upto": 75.0}, "half_hour.next_service.of": {"bound": "most"},
	} {
		got, _ := bounds[path].(map[string]any)
		if !maps.Equal(got, want) {
			t.Errorf("bounds of %s are %v, want %v", path, got, want)
		}
	}
	maps.DeleteFunc(bounds, func(path string, _ any) bool { return strings.Contains(path, "rated") }) // at least by nature
	if len(bounds) != 12 {
		t.Errorf("bounds %v, want only of what is not exact", bounds)
	}
	if v, ok := fields["figures.today.next_reply.n"]; !ok || v != nil {
		t.Errorf("n of a median that is not known is %v, want null", v)
	}
	if v, ok := fields["figures.waiting"]; !ok || v != nil || fields["figures.longest_at_least"] != true {
		t.Errorf("waiting is %v, want null; longest_at_least is %v, want true", v, fields["figures.longest_at_least"])
	}
	series := promSeries(written(t, "prometheus", r))
	for want, is := range map[string]bool{
		`floorwatch_bound{figure="longest_seconds",bound="least"}`: true, `floorwatch_bound{figure="half_hour.missed",bound="between"}`: true,
		`floorwatch_bound{figure="unseen",bound="exact"}`: false, "floorwatch_waiting_chats": false, "floorwatch_longest_wait_seconds": true,
	} {
		if got := slices.Contains(series, want); got != is {
			t.Errorf("%s is in Prometheus: %v, want %v", want, got, is)
		}
	}
	line, _, _ := strings.Cut(written(t, "text", r), "\n")
	for _, want := range []string{"- waiting", "longest >=1m00s", "<=20 missed", "waiting=U", "longest=60s"} {
		if !strings.Contains(line, want) {
			t.Errorf("%q does not say %q", line, want)
		}
	}
}

// What is usual stands beside the half hour, and without a history its place is null.
func TestUsualInJSON(t *testing.T) {
	s := fullSnapshot()
	usual := func(window string) any {
		var out map[string]any
		text, err := json.Marshal(newFloorReport(s))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &out); err != nil {
			t.Fatal(err)
		}
		of, _ := out[window].(map[string]any)
		u, there := of["usual"]
		if !there {
			t.Fatal("no field usual")
		}
		return u
	}
	for _, window := range []string{"half_hour", "today"} {
		if u := usual(window); u != nil {
			t.Errorf("%s without a history: %v", window, u)
		}
	}
	f := model.UsualSeries{Figure: model.UsualMissed}
	f.Append(model.Band{Lo: 3, Median: 4, Hi: 8, N: 24, Days: 8})
	day := model.UsualSeries{Figure: model.UsualMissed}
	day.Append(model.Band{Lo: 30, Median: 40, Hi: 80, N: 23, Days: 8})
	s.Usual = &model.Usual{Start: s.Now, Figures: []model.UsualSeries{f}, Day: []model.UsualSeries{day}}
	today, _ := usual("today").(map[string]any)
	if got := fmt.Sprint(today["missed"]); got != "map[days:8 high:80 low:30 median:40 windows:23]" {
		t.Errorf("of today missed is %v", got)
	}
	all, _ := usual("half_hour").(map[string]any)
	if got := fmt.Sprint(all["missed"]); got != "map[days:8 high:8 low:3 median:4 windows:24]" || len(all) != int(model.UsualFigures) {
		t.Errorf("missed is %v, of %d figures", got, len(all))
	}
	if got := fmt.Sprint(all["new"]); got != "map[days:0 high:<nil> low:<nil> median:<nil> windows:0]" {
		t.Errorf("of what too little is known: %v", got)
	}
}
