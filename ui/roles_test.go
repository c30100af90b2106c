package ui

import (
	"maps"
	"slices"
	"testing"

	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"
)

// What a surface looks like has two halves: which cell has which role, and how
// a theme shows each role. The first half is on file with each surface, the
// second once for each theme; here they are put together again.

// in is a surface in a theme.
func (s surface) in(theme string) surface {
	cfg := s.cfg
	s.cfg = func(c *Config) {
		if cfg != nil {
			cfg(c)
		}
		c.Theme = theme
	}
	return s
}

// marked is a surface with its roles, and what stands where on it.
func (s surface) marked() (string, layout.Places) {
	a := s.in("dark").open(drawtest.Width, drawtest.Height)
	a.style, a.fadedStyle, a.dirty = drawtest.Marked(a.style), drawtest.MarkedFaded(a.style), true
	a.layOut()
	a.overlays.refresh(a.context(), a.body())
	return a.View().Content, a.places
}

// A surface in a theme is its roles in the theme's styles: nothing is drawn
// past the look. The dashboard is dressed in every theme, another surface in
// one of them, or in all in the long version.
func TestThemesDressTheRoles(t *testing.T) {
	names := slices.Sorted(maps.Keys(drawtest.ThemedTerms()))
	names = slices.DeleteFunc(names, func(n string) bool { return drawtest.ThemedTerms()[n].Night })
	for i, s := range surfaces() {
		if s.name == "mono" || s.name == "strange, by clusters" {
			continue // a theme, and a way to count cells, of its own
		}
		marked, _ := s.marked()
		for j, name := range names {
			if i > 0 && i%len(names) != j && !uitest.Long() {
				continue
			}
			c := drawtest.ThemedTerms()[name]
			a := s.in(c.Theme).open(drawtest.Width, drawtest.Height)
			a.Update(c.Term)
			if got, want := a.View().Content, drawtest.Dress(marked, a.style, a.fadedStyle); got != want {
				t.Errorf("%s, %s: the screen is not its roles in the theme's styles:\n%q\nwant\n%q", s.name, name, got, want)
			}
		}
	}
}
