package safetext

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

const (
	tooWide  = "?" // mark of ours for a glyph of two cells where a row has one
	ellipsis = "…"
)

// ambiguousIsWide is what x/ansi reads from the environment, once at the start: whether letters such as Cyrillic
// have two cells.
var ambiguousIsWide = ansi.StringWidth("\u042f") > 1

// A cell is one cluster of cells.src.
type cell struct {
	from, to int32
	width    int32
	ours     bool
	replaced bool // drawn as tooWide
}

// cells are the clusters of a piece of Text.s, and the spans made of them.
type cells struct {
	src   string
	list  []cell
	spans []Span
}

// split fills the list from src. No cluster extends across the edge of a mark.
func (cs *cells) split(src string) {
	cs.src = src
	cs.list = slices.Grow(cs.list[:0], utf8.RuneCountInString(src))
	cs.walk(func(c cell) bool {
		cs.list = append(cs.list, c)
		return true
	})
}

// walk calls visit for each cluster of src until it returns false.
func (cs *cells) walk(visit func(cell) bool) {
	for rest := cs.src; rest != ""; {
		at := len(cs.src) - len(rest)
		var p piece
		p, rest = nextPiece(rest)
		if p.kind != plainPiece {
			at += delimiterLen
		}
		for s := p.text; s != ""; {
			size, width := firstCluster(s)
			c := cell{from: int32(at), to: int32(at + size), width: int32(width), ours: p.kind != plainPiece}
			if !visit(c) {
				return
			}
			at += size
			s = s[size:]
		}
	}
}

// firstCluster measures the first cluster of s in bytes and cells. It agrees with x/ansi except for a line break,
// which has one cell.
func firstCluster(s string) (size, width int) {
	r, size := utf8.DecodeRuneInString(s)
	if r == '\n' {
		return size, 1
	}
	if width := plainWidth(r); width > 0 && standsAlone(s[size:]) {
		return size, width
	}
	cluster, width := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return len(cluster), width
}

// plainWidth returns the cells of an ASCII rune or one of plainRune, and 0 for all others.
func plainWidth(r rune) int {
	switch {
	case r < utf8.RuneSelf:
		return 1
	case r < 0x530 && !ambiguousIsWide && plainRune(r):
		return 1
	case r >= 0x3001 && r < 0xfe00 && plainRune(r):
		return 2
	}
	return 0
}

// standsAlone reports whether the start of s cannot join a cluster before it.
func standsAlone(s string) bool {
	if s == "" || s[0] < utf8.RuneSelf {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s)
	return plainRune(r)
}

func (cs *cells) text(c cell) string {
	if c.replaced {
		return tooWide
	}
	return cs.src[c.from:c.to]
}

func (cs *cells) isBlank(i int) bool {
	c := cs.list[i]
	return !c.replaced && c.to == c.from+1 && cs.src[c.from] == ' '
}

// row joins adjacent cells of src into spans.
func (cs *cells) row(list []cell) Row {
	from := len(cs.spans)
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && !list[i].replaced && !list[j].replaced && list[j].from == list[j-1].to {
			j++
		}
		text := tooWide
		if !list[i].replaced {
			text = strings.ReplaceAll(cs.src[list[i].from:list[j-1].to], "\n", " ")
		}
		cs.spans = append(cs.spans, Span{text, list[i].ours})
		i = j
	}
	return cs.since(from)
}

// since returns the spans from the given one on as a row without spare capacity, so that an append copies it.
func (cs *cells) since(from int) Row {
	return Row(cs.spans[from:len(cs.spans):len(cs.spans)])
}

// SureWidth reports whether all terminals agree with the number of cells that we count for r, whatever is next to
// it. Combining marks, recent emoji and scripts with joining letters are not sure; the README has a table of some
// terminals.
func SureWidth(r rune) bool {
	return r < utf8.RuneSelf || plainRune(r) || r >= 0x2800 && r <= 0x28ff || r == '\u2264' || r == '\u2265' // Braille, and two of our own signs
}
