package acquire

import (
	"bytes"
	"hash/fnv"
	"math"
	"strconv"
	"strings"

	"floorwatch/model"
)

// none reports whether the value is missing or null.
func (v value) none() bool { return len(v) == 0 || v[0] == 'n' }

// filled reports whether the value is a non-empty string.
func (v value) filled() bool { return len(v) > 2 && v[0] == '"' }

// container reports whether the value is a list or an object.
func (v value) container() bool { return len(v) > 0 && (v[0] == '{' || v[0] == '[') }

// scalar returns a string's content, or the text of a number or boolean; "" for any other value.
func (v value) scalar() string {
	switch {
	case v.none(), v.container():
		return ""
	case v[0] == '"':
		return v.text()
	}
	return string(v)
}

// word returns a scalar trimmed and in lower case.
func (v value) word() string { return strings.ToLower(strings.TrimSpace(v.scalar())) }

// truthy reports whether a value is true in both PHP and JavaScript: all but null, false,
// 0, "", an empty list and words for no.
func (v value) truthy() bool {
	if v.container() {
		inner := bytes.TrimLeft(v[1:], " \t\r\n")
		return inner[0] != ']' && inner[0] != '}'
	}
	switch w := v.word(); w {
	case "", "false", "no", "off", "null":
		return false
	default:
		f, err := strconv.ParseFloat(w, 64)
		return err != nil || f != 0
	}
}

// flag parses 0 and 1, yes and no, true and false, as strings or not. Anything else is false.
func (v value) flag() bool {
	switch v.word() {
	case "1", "yes", "true":
		return true
	}
	return false
}

// seen parses the seen field, of which only "seen" is documented; ok is false for an unknown value.
func (v value) seen() (s model.Seen, ok bool) {
	if v.none() {
		return model.SeenNo, true
	}
	if v.container() {
		return model.SeenUnknown, false
	}
	switch v.word() {
	case "seen", "yes", "1", "true":
		return model.SeenYes, true
	case "", "no", "unseen", "0", "false":
		return model.SeenNo, true
	}
	return model.SeenUnknown, false
}

// An idKind is the kind of an id field's value.
type idKind uint8

const (
	idNone idKind = iota // missing, null, "", 0, −1: Acquire's forms of "none"
	idGood               // a positive number that fits
	idOdd                // anything else
)

// id parses a number, a numeric string, or one with the prefix "agent-".
func (v value) id() (int64, idKind) {
	if v.none() {
		return 0, idNone
	}
	if v.container() {
		return 0, idOdd
	}
	text := []byte(v)
	if v[0] == '"' {
		text = v.key()
	}
	return parseID(text)
}

func parseID(text []byte) (int64, idKind) {
	text = bytes.TrimPrefix(bytes.TrimSpace(text), []byte("agent-"))
	n, ok := digits(text)
	if !ok {
		switch string(text) {
		case "", "null", "false":
			return 0, idNone
		}
		n, ok = whole(string(text))
	}
	switch {
	case ok && n > 0:
		return n, idGood
	case ok && (n == 0 || n == -1):
		return 0, idNone
	}
	return 0, idOdd
}

// digits parses the usual form of an id; 18 digits always fit.
func digits(text []byte) (n int64, ok bool) {
	if len(text) == 0 || len(text) > 18 {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// whole parses an integer in any of JSON's forms, including 1.0 and 1e3, as far as a
// float64 is exact.
func whole(text string) (int64, bool) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// count parses a non-negative integer; 0 for any other value.
func (v value) count() int {
	n, ok := whole(strings.TrimSpace(v.scalar()))
	if !ok || n < 0 {
		return 0
	}
	return int(min(n, math.MaxInt32))
}

// derivedID returns a negative id derived from parts. The same parts always give the same
// id, so that a row keeps its key between polls.
func derivedID(parts ...value) int64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write(p) // a hash never fails
		_, _ = h.Write([]byte{0})
	}
	return -int64(h.Sum64()>>1) - 1
}

// refID parses an id that refers to something: 0 for none, or a derived one, counted as
// drift, if it is unreadable.
func refID(v value, drift *model.Drift) int64 {
	n, kind := v.id()
	if kind == idOdd {
		drift.OddID++
		return derivedID(v)
	}
	return n
}
