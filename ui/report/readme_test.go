package report

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"floorwatch/model"
)

// The README's table of figures is the registry; `go test ./ui/report -run Readme -update` writes it.
func TestReadmeHasTheFigures(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	const from, to = "<!-- figures -->\n", "<!-- /figures -->\n"
	before, rest, ok := strings.Cut(string(data), from)
	old, after, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		t.Fatalf("README.md has no part between %q and %q", from, to)
	}
	table := figureTable()
	if *update {
		if err := os.WriteFile("../../README.md", []byte(before+from+table+to+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if old != table {
		t.Errorf("the README's table of figures is not the registry: go test ./ui/report -run Readme -update\n got %s\nwant %s", old, table)
	}
}

// figureTable is every figure there is, as the README has it.
func figureTable() string {
	var b strings.Builder
	b.WriteString("| figure | meaning | JSON | Prometheus |\n|---|---|---|---|\n")
	heading := ""
	for i := range model.Figures() {
		f := &model.Figures()[i]
		if h := scopeHeading(f.Scope); h != heading {
			heading = h
			b.WriteString("| **" + h + "** | | | |\n")
		}
		b.WriteString(figureRow(f))
	}
	return b.String()
}

func scopeHeading(s model.Scope) string {
	switch {
	case s == model.ScopeMoment:
		return "The floor now: `figures`"
	case s == model.ScopeWindow:
		return "The floor in the last half hour and today: `figures.half_hour`, `figures.today`"
	case s.OfAgent():
		return "An agent, now or in the last half hour: `agents[]`"
	}
	return "A chat that waits: `waiting[]`"
}

func figureRow(f *model.Figure) string {
	gauge := ""
	if f.Gauge.Name != "" {
		gauge = "`" + f.Gauge.Name + "`"
	}
	if f.Gauge.Label != "" {
		gauge += " `" + f.Gauge.Label + "`"
	}
	return "| " + f.Title + " | " + f.Help + " | `" + strings.Join(jsonNames(f), "`, `") + "` | " + gauge + " |\n"
}

// jsonNames are the fields of a figure, its value first.
func jsonNames(f *model.Figure) []string {
	var list []string
	for _, n := range []string{f.JSON.Value, f.JSON.In, f.JSON.N, f.JSON.AtLeast, f.JSON.Level} {
		if n != "" {
			list = append(list, n)
		}
	}
	return list
}

// Every field of the JSON is in the README.
func TestReadmeNamesEveryField(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, m := range regexp.MustCompile("`[^`\n]+`").FindAllString(string(readme), -1) {
		for _, word := range strings.FieldsFunc(m, func(r rune) bool { return strings.ContainsRune("`.,[] ", r) }) {
			named[word] = true
		}
	}
	s := fullSnapshot()
	s.Headline.Longest.AtLeast = true
	r := fullReport()
	r.Figures = newFloorReport(s)
	fields := jsonFields(t, written(t, "json", r))
	if len(fields) < 130 {
		t.Errorf("%d fields found, want 130 or more", len(fields))
	}
	for path := range fields {
		if strings.HasPrefix(path, "figures.bounds.") {
			continue // paths of fields that are named
		}
		if name := path[strings.LastIndexByte(path, '.')+1:]; !named[name] {
			t.Errorf("the README does not say what %s is", path)
		}
	}
}
