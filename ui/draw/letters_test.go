package draw

import (
	"strings"
	"testing"
)

// alikeLetters are the pairs that share a shape, or differ by one dot: what stands
// around them tells them apart.
const alikeLetters = "0O 5S 1I IT VX XY 08 39 56 59 68 89 6G GO 0G 8B 0U OU CG 0Q OQ CE BE EF HK HX 2Z ,. 6S 8O 9S"

// letters is s in block letters, row by row, with "#" for ink.
func letters(s string, size int) []string {
	st := NewStyle(monoPalette(), unicodeGlyphs(), 0).With(func(Background, Role) string { return "" })
	st.Hatch = "#"
	rows := make([]string, LetterRows(size, true))
	for y := range rows {
		l := st.Line(OnScreen, LettersWidth(s, size))
		l.Letters(RoleText, s, size, y)
		rows[y] = strings.TrimRight(l.String(), " ")
		if size < 2 {
			rows[y] = strings.ReplaceAll(rows[y], st.Hatch, "█")
		}
	}
	return rows
}

func TestLettersLookLikeThis(t *testing.T) {
	for _, c := range []struct {
		text string
		size int
		want string
	}{
		{"WAITING 17", 1, `
█   █ ▄▀▀▄ ▀█▀ ▀█▀ ▀█▀ █▄ █ █▀▀     ▀█  ▀▀█
█▄▀▄█ █▀▀█  █   █   █  █ ▀█ █ █      █  ▄▀
▀   ▀ ▀  ▀ ▀▀▀  ▀  ▀▀▀ ▀  ▀ ▀▀▀     ▀▀▀ ▀`},
		{"! 2:56", 1, `
█     ▀▀█ ▄ █▀▀ █▀▀
▀     █▀▀ ▄ ▀▀█ █▀█
▀     ▀▀▀   ▀▀▀ ▀▀▀`},
		{"L1", 2, `
##      ####
##        ##
##        ##
##        ##
######  ######`},
	} {
		if got := "\n" + strings.Join(letters(c.text, c.size), "\n"); got != c.want {
			t.Errorf("%q of size %d is%s\nwant%s", c.text, c.size, got, c.want)
		}
	}
}

// Each letter differs from each other one, but for pairs that are known.
func TestLettersDiffer(t *testing.T) {
	signs := "0123456789"
	for r := range letterShapes {
		signs += string(r)
	}
	for _, a := range signs {
		for _, b := range signs {
			if a >= b || strings.Contains(alikeLetters, string(a)+string(b)) || strings.Contains(alikeLetters, string(b)+string(a)) {
				continue
			}
			if d := difference(strings.Fields(letterShape(a)), strings.Fields(letterShape(b))); d < 2 {
				t.Errorf("%q and %q differ by %d dots", a, b, d)
			}
		}
		if got := len(strings.Fields(letterShape(a))); got != letterDots {
			t.Errorf("%q has %d rows of dots", a, got)
		}
	}
}

// What stood beside each other on a wall and was misread from afar differs by three dots and more.
func TestLettersThatWereMisreadDiffer(t *testing.T) {
	for _, pair := range []string{"7?", "71", "7V", "72", "79", "AH", "VY", "BR", "8A", "AR", "AO", "DO", "D0", "UV"} {
		a, b := rune(pair[0]), rune(pair[1])
		if d := difference(strings.Fields(letterShape(a)), strings.Fields(letterShape(b))); d < 3 {
			t.Errorf("%q and %q differ by %d dots", a, b, d)
		}
	}
	if below := strings.Fields(letterShape('7'))[1]; below != "..#" {
		t.Errorf("below the bar of a 7 is %q: a hook at the left makes it a question mark", below)
	}
}

func TestSpelled(t *testing.T) {
	for _, c := range []struct {
		text, want string
		ok         bool
	}{{"Zoë Łukasz", "ZOE LUKASZ", true}, {"P.C.2", "P.C.2", true}, {"1st response", "1ST RESPONSE", true}, {"Straße", "STRASSE", true}, {"藤沢", "藤沢", false}, {"a|b", "a|b", false}} {
		if got, ok := Spelled(c.text); got != c.want || ok != c.ok {
			t.Errorf("%q spelled: %q, %v; want %q, %v", c.text, got, ok, c.want, c.ok)
		}
	}
}

// Where there are no half blocks a dot is a cell of ink: the letters are as wide, and as high as the largest.
func TestLettersWithoutHalfBlocks(t *testing.T) {
	for name, g := range map[string]glyphs{"ascii": asciiGlyphs(), "console": consoleGlyphs()} {
		st := NewStyle(monoPalette(), g, 0).With(func(Background, Role) string { return "" })
		st.Hatch = "#"
		w := LettersWidth("T7", 1)
		for y, want := range []string{"### ###", " #    #", " #   # ", " #  #  ", " #  #  "} {
			l := st.Line(OnScreen, w+1)
			l.Letters(RoleText, "T7", 1, y)
			if got := l.String(); got != want+" " {
				t.Errorf("%s: row %d is %q, want %q", name, y, got, want)
			}
		}
		if LetterRows(1, st.HalfBlocks()) != 5 {
			t.Errorf("%s: letters take %d rows", name, LetterRows(1, st.HalfBlocks()))
		}
	}
}

// Without colours, letters are neither reversed nor underlined: "+1:03" in reverse was read as "+1:0E", because the
// outer strokes of its last digit joined the dark beside it.
func TestLettersWithoutColoursArePlain(t *testing.T) {
	for _, halves := range []bool{true, false} {
		st := NewTerminal().Style("mono", !halves, false)
		draw := func(of Role) string {
			l := st.Line(OnScreen, 40)
			l.Letters(of, "+1:03", 1, 0)
			return l.String()
		}
		for _, of := range []Role{RoleWarn, RoleRun, RoleOver} {
			if got, want := draw(of), draw(RoleStrong); got != want {
				t.Errorf("half blocks %t, role %d: %q, want bold alone: %q", halves, of, got, want)
			}
		}
	}
	coloured := NewTerminal().Style("dark", false, false)
	l := coloured.Line(OnScreen, 40)
	l.Letters(RoleRun, "+1:03", 1, 0)
	if !strings.Contains(l.String(), coloured.On[OnScreen][RoleRun]) {
		t.Errorf("with colours the digits lose theirs: %q", l.String())
	}
}
