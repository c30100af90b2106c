package ui

import (
	"fmt"
	"image/color"
	"regexp"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// What a surface looks like has two halves: which cell has which role, and how
// a theme shows each role. Each half has golden files of its own, and here they
// are put together again for every surface, theme and size.

// themedTerms are the themes, and terminals with few colours.
func themedTerms() map[string]tea.Msg {
	full, few := tea.ColorProfileMsg{Profile: colorprofile.TrueColor}, tea.ColorProfileMsg{Profile: colorprofile.ANSI}
	return map[string]tea.Msg{"dark": full, "light": full, "contrast": full, "mono": full, "dark, sixteen": few, "light, sixteen": few, "contrast, light": tea.BackgroundColorMsg{Color: color.White}}
}

func themeOf(name string) string {
	theme, _, _ := strings.Cut(name, ",")
	return theme
}

// A place on a screen is named by one sign: its role, in small letters on the
// bare screen, in capitals on the selected row and in Greek on one without the focus.
func placeSigns() [backings][]rune {
	return [backings][]rune{[]rune(".sd-aowc!gvbm#="), []rune("TSDFAOWCXGVBMPQ"), []rune("τσδφαοωκχγνβμπρ")}
}

// markedLook is a look whose styles say which they are.
func markedLook(of *look) *look {
	lk := *of
	lk.cells = map[cellKey]string{}
	for b := range backings {
		for r := range roles {
			lk.on[b][r] = fmt.Sprintf("\x1b[%d;%dm", 900+int(b), r)
		}
	}
	return &lk
}

var markedRun = regexp.MustCompile(`\x1b\[90(\d);(\d+)m([^\x1b]*)\x1b\[m`)

// dress gives a marked screen the styles of a look.
func dress(marked string, lk *look) string {
	return markedRun.ReplaceAllStringFunc(marked, func(run string) string {
		b, r, text := places(run)
		if lk.on[b][r] == "" {
			return text
		}
		return lk.on[b][r] + text + reset
	})
}

func places(run string) (b, r int, text string) {
	m := markedRun.FindStringSubmatch(run)
	b, _ = strconv.Atoi(m[1])
	r, _ = strconv.Atoi(m[2])
	return b, r, m[3]
}

// roleMap is a marked screen with the sign of its place in each cell.
func roleMap(marked string, m ansi.Method) string {
	var out []string
	for row := range strings.SplitSeq(marked, "\n") {
		at := 0
		var b strings.Builder
		for _, span := range markedRun.FindAllStringIndex(row, -1) {
			b.WriteString(strings.Repeat(" ", m.StringWidth(row[at:span[0]])))
			back, r, text := places(row[span[0]:span[1]])
			b.WriteString(strings.Repeat(string(placeSigns()[back][r]), m.StringWidth(text)))
			at = span[1]
		}
		out = append(out, strings.TrimRight(b.String(), " "))
	}
	return strings.Join(out, "\n")
}

// A dressed screen is one that is drawn with any theme.
type dressed struct {
	name   string
	themed func(theme string, term tea.Msg) (content string, lk *look)
	marked func() string
}

// dressedScreens are the golden surfaces and the wall's pages in one size.
func dressedScreens(w, h int) []dressed {
	var out []dressed
	for _, s := range surfaces() {
		if !hasGolden(s.name) {
			continue
		}
		open := func(theme string, term tea.Msg) *App {
			s, cfg := s, s.cfg
			s.cfg = func(c *Config) {
				c.Theme = theme
				if cfg != nil {
					cfg(c)
				}
			}
			a := s.open(w, h)
			a.Update(term)
			return a
		}
		out = append(out, dressed{goldenName(s.name), func(theme string, term tea.Msg) (string, *look) {
			a := open(theme, term)
			return a.View().Content, a.look
		}, func() string {
			a := open("dark", nil)
			a.look, a.dirty = markedLook(a.look), true
			a.arrange()
			return a.View().Content
		}})
	}
	for _, page := range wallPages() {
		open := func(theme string, term tea.Msg) *Wall {
			return wallScene{name: "busy", cfg: func(_ *WallConfig, s *Config) { s.Theme = theme }, msgs: []tea.Msg{term}}.open(page, w, h)
		}
		out = append(out, dressed{"wall-busy-" + page, func(theme string, term tea.Msg) (string, *look) {
			wall := open(theme, term)
			return wall.View().Content, wall.look
		}, func() string {
			wall := open("dark", nil)
			wall.look, wall.dirty = markedLook(wall.look), true
			return wall.View().Content
		}})
	}
	return out
}

func TestGoldenRoles(t *testing.T) {
	for _, size := range goldenSizes() {
		for _, s := range dressedScreens(size[0], size[1]) {
			t.Run(fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1]), func(t *testing.T) {
				marked := s.marked()
				golden(t, fmt.Sprintf("roles-%s-%dx%d.txt", s.name, size[0], size[1]), roleMap(marked, ansi.WcWidth))
				for name, term := range themedTerms() {
					got, lk := s.themed(themeOf(name), term)
					if want := dress(marked, lk); got != want {
						t.Errorf("%s: the screen is not its roles in the theme's styles:\n%q\nwant\n%q", name, got, want)
					}
				}
			})
		}
	}
}

// How each theme shows each role, on each backing.
func TestGoldenThemeRoles(t *testing.T) {
	names := []string{"text", "strong", "dim", "frame", "accent", "ok", "warn", "critical", "severe", "agent", "visitor", "bot", "ours", "bars", "other bars"}
	for name, term := range themedTerms() {
		cfg := testConfig()
		cfg.Theme = themeOf(name)
		a, _ := newAppWith(newFixture(), cfg, 80, 24)
		a.Update(term)
		var b strings.Builder
		for back, signs := range placeSigns() {
			for r, sign := range signs {
				fmt.Fprintf(&b, "%c  %-10s  %q\n", sign, names[r], a.look.on[back][r])
			}
		}
		golden(t, "roles-of-"+strings.ReplaceAll(name, ", ", "-")+".txt", strings.TrimSuffix(b.String(), "\n"))
	}
}
