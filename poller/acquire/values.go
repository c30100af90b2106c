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

// filled reports whether the value is a text that is not empty.
func (v value) filled() bool { return len(v) > 2 && v[0] == '"' }

// container reports whether the value is a list or an object.
func (v value) container() bool { return len(v) > 0 && (v[0] == '{' || v[0] == '[') }

// scalar returns a text's content, the text of a number or of true and false, and "" for all else.
func (v value) scalar() string {
	switch {
	case v.none(), v.container():
		return ""
	case v[0] == '"':
		return v.text()
	}
	return string(v)
}

// word returns a scalar in lower case and without blanks around it.
func (v value) word() string { return strings.ToLower(strings.TrimSpace(v.scalar())) }

// truthy reports whether a value says yes, by PHP's and JavaScript's common
// ground: null, false, 0, "", an empty list and words for no do not.
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

// flag reads 0 and 1, yes and no, true and false, as text or not. Anything else is no.
func (v value) flag() bool {
	switch v.word() {
	case "1", "yes", "true":
		return true
	}
	return false
}

// seen reads the seen field, of which only "seen" is documented; ok is false for an unknown value.
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

// An idKind says what an id field holds.
type idKind uint8

const (
	idNone idKind = iota // missing, null, "", 0, −1: Acquire's ways to say none
	idGood               // a positive number that fits
	idOdd                // anything else
)

// id reads a number, a numeric text, or one with the prefix "agent-".
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

// digits reads the usual form of an id; 18 digits always fit.
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

// whole reads a whole number in any of JSON's forms: 1.0 and 1e3 too, as far as
// a float64 is exact.
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

// count reads a number of things: a whole number that is not negative, else 0.
func (v value) count() int {
	n, ok := whole(strings.TrimSpace(v.scalar()))
	if !ok || n < 0 {
		return 0
	}
	return int(min(n, math.MaxInt32))
}

// derivedID makes a negative id out of what stands in for one. The same parts
// always give the same id, so a row keeps its key from poll to poll.
func derivedID(parts ...value) int64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write(p) // a hash takes everything
		_, _ = h.Write([]byte{0})
	}
	return -int64(h.Sum64()>>1) - 1
}

// refID reads an id that points elsewhere: 0 for none, and a derived one,
// counted, if it cannot be read.
func refID(v value, drift *model.Drift) int64 {
	n, kind := v.id()
	if kind == idOdd {
		drift.OddID++
		return derivedID(v)
	}
	return n
}
