package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// maxRepairs is how many unreadable statements are left out to check the rest. Each costs another
// parse of the file.
const maxRepairs = 10

// parse reads a file's text. Its error lists everything that is wrong: unreadable text, unknown keys,
// values of the wrong type, and invalid values. Faulty parts are left out for the later checks, and
// problems that only follow from that are not mentioned.
func parse(path string, data []byte) (Config, error) {
	text := strings.TrimPrefix(string(data), "\ufeff")
	if wrong := encodingProblem(text); wrong != nil {
		return Config{}, &problems{path: path, list: []problem{*wrong}}
	}
	out := outlineOf(text)
	found := &problems{path: path, line: out.lines}
	raw, unread, whole := read(text, out)
	found.list = unread
	if !whole {
		return Config{}, found
	}
	found.list = append(found.list, checkSchema("", raw, reflect.TypeFor[Config]())...)
	if len(found.list) > 0 {
		var rest bytes.Buffer
		if toml.NewEncoder(&rest).Encode(raw) != nil {
			return Config{}, found
		}
		text = rest.String()
	}
	c, err := decode([]byte(text))
	if err != nil {
		if len(found.list) == 0 {
			found.list = []problem{{text: notTOML}}
		}
		return Config{}, found
	}
	unused := found.unused()
	for _, x := range append(c.expandHome(), c.check()...) {
		if !follows(x.key, unused) {
			found.list = append(found.list, x)
		}
	}
	if len(found.list) > 0 {
		return Config{}, found
	}
	return c, nil
}

// encodingProblem returns what is wrong with the bytes of a file, of which a TOML error would name a part; nil if
// nothing is.
func encodingProblem(text string) *problem {
	wide := strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff")
	bad := strings.IndexByte(text, 0)
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], string(utf8.RuneError)) && (bad < 0 || i < bad) {
			bad = i
			break
		}
	}
	switch {
	case wide:
		return &problem{text: "it is UTF-16: save it as UTF-8"}
	case bad >= 0:
		return &problem{line: 1 + strings.Count(text[:bad], "\n"), text: "has bytes that are not text in UTF-8: save the file as UTF-8"}
	case strings.Contains(text, "\r") && !strings.Contains(text, "\n"):
		return &problem{text: "its lines end with CR alone: save it with LF or CR LF"}
	}
	return nil
}

// read decodes a text without its unreadable statements, each of which is a
// problem; whole is false if even the rest is unreadable.
func read(text string, out *outline) (raw map[string]any, unread []problem, whole bool) {
	rows := strings.SplitAfter(text, "\n")
	blank := func(s statement) {
		for n := s.first; n <= min(s.last, len(rows)); n++ {
			rows[n-1] = "\n"
		}
	}
	drop := func(i int) { // a heading takes its section along
		blank(out.statements[i])
		for heading := out.statements[i].heading; heading && i+1 < len(out.statements) && !out.statements[i+1].heading; i++ {
			blank(out.statements[i+1])
		}
	}
	for i, s := range out.statements {
		if s.deep {
			unread = append(unread, problem{text: fmt.Sprintf("nests more than %d deep", maxNesting), line: s.first})
			drop(i)
		}
	}
	for range maxRepairs {
		raw = nil
		_, err := toml.Decode(strings.Join(rows, ""), &raw)
		if err == nil {
			return raw, unread, true
		}
		x := syntaxProblem(err)
		i := out.index(x.line)
		if i >= 0 && out.statements[i].last < x.line {
			x.line = out.statements[i].first
		}
		unread = append(unread, x)
		if i < 0 || strings.TrimSpace(rows[out.statements[i].first-1]) == "" {
			return nil, unread, false // already left out
		}
		drop(i)
	}
	return nil, unread, false
}

// index returns the statement with an error reported in a line: the last one that begins there or
// before, or the one above if the outline found an error in that; -1 if there is none.
func (o *outline) index(line int) int {
	i := len(o.statements) - 1
	for i >= 0 && o.statements[i].first > line {
		i--
	}
	if i > 0 && !o.statements[i].odd && o.statements[i-1].odd && o.statements[i-1].last == line-1 {
		return i - 1
	}
	return i
}

// notTOML is the message for a line that is not TOML.
const notTOML = `cannot be read as TOML: write name = value, text in "quotes", and the names of tables in [brackets]`

// syntaxProblem converts the TOML library's error, without the source line, which may contain the token.
func syntaxProblem(err error) problem {
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		return problem{text: notTOML}
	}
	x := problem{line: parse.Position.Line, text: notTOML}
	if parse.LastKey != "" {
		x.text = fmt.Sprintf("%s (after or in %s)", notTOML, parse.LastKey)
	}
	if strings.Contains(parse.Message, "already") {
		_, key, _ := strings.Cut(parse.Message, "'")
		key, _, _ = strings.Cut(key, "'")
		x.text = fmt.Sprintf("sets the key %s once more: leave one of the two out", cmp.Or(parse.LastKey, key))
	}
	return x
}
