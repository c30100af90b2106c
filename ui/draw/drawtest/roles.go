package drawtest

import (
	"fmt"
	"image/color"
	"regexp"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/ui/draw"
)

// A ThemedTerm is a theme on a terminal, by day or by night.
type ThemedTerm struct {
	Theme string
	Term  tea.Msg // the terminal's report about itself
	Night bool    // the wall's night style
}

// ThemedTerms returns the themes, terminals with few colours, and the wall's night styles.
func ThemedTerms() map[string]ThemedTerm {
	full, few := tea.ColorProfileMsg{Profile: colorprofile.TrueColor}, tea.ColorProfileMsg{Profile: colorprofile.ANSI}
	return map[string]ThemedTerm{
		"dark": {"dark", full, false}, "light": {"light", full, false}, "contrast": {"contrast", full, false}, "mono": {"mono", full, false},
		"dark, sixteen": {"dark", few, false}, "light, sixteen": {"light", few, false},
		"contrast, light": {"contrast", tea.BackgroundColorMsg{Color: color.White}, false},
		"night":           {"light", full, true}, "night, mono": {"mono", full, true}, "night, sixteen": {"dark", few, true},
	}
}

// PlaceSigns returns the signs of the places on a screen, by background: a letter for the role, lower
// case on the bare screen, upper case on the selected row and its run, Greek on one without the focus, and Cyrillic
// for filled cells.
func PlaceSigns() [draw.Backgrounds][]rune {
	return [draw.Backgrounds][]rune{
		[]rune(".sd-aowc!gvbm#=+%rkiy"), []rune("TSDFAOWCXGVBMPQELRKIY"), []rune("τσδφαοωκχγνβμπρελιξηυ"), []rune("тсдфаовкжгпбмшщхюыэий"), []rune(".sd-aowc!gvbm#=+%rkiy"),
		[]rune("TSDFAOWCXGVBMPQELRKIY"), []rune("τσδφαοωκχγνβμπρελιξηυ"),
	}
}

// The first numbers of a marked style: for current and for outdated text.
const (
	markCertain = 90
	markFaded   = 95
)

// Marked returns a Style whose escape sequences name the role.
func Marked(of *draw.Style) *draw.Style { return marked(of, markCertain) }

// MarkedFaded is Marked for outdated text.
func MarkedFaded(of *draw.Style) *draw.Style { return marked(of, markFaded) }

func marked(of *draw.Style, mark int) *draw.Style {
	return of.With(func(b draw.Background, r draw.Role) string { return fmt.Sprintf("\x1b[%d%d;%dm", mark, b, r) })
}

var markedRun = regexp.MustCompile(`\x1b\[(90|95)(\d);(\d+)m([^\x1b]*)\x1b\[m`)

// Dress replaces a marked screen's sequences by those of a Style.
func Dress(marked string, st, faded *draw.Style) string {
	return markedRun.ReplaceAllStringFunc(marked, func(run string) string {
		p, worn := places(run), st
		if p.faded {
			worn = faded
		}
		if p.back == int(draw.OnInk) && worn.Hatch != "" {
			p.text = strings.Repeat(worn.Hatch, len(p.text))
		}
		if (p.role == int(draw.RoleWarn) || p.role == int(draw.RoleRun) || p.role == int(draw.RoleOver)) && worn.On[draw.OnInk][p.role] == worn.On[draw.OnInk][draw.RoleText] && strings.Trim(p.text, "▀▄█ ") == "" {
			p.role = int(draw.RoleStrong) // block letters are neither underlined nor reversed
		}
		if worn.On[p.back][p.role] == "" {
			return p.text
		}
		return worn.On[p.back][p.role] + p.text + draw.StyleOff
	})
}

// A place is the role of some cells, and their text.
type place struct {
	faded      bool // outdated: no role stands out
	back, role int
	text       string
}

// sign returns the place's sign; outdated text is ~ whatever its role, except in frames.
func (p place) sign() string {
	if p.faded && draw.Role(p.role) != draw.RoleFrame {
		return "~"
	}
	return string(PlaceSigns()[p.back][p.role])
}

func places(run string) place {
	m := markedRun.FindStringSubmatch(run)
	back, _ := strconv.Atoi(m[2])
	r, _ := strconv.Atoi(m[3])
	return place{m[1] == strconv.Itoa(markFaded), back, r, m[4]}
}

// RoleMap returns a marked screen with the sign of its place in each cell.
func RoleMap(marked string, m ansi.Method) string {
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
