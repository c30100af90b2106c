package ui

import (
	"fmt"
	"image/color"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// What a surface looks like has two halves: which cell has which role, and how
// a theme shows each role. The first half is on file with each surface, the
// second once for each theme; here they are put together again.

// A themedTerm is a theme on a terminal, by day or by night.
type themedTerm struct {
	theme string
	term  tea.Msg // what the terminal says of itself
	night bool    // the wall's look of the night
}

// themedTerms are the themes, terminals with few colours, and the wall's nights.
func themedTerms() map[string]themedTerm {
	full, few := tea.ColorProfileMsg{Profile: colorprofile.TrueColor}, tea.ColorProfileMsg{Profile: colorprofile.ANSI}
	return map[string]themedTerm{
		"dark": {"dark", full, false}, "light": {"light", full, false}, "contrast": {"contrast", full, false}, "mono": {"mono", full, false},
		"dark, sixteen": {"dark", few, false}, "light, sixteen": {"light", few, false},
		"contrast, light": {"contrast", tea.BackgroundColorMsg{Color: color.White}, false},
		"night":           {"light", full, true}, "night, mono": {"mono", full, true}, "night, sixteen": {"dark", few, true},
	}
}

// themeFile is the golden file of how a theme shows the roles.
func themeFile(name string) string { return goldenFile("roles of " + name) }

// A place on a screen is named by one sign: its role, in small letters on the
// bare screen, in capitals on the selected row and in Greek on one without the focus.
func placeSigns() [draw.Backings][]rune {
	return [draw.Backings][]rune{[]rune(".sd-aowc!gvbm#="), []rune("TSDFAOWCXGVBMPQ"), []rune("τσδφαοωκχγνβμπρ")}
}

// The first numbers of a marked style: of what is certain, and of what is out of date.
const (
	markCertain = 90
	markFaded   = 95
)

// markedLook is a look whose styles say which they are.
func markedLook(of *draw.Style, mark int) *draw.Style {
	return of.With(func(b draw.Backing, r draw.Role) string { return fmt.Sprintf("\x1b[%d%d;%dm", mark, b, r) })
}

var markedRun = regexp.MustCompile(`\x1b\[(90|95)(\d);(\d+)m([^\x1b]*)\x1b\[m`)

// dress gives a marked screen the styles of a look.
func dress(marked string, lk, faded *draw.Style) string {
	return markedRun.ReplaceAllStringFunc(marked, func(run string) string {
		p, worn := places(run), lk
		if p.faded {
			worn = faded
		}
		if worn.On[p.back][p.role] == "" {
			return p.text
		}
		return worn.On[p.back][p.role] + p.text + draw.StyleOff
	})
}

// A place is the role of some cells, and their text.
type place struct {
	faded      bool // out of date: none of the roles stands out
	back, role int
	text       string
}

// sign names the place on a map; what is out of date is ~ whatever its role, but for the frames.
func (p place) sign() string {
	if p.faded && draw.Role(p.role) != draw.RoleFrame {
		return "~"
	}
	return string(placeSigns()[p.back][p.role])
}

func places(run string) place {
	m := markedRun.FindStringSubmatch(run)
	back, _ := strconv.Atoi(m[2])
	r, _ := strconv.Atoi(m[3])
	return place{m[1] == strconv.Itoa(markFaded), back, r, m[4]}
}

// roleMap is a marked screen with the sign of its place in each cell.
func roleMap(marked string, m ansi.Method) string {
	var out []string
	for row := range strings.SplitSeq(marked, "\n") {
		at := 0
		var b strings.Builder
		for _, span := range markedRun.FindAllStringIndex(row, -1) {
			b.WriteString(strings.Repeat(" ", m.StringWidth(row[at:span[0]])))
			p := places(row[span[0]:span[1]])
			b.WriteString(strings.Repeat(p.sign(), m.StringWidth(p.text)))
			at = span[1]
		}
		out = append(out, strings.TrimRight(b.String(), " "))
	}
	return strings.Join(out, "\n")
}

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
	a := s.in("dark").open(goldenWidth, goldenHeight)
	a.look, a.dirty = markedLook(a.look, markCertain), true
	a.arrange()
	return a.View().Content, a.places
}

// in is a scene of the wall in a theme.
func (s wallScene) in(c themedTerm) wallScene {
	cfg := s.cfg
	s.cfg = func(w *WallConfig, screen *Config) {
		if cfg != nil {
			cfg(w, screen)
		}
		if screen.Theme = c.theme; c.night {
			w.Night = "12:00-13:00"
		}
	}
	s.msgs = append(slices.Clone(s.msgs), c.term)
	return s
}

// marked is a page of a scene with its roles.
func (s wallScene) marked(page string) string {
	w := s.in(themedTerms()["dark"]).open(page, goldenWidth, goldenHeight)
	w.look, w.faded, w.dirty = markedLook(w.look, markCertain), markedLook(w.look, markFaded), true
	return w.View().Content
}

// A surface in a theme is its roles in the theme's styles: nothing is drawn
// past the look. The dashboard is dressed in every theme, another surface in
// one of them, or in all in the long version.
func TestThemesDressTheRoles(t *testing.T) {
	names := slices.Sorted(maps.Keys(themedTerms()))
	names = slices.DeleteFunc(names, func(n string) bool { return themedTerms()[n].night })
	for i, s := range surfaces() {
		if s.name == "mono" || s.name == "strange, by clusters" {
			continue // a theme, and a way to count cells, of its own
		}
		marked, _ := s.marked()
		for j, name := range names {
			if i > 0 && i%len(names) != j && !uitest.Long() {
				continue
			}
			c := themedTerms()[name]
			a := s.in(c.theme).open(goldenWidth, goldenHeight)
			a.Update(c.term)
			if got, want := a.View().Content, dress(marked, a.look, nil); got != want {
				t.Errorf("%s, %s: the screen is not its roles in the theme's styles:\n%q\nwant\n%q", s.name, name, got, want)
			}
		}
	}
}

// Every page of the wall in every theme, by night too, and what is out of date.
func TestThemesDressTheWall(t *testing.T) {
	for _, s := range wallScenes() {
		if s.name != "busy" && s.name != "stale" && s.name != "names and text" {
			continue
		}
		for _, page := range wallPages() {
			marked := s.marked(page)
			for name, c := range themedTerms() {
				w := s.in(c).open(page, goldenWidth, goldenHeight)
				if got, want := w.View().Content, dress(marked, w.look, w.faded); got != want {
					t.Errorf("%s, %s, %s: the wall is not its roles in the theme's styles:\n%q\nwant\n%q", s.name, page, name, got, want)
				}
			}
		}
	}
}

// How each theme shows each role, on each backing.
func TestGoldenThemeRoles(t *testing.T) {
	names := []string{"text", "strong", "dim", "frame", "accent", "ok", "warn", "critical", "severe", "agent", "visitor", "bot", "ours", "bars", "other bars"}
	for name, c := range themedTerms() {
		lk := wallScene{}.in(c).open(wallPages()[0], goldenWidth, goldenHeight).look
		if !c.night {
			a := surface{}.in(c.theme).open(goldenWidth, goldenHeight)
			a.Update(c.term)
			lk = a.look
		}
		var b strings.Builder
		for back, signs := range placeSigns() {
			for r, sign := range signs {
				fmt.Fprintf(&b, "%c  %-10s  %q\n", sign, names[r], lk.On[back][r])
			}
		}
		golden(t, themeFile(name), strings.TrimSuffix(b.String(), "\n"))
	}
}
