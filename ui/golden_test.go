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

// goldenSizes are the sizes in which every surface is on file.
func goldenSizes() [][2]int { return [][2]int{{80, 24}, {120, 40}, {200, 50}} }

// hasGolden reports whether a surface is on file. Those that differ from another
// in where they are scrolled to, or hold strangers' text, are not.
func hasGolden(name string) bool {
	switch name {
	case "scrolled", "zoomed threads", "mono", "words of a thread", "explain nobody", "explain the past", "alerts scrolled", "travel, transcript":
		return false
	}
	return !strings.HasPrefix(name, "strange")
}

func goldenName(surface string) string {
	return strings.NewReplacer(" ", "-", "'", "", ",", "").Replace(surface)
}

// Every surface as a person would see it, without styles, to be read in review.
func TestGoldenScreens(t *testing.T) {
	more := map[string][][2]int{"threads": {{40, 12}, {19, 4}}, "starting": {{19, 4}}, "explain, parts": {{40, 12}}}
	for _, s := range surfaces() {
		if !hasGolden(s.name) {
			continue
		}
		for _, size := range append(goldenSizes(), more[s.name]...) {
			name := fmt.Sprintf("%s-%dx%d.txt", goldenName(s.name), size[0], size[1])
			t.Run(name, func(t *testing.T) { golden(t, name, screen(s.open(size[0], size[1]))) })
		}
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
