package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// golden compares a screen with the one on file and shows the first row that differs.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test ./ui -update writes it)", err)
	}
	if got+"\n" == string(want) {
		return
	}
	gotRows, wantRows := strings.Split(got+"\n", "\n"), strings.Split(string(want), "\n")
	for i := range min(len(gotRows), len(wantRows)) {
		if gotRows[i] != wantRows[i] {
			t.Fatalf("%s: row %d is\n%q\nwant\n%q", file, i+1, gotRows[i], wantRows[i])
		}
	}
	t.Fatalf("%s: %d rows, want %d", file, len(gotRows), len(wantRows))
}

// Every surface as a person would see it, without styles, to be read in review.
func TestGoldenScreens(t *testing.T) {
	sizes := map[string][][2]int{
		"threads":             {{80, 24}, {120, 40}, {200, 50}, {40, 12}, {19, 4}},
		"transcript":          {{80, 24}},
		"agents":              {{80, 24}},
		"activity":            {{80, 24}, {200, 50}},
		"Acquire's totals":    {{80, 24}, {200, 50}},
		"hidden":              {{120, 40}},
		"gap":                 {{80, 24}, {120, 40}, {200, 50}},
		"gap, first reply":    {{120, 40}},
		"narrowed":            {{80, 24}},
		"found":               {{80, 24}},
		"help":                {{80, 24}, {120, 40}},
		"explain":             {{80, 24}, {120, 40}},
		"explain, parts":      {{80, 24}, {120, 40}, {40, 12}},
		"explain a fact":      {{80, 24}},
		"explain, end":        {{120, 40}},
		"alerts":              {{80, 24}, {120, 40}},
		"no alerts":           {{80, 24}},
		"travel":              {{80, 24}, {120, 40}},
		"empty":               {{80, 24}},
		"starting":            {{80, 24}},
		"down":                {{80, 24}, {120, 40}},
		"reading":             {{80, 24}},
		"ascii":               {{80, 24}, {120, 40}},
		"no match":            {{80, 24}},
		"one agent":           {{120, 40}},
		"an hour on":          {{80, 24}},
		"acknowledged":        {{80, 24}},
		"typing a filter":     {{80, 24}},
		"transcript scrolled": {{80, 24}},
	}
	found := 0
	for _, s := range surfaces() {
		for _, size := range sizes[s.name] {
			found++
			name := strings.NewReplacer(" ", "-", "'", "", ",", "").Replace(s.name) + "-" + fmt.Sprintf("%dx%d", size[0], size[1]) + ".txt"
			t.Run(name, func(t *testing.T) { golden(t, name, screen(s.open(size[0], size[1]))) })
		}
	}
	if found < 20 {
		t.Errorf("%d golden screens, want all of %v", found, sizes)
	}
}

// One screen with its styles for each theme, and for terminals with few colours.
func TestGoldenThemes(t *testing.T) {
	for _, c := range []struct {
		name, theme string
		msgs        []tea.Msg
	}{
		{"dark", "dark", nil},
		{"light", "light", nil},
		{"contrast", "contrast", nil},
		{"mono", "mono", nil},
		{"sixteen", "dark", []tea.Msg{tea.ColorProfileMsg{Profile: colorprofile.ANSI}}},
		{"sixteen-light", "light", []tea.Msg{tea.ColorProfileMsg{Profile: colorprofile.ANSI}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := testConfig()
			cfg.Theme = c.theme
			a, _ := newAppWith(newFixture(), cfg, 80, 24)
			for _, m := range c.msgs {
				a.Update(m)
			}
			golden(t, "theme-"+c.name+".ansi", a.View().Content)
		})
	}
}
