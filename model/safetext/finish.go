package safetext

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	minHidden = 8  // this many dropped characters are worth a mark
	maxTail   = 80 // bytes of the marks at the end, blanks included
)

// finish returns the text. The cleaner must not be used afterwards.
func (c *cleaner) finish() Text {
	c.flush()
	c.normal()
	if c.oneLine {
		c.out = bytes.Trim(c.out, " ")
	}
	s := string(c.out)
	tail := c.tail(s)
	if tail == "" && isBlank(s) {
		return Text{}
	}
	if visible := visibleLen(s); visible+visibleLen(tail) > c.limit {
		s = cutVisible(s, c.limit-maxTail)
		c.cut += visible - visibleLen(s)
		tail = c.tail(s)
	}
	if c.removed {
		tail += removedFlag
	}
	return Text{s + tail}
}

// normal converts the text to NFC and limits every base to maxMarks marks.
func (c *cleaner) normal() {
	if c.composed && norm.NFC.QuickSpan(c.out) < len(c.out) {
		c.out = norm.NFC.Bytes(c.out)
	}
	if !c.combined {
		return
	}
	kept, marks := c.out[:0], 0
	for i, size := 0, 0; i < len(c.out); i += size {
		var r rune
		r, size = utf8.DecodeRune(c.out[i:])
		switch {
		case r < utf8.RuneSelf || plainRune(r) || classify(r) != combining:
			marks = 0
		case marks == maxMarks:
			c.hidden++
			continue
		default:
			marks++
		}
		kept = append(kept, c.out[i:i+size]...)
	}
	c.out = kept
}

// tail returns the marks that say what is missing: rows, characters, bytes.
func (c *cleaner) tail(s string) string {
	var b strings.Builder
	add := func(text string) {
		if b.Len() > 0 || s != "" && !strings.HasSuffix(s, "\n") {
			b.WriteByte(' ')
		}
		b.WriteString(noticeOpen + text + markClose)
	}
	rows := c.breaks + 1
	if c.endsBreak {
		rows--
	}
	if rows > maxRows {
		add("<" + strconv.Itoa(rows-maxRows) + " hidden>")
	}
	if c.hidden >= minHidden {
		add("<" + strconv.Itoa(c.hidden) + " hidden>")
	}
	if c.cut > 0 {
		add("... (+" + strconv.Itoa(c.cut) + " bytes)")
	}
	return b.String()
}

// visibleLen returns the length of String() of a Text of s.
func visibleLen(s string) int {
	n := len(s)
	for i := strings.IndexByte(s, privateLead); i >= 0; i = strings.IndexByte(s, privateLead) {
		n -= delimiterLen
		s = s[i+delimiterLen:]
	}
	return n
}

// cutVisible cuts s to at most n visible bytes, between clusters and between marks.
func cutVisible(s string, n int) string {
	var b strings.Builder
	for rest := s; rest != ""; {
		var p piece
		before := rest
		p, rest = nextPiece(rest)
		if len(p.text) <= n {
			n -= len(p.text)
			b.WriteString(before[:len(before)-len(rest)])
			continue
		}
		switch p.kind {
		case plainPiece:
			b.WriteString(cutWhole(p.text, n, nextCluster))
		case picturePiece:
			if body := cutWhole(p.text, n, nextPicture); body != "" {
				b.WriteString(pictureOpen + body + markClose)
			}
		}
		break
	}
	return b.String()
}

// cutWhole cuts s to at most n bytes, between what next measures.
func cutWhole(s string, n int, next func(string) int) string {
	end := 0
	for end < len(s) {
		size := next(s[end:])
		if end+size > n {
			break
		}
		end += size
	}
	return s[:end]
}

func nextCluster(s string) int {
	size, _ := firstCluster(s)
	return size
}
