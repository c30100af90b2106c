package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// maxNesting limits the nesting of tables and lists. Ours are four deep; the TOML library's time
// grows with the square of the depth.
const maxNesting = 16

// A statement is a key with its value, or a heading, with its lines.
type statement struct {
	first, last int // counted from 1
	heading     bool
	deep        bool // nested deeper than maxNesting
	odd         bool // the outline found an error in it
}

// An outline is the line of each key in a text. The TOML library hides positions and has one for all
// tables of a list, so this parses the text again. It need only be right for text that the library can
// read; anything else it skips to the end of the line.
type outline struct {
	lines      map[string]int // line of each key, by path such as "watch[0].thread_id"
	statements []statement

	text  string
	at    int
	line  int // of at, from 1
	table string
	lists map[string]int // tables of each list so far
	deep  bool           // the current statement nests too deep
}

func outlineOf(text string) *outline {
	o := &outline{text: text, line: 1, lines: map[string]int{}, lists: map[string]int{}}
	for o.blanks(true); o.at < len(o.text); o.blanks(true) {
		s := statement{first: o.line, heading: o.text[o.at] == '['}
		o.deep = false
		if s.heading {
			s.odd = !o.heading()
		} else {
			s.odd = !o.pair(o.table, 0)
		}
		o.skipLine()
		s.last, s.deep = o.line, o.deep
		o.statements = append(o.statements, s)
	}
	return o
}

// blanks skips blanks and, if lines is set, line ends and comments.
func (o *outline) blanks(lines bool) {
	for ; o.at < len(o.text); o.at++ {
		switch c := o.text[o.at]; {
		case c == ' ', c == '\t', c == '\r':
		case c == '\n' && lines:
			o.line++
		case c == '#' && lines:
			for o.at+1 < len(o.text) && o.text[o.at+1] != '\n' {
				o.at++
			}
		default:
			return
		}
	}
}

// skipLine skips to the end of the line.
func (o *outline) skipLine() {
	for o.at < len(o.text) && o.text[o.at] != '\n' {
		o.at++
	}
}

func (o *outline) next() byte {
	if o.at < len(o.text) {
		return o.text[o.at]
	}
	return 0
}

// heading parses [a.b] or [[a.b]] and records its line.
func (o *outline) heading() (ok bool) {
	o.at++
	list := o.next() == '['
	if list {
		o.at++
	}
	parts := o.key()
	if o.deep = len(parts) > maxNesting; o.deep || len(parts) == 0 || o.next() != ']' {
		return false
	}
	path := ""
	for i, part := range parts {
		path = join(path, part)
		last := i == len(parts)-1
		if last && list {
			o.recordLine(path)
			o.lists[path]++
		}
		if n := o.lists[path]; n > 0 {
			path = fmt.Sprintf("%s[%d]", path, n-1)
		}
	}
	o.recordLine(path)
	o.table = path
	return true
}

// recordLine records the first line of a path.
func (o *outline) recordLine(path string) {
	if _, ok := o.lines[path]; !ok {
		o.lines[path] = o.line
	}
}

// pair parses a key and its value below a path.
func (o *outline) pair(path string, depth int) (ok bool) {
	parts := o.key()
	if len(parts)+depth > maxNesting {
		o.deep = true
		return false
	}
	for _, part := range parts {
		path = join(path, part)
		o.recordLine(path)
	}
	o.blanks(false)
	if len(parts) == 0 || o.next() != '=' {
		return false
	}
	o.at++
	o.blanks(false)
	return o.value(path, depth+len(parts))
}

// key parses a dotted key into at most maxNesting parts.
func (o *outline) key() (parts []string) {
	for {
		o.blanks(false)
		var part string
		switch c := o.next(); c {
		case '"', '\'':
			from := o.at
			o.quoted(c)
			raw := o.text[from:o.at]
			part = strings.Trim(raw, `"'`)
			if unquoted, err := strconv.Unquote(raw); c == '"' && err == nil {
				part = unquoted
			}
		default:
			from := o.at
			for o.at < len(o.text) && isBare(o.text[o.at]) {
				o.at++
			}
			if part = o.text[from:o.at]; part == "" {
				return parts
			}
		}
		if len(parts) <= maxNesting {
			parts = append(parts, part)
		}
		if o.blanks(false); o.next() != '.' {
			return parts
		}
		o.at++
	}
}

func isBare(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}

// value parses a value: a string, a list, an inline table or anything else.
func (o *outline) value(path string, depth int) (ok bool) {
	if depth > maxNesting {
		o.deep = true
		return false
	}
	switch c := o.next(); c {
	case '"', '\'':
		return o.quoted(c)
	case '[':
		o.at++
		for i := 0; ; i++ {
			if o.blanks(true); o.next() == ']' {
				break
			}
			element := fmt.Sprintf("%s[%d]", path, i)
			o.recordLine(element)
			if !o.value(element, depth+1) {
				return false
			}
			if o.blanks(true); o.next() == ',' {
				o.at++
			} else if o.next() != ']' {
				return false
			}
		}
		o.at++
	case '{':
		o.at++
		for {
			if o.blanks(true); o.next() == '}' {
				break
			}
			if !o.pair(path, depth) {
				return false
			}
			if o.blanks(true); o.next() == ',' {
				o.at++
			} else if o.next() != '}' {
				return false
			}
		}
		o.at++
	default:
		from := o.at
		for o.at < len(o.text) && !strings.ContainsRune(",]}#\n", rune(o.text[o.at])) {
			o.at++
		}
		return o.at > from
	}
	return true
}

// quoted parses a string of one line or, in triple quotes, of several. An unterminated one ends with its line.
func (o *outline) quoted(quote byte) (ok bool) {
	mark := string(quote)
	if three := strings.Repeat(mark, 3); strings.HasPrefix(o.text[o.at:], three) {
		mark = three
	}
	for i := o.at + len(mark); i < len(o.text); i++ {
		switch c := o.text[i]; {
		case c == '\\' && quote == '"':
			i++
		case c == '\n' && len(mark) == 1:
			return false
		case strings.HasPrefix(o.text[i:], mark):
			i += len(mark)
			for len(mark) == 3 && i < len(o.text) && o.text[i] == quote {
				i++ // the string may end in quotes
			}
			o.line += strings.Count(o.text[o.at:i], "\n")
			o.at = i
			return true
		}
	}
	return false
}

var bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]{1,60}$`)

// join adds a key to a path, quoted unless it consists of letters and digits.
func join(path, key string) string {
	if !bareKey.MatchString(key) {
		if runes := []rune(key); len(runes) > 60 {
			key = string(runes[:59]) + "…"
		}
		key = strconv.Quote(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}
