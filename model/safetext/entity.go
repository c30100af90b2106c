package safetext

import (
	"strings"

	"golang.org/x/net/html"
)

// maxEntity is the length of the longest named entity, with & and semicolon.
const maxEntity = len("&CounterClockwiseContourIntegral;")

// htmlFeatures are the properties by which a message is recognised as HTML.
type htmlFeatures struct {
	tags     bool // a known tag or a comment
	rows     bool // a tag that starts a new row
	entities bool
}

func detectFeatures(raw string) htmlFeatures {
	var f htmlFeatures
	last := strings.LastIndexByte(raw, '>')
	for i := 0; i < len(raw); i++ {
		n := strings.IndexByte(raw[i:], '<')
		if n < 0 {
			break
		}
		i += n
		if strings.HasPrefix(raw[i:], "<!--") {
			f.tags = true
		}
		if i > last {
			continue
		}
		if kind := kindOf(tagName(raw[i+1:])); kind != tagUnknown {
			f.tags = true
			f.rows = f.rows || kind == tagBlock || kind == tagBreak || kind == tagPre
		}
	}
	f.entities = hasEntity(raw)
	return f
}

// tagName returns the name at the start of s, the text after a "<", or "".
func tagName(s string) string {
	s = strings.TrimPrefix(s, "/")
	for i := 0; i < len(s) && i <= maxTagName; i++ {
		switch b := s[i]; {
		case b == '>' || b == '/' || b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f':
			return strings.ToLower(s[:i])
		case !isAlnum(b) && b != ':':
			return ""
		}
	}
	return ""
}

func isAlnum(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}

func hasEntity(s string) bool {
	for i := strings.IndexByte(s, '&'); i >= 0; i = strings.IndexByte(s, '&') {
		s = s[i:]
		if _, n := entity(s); n > 0 {
			return true
		}
		s = s[1:]
	}
	return false
}

// decodeEntities decodes every entity once. One without its semicolon stays: browsers decode some of them, but
// that would corrupt "?a=1&copy=2".
func decodeEntities(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; i >= 0; i = strings.IndexByte(s, '&') {
		b.WriteString(s[:i])
		text, n := entity(s[i:])
		if n == 0 {
			text, n = "&", 1
		}
		b.WriteString(text)
		s = s[i+n:]
	}
	b.WriteString(s)
	return b.String()
}

// entity returns the meaning and the length of the entity at the start of s, or 0.
func entity(s string) (string, int) {
	for i := 1; i < len(s) && i < maxEntity; i++ {
		if s[i] == ';' {
			text := html.UnescapeString(s[:i+1])
			if strings.HasSuffix(text, ";") && text != ";" {
				return "", 0 // unknown, or known only without the semicolon
			}
			return text, i + 1
		}
		if !isAlnum(s[i]) && (i > 1 || s[i] != '#') {
			return "", 0
		}
	}
	return "", 0
}
