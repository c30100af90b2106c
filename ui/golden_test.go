package ui

import (
	"errors"
	"image"
	"path/filepath"
	"strings"
	"testing"

	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/layout"
)

// mostGoldens is how many files a change may have to be compared with.
const mostGoldens = 100

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
			drawtest.Golden(t, drawtest.GoldenFile(s.name), drawtest.GoldenText(marked, rects))
		})
	}
	if len(parts) > 0 {
		t.Errorf("there are no such surfaces: %v", parts)
	}
}

// A person can read the golden files, and all of them are compared with something.
func TestGoldensAreFew(t *testing.T) {
	var known []string
	for name := range goldenParts() {
		known = append(known, drawtest.GoldenFile(name))
	}
	drawtest.NoOtherGoldens(t, known)
	files, err := filepath.Glob("testdata/*.txt")
	rooms, err2 := filepath.Glob("*/testdata/*.txt")
	if n := len(files) + len(rooms); n == 0 || n > mostGoldens || errors.Join(err, err2) != nil {
		t.Errorf("%d files (%v), want at most %d", n, errors.Join(err, err2), mostGoldens)
	}
}
