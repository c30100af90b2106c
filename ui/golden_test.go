package ui

import (
	"flag"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"floorwatch/ui/layout"

	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// Golden screens have one size and one theme. Other sizes are the business of
// TestGeometry and of the tests of what a size shows, other themes that of
// TestThemesDressTheRoles.
const goldenWidth, goldenHeight = 120, 40

// mostGoldens is how many files a change may have to be compared with.
const mostGoldens = 100

// golden compares a screen with the one on file and shows the first row that differs.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test ./ui -run Golden -update writes it)", err)
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

// goldenFile is the name of the file of a surface or of a page of the wall.
func goldenFile(surface string) string {
	return strings.NewReplacer(" ", "-", "'", "", ",", "").Replace(surface) + ".txt"
}

// goldenParts are the surfaces on file, each with the parts of the screen that
// it is about; what stands in the other parts is on file with "threads". A
// surface that differs from another in where it is scrolled to only, or that
// holds strangers' text, is not on file: TestGeometry has them all.
func goldenParts() map[string]string {
	const all = "header notice figures body footer"
	return map[string]string{
		"threads": all, "ascii": all, "empty": all, "starting": all, "an hour on": all,
		"down": "header notice figures", "reading": "header notice figures", "travel": "header notice figures threads footer",
		"acknowledged": "header threads", "a team's": "header threads", "narrowed": "threads footer", "no match": "threads footer",
		"typing a filter": "threads footer", "one agent": "threads activity footer", "hidden": "body footer", "hidden, opened": "transcript footer",
		"transcript": "transcript footer", "transcript scrolled": "transcript footer", "as sent": "transcript footer",
		"finding": "transcript footer", "found": "transcript footer", "gap": "transcript",
		"agents": "agents footer", "Acquire's totals": "agents", "activity": "activity footer", "zoomed activity": "body footer",
		"help": "body footer", "explain": "body footer", "explain, parts": "body footer", "explain, end": "body footer",
		"explain a fact": "body footer", "gap, first reply": "body footer", "alerts": "body footer", "no alerts": "body footer",
	}
}

// part is where a part of the screen stands. The body is all between the figures and the footer.
func part(p layout.Places, name string) image.Rectangle {
	body := image.Rect(p.Footer.Min.X, p.Figures.Max.Y, p.Footer.Max.X, p.Footer.Min.Y)
	return map[string]image.Rectangle{
		"header": p.Header, "notice": p.Notice, "figures": p.Figures, "body": body, "footer": p.Footer,
		"threads": p.Panes[layout.Threads], "transcript": p.Panes[layout.Transcript], "agents": p.Panes[layout.Agents], "activity": p.Panes[layout.Activity],
	}[name]
}

// goldenText is what is on file: what a person sees, and which role each cell has.
func goldenText(marked string, rects []image.Rectangle) string {
	var out []string
	for _, screen := range []string{ansi.Strip(marked), roleMap(marked, ansi.WcWidth)} {
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

// Every surface as a person sees it and as its roles are, to be read in review.
func TestGoldenScreens(t *testing.T) {
	parts := goldenParts()
	for _, s := range surfaces() {
		names := parts[s.name]
		if delete(parts, s.name); names == "" {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			marked, places := s.marked()
			var rects []image.Rectangle
			for name := range strings.FieldsSeq(names) {
				if r := part(places, name); !r.Empty() {
					rects = append(rects, r)
				} else if name != "notice" {
					t.Fatalf("there is no %s on this surface", name)
				}
			}
			golden(t, goldenFile(s.name), goldenText(marked, rects))
		})
	}
	if len(parts) > 0 {
		t.Errorf("there are no such surfaces: %v", parts)
	}
}

// goldenWalls are the scenes of the wall on file and the page of each; "" are all.
func goldenWalls() map[string]string {
	return map[string]string{
		"busy": "", "quiet": "figures", "new": "figures", "stale": "figures", "refused": "waiting", "starting": "figures",
		"ascii": "figures", "names and text": "waiting", "crowded": "agents",
	}
}

// Every page of the wall, and what else it may have to show.
func TestGoldenWall(t *testing.T) {
	screen := []image.Rectangle{image.Rect(0, 0, goldenWidth, goldenHeight)}
	for _, s := range wallScenes() {
		page, on := goldenWalls()[s.name]
		for _, p := range wallPages() {
			if on && (page == "" || page == p) {
				t.Run(s.name+", "+p, func(t *testing.T) {
					golden(t, goldenFile("wall "+s.name+" "+p), goldenText(s.marked(p), screen))
				})
			}
		}
	}
}

// A person can read the golden files, and all of them are compared with something.
func TestGoldensAreFew(t *testing.T) {
	var known []string
	for name := range goldenParts() {
		known = append(known, goldenFile(name))
	}
	for scene, page := range goldenWalls() {
		for _, p := range wallPages() {
			if page == "" || page == p {
				known = append(known, goldenFile("wall "+scene+" "+p))
			}
		}
	}
	for name := range themedTerms() {
		known = append(known, themeFile(name))
	}
	n := 0
	err := filepath.WalkDir("testdata", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		if filepath.Dir(path) == "testdata" && !slices.Contains(known, d.Name()) {
			t.Errorf("no test reads %s", path)
		}
		return nil
	})
	if err != nil || n > mostGoldens {
		t.Errorf("%d files (%v), want at most %d", n, err, mostGoldens)
	}
}
