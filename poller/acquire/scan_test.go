package acquire

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// tree reads a whole value with the scanner alone, in encoding/json's terms. An
// object's names go through valid, as encoding/json's do.
func tree(s *scanner) any {
	switch c := s.next(); c {
	case '{':
		o := map[string]any{}
		for key := range s.members() {
			o[valid(string(key))] = tree(s)
		}
		return o
	case '[':
		l := []any{}
		for range s.children() {
			l = append(l, tree(s))
		}
		return l
	case '"':
		return valid(s.value().text())
	case 't', 'f':
		return s.value()[0] == 't'
	case 'n':
		s.skip()
		return nil
	default:
		return json.Number(s.value())
	}
}

// valid puts U+FFFD in place of each bad byte.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// agrees checks isJSON and the scanner against encoding/json over one text.
func agrees(t *testing.T, text []byte) {
	t.Helper()
	syntaxAgrees(t, text)
	if !json.Valid(text) {
		return
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var want any
	if err := d.Decode(&want); err != nil {
		return // a number or a text that encoding/json refuses though its grammar is right
	}
	s := &scanner{text: text}
	if got := tree(s); !reflect.DeepEqual(got, want) {
		t.Errorf("%q:\n got %#v\nwant %#v", text, got, want)
	}
	if s.next() != 0 {
		t.Errorf("%q: the scanner stops at byte %d of %d", text, s.at, len(text))
	}
	whole := &scanner{text: text}
	if got := whole.value(); !bytes.Equal(got, bytes.Trim(text, " \t\r\n")) {
		t.Errorf("%q: skipping it takes %q", text, got)
	}
}

var scanTexts = []string{
	`{}`, `[]`, `""`, `0`, `-1.5e+3`, `true`, `false`, `null`, ` [ ] `, "\t{ }\r\n",
	`{"a":1,"b":[2,{"c":null}],"d":"x"}`, `{ "a" : 1 , "b" : [ 2 , 3 ] }`, `[1,[2,[3,[]]],{}]`,
	`{"a":1,"a":2}`, `{"":""}`, `{"\u0061":"\u0062"}`, `{"a\"b":"c\\"}`, `"\\\\\""`, `["\\","\""]`, `{"a":"}","b":"]"}`,
	`"\b\f\n\r\t\/\\\""`, `"\u0441\u043b"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ude00\ud83d"`, `"\ud83d\u0041"`, `"\ud83d\ud83d\ude00"`, `"\uD83Dx\uDE00"`,
	`"\ud83dude00"`, `"\uABCD\uabcd\u0000\uffff"`, `"\\ud83d"`, "\"caf\u00e9 \xff\xfe \xe2\x82\"", "{\"\xff\":1}", `[true,false,null,1,"a"]`,
}

func TestScannerAgreesWithEncodingJSON(t *testing.T) {
	for _, text := range scanTexts {
		if !json.Valid([]byte(text)) {
			t.Errorf("%q is not JSON", text)
		}
		agrees(t, []byte(text))
	}
	for _, name := range []string{"message.json", "threads.json", "profiles.json", "agents.json", "chat_statistics.json"} {
		agrees(t, []byte(fixture(t, name)))
	}
}

func FuzzScanner(f *testing.F) {
	for _, text := range scanTexts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { agrees(t, text) })
}

func TestScannerSkipsWhatALoopLeaves(t *testing.T) {
	s := &scanner{text: []byte(`{"a":{"x":[1,2]},"b":"k","c":[{"y":"]"}],"d":4}`)}
	var keys []string
	for key := range s.members() {
		keys = append(keys, string(key))
		if string(key) == "d" {
			if got := s.value(); string(got) != "4" {
				t.Errorf("d is %s, want 4", got)
			}
		}
	}
	if got := strings.Join(keys, ""); got != "abcd" {
		t.Errorf("members are %s, want abcd", got)
	}
}

func TestChildrenOfAnObject(t *testing.T) {
	s := &scanner{text: []byte(`{"0":"a","2":"b"}`)}
	var got []string
	for range s.children() {
		got = append(got, s.value().text())
	}
	if strings.Join(got, ",") != "a,b" {
		t.Errorf("a list with a gap gives %q, want a and b", got)
	}
}

// The scanner trusts that its text is valid; on any other it must still end and not panic.
func TestScannerEndsOnAnyText(t *testing.T) {
	for _, text := range []string{"", "{", "[", `"`, `{"a"`, `{"a":`, `{"a":1`, `[1,`, `[,]`, `{,}`, `"\`, `[}`, `{"a"1}`, `]`, `[[`} {
		s := &scanner{text: []byte(text)}
		s.skip()
		for range (&scanner{text: []byte(text)}).members() {
		}
		for range (&scanner{text: []byte(text)}).children() {
		}
	}
}
