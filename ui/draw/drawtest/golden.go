package drawtest

import (
	"flag"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "write the golden screens again")

// Golden screens have one size and one theme. Other sizes are tested by Sweep and
// Shows, other themes by Dress.
const Width, Height = 120, 40

// Golden compares a screen with its golden file and reports the first row that differs.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test -run Golden -update in its folder writes it)", err)
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

// GoldenFile returns the name of the golden file of a surface or a page of the wall.
func GoldenFile(surface string) string {
	return strings.NewReplacer(" ", "-", "'", "", ",", "").Replace(surface) + ".txt"
}

// GoldenText returns a golden file's content: the text, and the role of each cell.
func GoldenText(marked string, rects []image.Rectangle) string {
	var out []string
	for _, screen := range []string{ansi.Strip(marked), RoleMap(marked, ansi.WcWidth)} {
		rows := strings.Split(screen, "\n")
		for _, r := range rects {
			for _, row := range rows[r.Min.Y:r.Max.Y] {
				out = append(out, strings.TrimRight(ansi.Cut(row, r.Min.X, r.Max.X), " "))
			}
		}
		out = append(out, "")
	}
	return strings.Join(out[:len(out)-1], "\n")
}

// NoOtherGoldens reports golden files that are not among known, so that no test reads them.
func NoOtherGoldens(t *testing.T, known []string) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d golden screens: %v", len(files), err)
	}
	for _, f := range files {
		if !slices.Contains(known, filepath.Base(f)) {
			t.Errorf("no test reads %s", f)
		}
	}
}
