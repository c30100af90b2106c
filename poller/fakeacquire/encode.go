package fakeacquire

import (
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// An encoder appends an answer in a dialect. It writes commas where they are needed.
type encoder struct {
	b    []byte
	d    Dialect
	zone *time.Location // of the times written
	now  int64
	rows int // written so far, for notations that alternate
	bad  int // one row in this many is malformed, 0: none
}

// row writes the next row of a list, or a malformed one if it is due.
func (e *encoder) row(write func()) {
	bad := [...]string{`{"id":[[]],"chat_id":{}}`, `"message"`, `null`, `[17]`, `17`}
	if e.bad > 0 && e.rows%e.bad == e.bad-1 {
		e.sep()
		e.b = append(e.b, bad[e.rows/e.bad%len(bad)]...)
	} else {
		write()
	}
	e.rows++
}

// sep writes a comma if a value or key needs one before it.
func (e *encoder) sep() {
	if n := len(e.b); n > 0 {
		switch e.b[n-1] {
		case '{', '[', ':':
		default:
			e.b = append(e.b, ',')
		}
	}
}

func (e *encoder) open(bracket byte) {
	e.sep()
	e.b = append(e.b, bracket)
}

func (e *encoder) close(bracket byte) { e.b = append(e.b, bracket) }

func (e *encoder) key(k string) {
	e.sep()
	e.b = append(e.b, '"')
	e.b = append(e.b, k...)
	e.b = append(e.b, '"', ':')
}

// raw writes a key with a value that is JSON already.
func (e *encoder) raw(k, json string) {
	e.key(k)
	e.b = append(e.b, json...)
}

// nulls writes keys whose value is null in every published answer.
func (e *encoder) nulls(keys ...string) {
	for _, k := range keys {
		e.raw(k, "null")
	}
}

func (e *encoder) str(k, v string) {
	e.key(k)
	e.b = appendString(e.b, v, e.d.EscapesAll)
}

// strOrNull writes null for an empty text.
func (e *encoder) strOrNull(k, v string) {
	if v == "" {
		e.nulls(k)
		return
	}
	e.str(k, v)
}

func (e *encoder) num(k string, n int64) {
	e.key(k)
	e.b = strconv.AppendInt(e.b, n, 10)
}

// dec writes a number with at most two decimals.
func (e *encoder) dec(k string, f float64) {
	e.key(k)
	e.appendDec(f)
}

func (e *encoder) appendDec(f float64) { e.b = strconv.AppendFloat(e.b, f, 'f', -1, 64) }

// text reports whether the ids of the current row are written as text.
func (e *encoder) text() bool {
	return e.d.IDs == IDsStrings || e.d.IDs == IDsMixed && e.rows%2 == 1
}

// id writes an id in the dialect's notation.
func (e *encoder) id(k string, n int64) {
	if e.text() {
		e.str(k, strconv.FormatInt(n, 10))
		return
	}
	e.num(k, n)
}

// flag writes 0 or 1 in the dialect's notation.
func (e *encoder) flag(k string, on bool) {
	words := [...][2]string{IDsNumbers: {"0", "1"}, IDsStrings: {`"0"`, `"1"`}, IDsMixed: {"false", "true"}}
	e.raw(k, words[e.d.IDs][index(on)])
}

// seen writes whether a message was seen, in the dialect's words.
func (e *encoder) seen(k string, on bool) {
	words := [...][2]string{
		SeenOrEmpty:  {`""`, `"seen"`},
		SeenYesNo:    {`"no"`, `"yes"`},
		SeenOneZero:  {"0", "1"},
		SeenBool:     {"false", "true"},
		SeenOrUnseen: {`"unseen"`, `"seen"`},
	}
	if e.d.Seen == SeenBool && !on && e.rows%2 == 1 {
		e.nulls(k)
		return
	}
	e.raw(k, words[e.d.Seen][index(on)])
}

// time writes a time as Acquire does: without a zone.
func (e *encoder) time(k string, unix int64) {
	e.key(k)
	e.appendTime(unix)
}

func (e *encoder) appendTime(unix int64) {
	e.b = append(e.b, '"')
	e.b = time.Unix(unix, 0).In(e.zone).AppendFormat(e.b, time.DateTime)
	e.b = append(e.b, '"')
}

// begin opens a successful envelope up to the value of data.
func (e *encoder) begin() {
	e.b = append(e.b, `{"success":true,"error":null,"data":`...)
}

func index(on bool) int {
	if on {
		return 1
	}
	return 0
}

// appendString appends s as a JSON string; with all, as PHP writes it. Invalid UTF-8 becomes U+FFFD, as in every
// JSON encoder.
func appendString(b []byte, s string, all bool) []byte {
	const hex = "0123456789abcdef"
	unit := func(u uint16) { b = append(b, '\\', 'u', hex[u>>12], hex[u>>8&15], hex[u>>4&15], hex[u&15]) }
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\' || r == '/' && all:
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, '\\', 'n')
		case r < ' ' || r == 0x7f || all && r > 0x7f && r <= 0xffff:
			unit(uint16(r))
		case all && r > 0xffff:
			high, low := utf16.EncodeRune(r)
			unit(uint16(high))
			unit(uint16(low))
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
