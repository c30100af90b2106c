package wall

import (
	"math/rand/v2"
	"slices"
	"testing"

	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
)

// in is a scene of the wall in a theme.
func (s wallScene) in(c drawtest.ThemedTerm) wallScene {
	cfg := s.cfg
	s.cfg = func(w *Config, screen *draw.Screen) {
		if cfg != nil {
			cfg(w, screen)
		}
		if screen.Theme = c.Theme; c.Night {
			w.Night = "12:00-13:00"
		}
	}
	s.msgs = append(slices.Clone(s.msgs), c.Term)
	return s
}

// marked is a page of a scene with its roles.
func (s wallScene) marked(page string) string {
	w := s.in(drawtest.ThemedTerms()["dark"]).open(page, drawtest.Width, drawtest.Height)
	w.style, w.staleStyle, w.dirty = drawtest.Marked(w.style), drawtest.MarkedFaded(w.style), true
	return w.View().Content
}

// Every page of the wall in every theme, by night too, and what is out of date.
func TestThemesDressTheWall(t *testing.T) {
	for _, s := range wallScenes() {
		if s.name != "busy" && s.name != "stale" && s.name != "names and text" {
			continue
		}
		for _, page := range wallPages() {
			marked := s.marked(page)
			for name, c := range drawtest.ThemedTerms() {
				if testing.Short() && rand.IntN(3) > 0 {
					continue // a third of them, by chance
				}
				w := s.in(c).open(page, drawtest.Width, drawtest.Height)
				if got, want := w.View().Content, drawtest.Dress(marked, w.style, w.staleStyle); got != want {
					t.Errorf("%s, %s, %s: the wall is not its roles in the theme's styles:\n%q\nwant\n%q", s.name, page, name, got, want)
				}
			}
		}
	}
}
