package config

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"
)

// complaint is what parse says of a text; it must refuse it.
func complaint(t *testing.T, text string) string {
	t.Helper()
	_, err := parse("my.toml", []byte(text))
	if err == nil {
		t.Fatalf("%.200q is accepted", text)
	}
	return err.Error()
}

const apiSet = "[api]\nurl = \"https://a.acquire.io\"\ntoken_file = \"t\"\n"

// Everything comes at once: what cannot be read, what is no key, what has the wrong kind, what makes no
// sense, in teams, views and keys too; and nothing comes that only follows from something else.
func TestAllProblemsComeAtOnce(t *testing.T) {
	got := complaint(t, "\ufeff"+`[api]
urll = "https://a.acquire.io"
token_file = "t"
timeout = 5
[poll]
waiting = = "3s"
"idle" = "x"
[screen]
theme = "pink"
fps = "many"
views = [
  { name = "a", filter = "agent:x" },
  { nam = "b" },
]
[[teams]]
name = "a"
[[team]]
name = "b"
[limits]
first.warn = "0s"
'next'.warn = 3
[keys]
refresh = ["nokey"]
"fly\u001b[2J" = ["a"]
[[alert]]
name = "x"
[[alarm]]
`)
	for _, want := range []string{
		"line 2: api.urll is not a key of floorwatch (did you mean \"url\"?)",
		"line 4: api.timeout must be a duration",
		"line 6: cannot be read",
		"line 7: poll.idle must be a duration",
		"line 9: screen.theme is \"pink\"",
		"line 10: screen.fps must be a whole number",
		"line 13: screen.views number 2, nam is not a key",
		"line 15: teams is not a key of floorwatch (did you mean \"team\"?)",
		"line 17: team number 1 must name agents",
		"line 20: limits.first.warn must be at least 1s",
		"line 21: limits.next.warn must be a duration",
		"line 23: keys.refresh has \"nokey\", which is not a key",
		"line 22: keys.fly␛[2J is not an action",
		"line 25: alert number 1, command must call in one way",
		"line 27: alarm is not a key of floorwatch (did you mean \"alert\"?)",
	} {
		if !strings.Contains(got+"\n", want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	for _, wrong := range []string{"api.url must", "\x1b"} {
		if strings.Contains(got, wrong) {
			t.Errorf("%q is in\n%s", wrong, got)
		}
	}
}

// A slip in a heading costs what stands below it, and the rest is looked at.
func TestWhatCannotBeReadHidesNothing(t *testing.T) {
	for text, want := range map[string][]string{
		"[api\nurl = 1\n[poll]\nwaiting = 3\n":                       {"line 1: cannot be read", "line 4: poll.waiting must"},
		"[poll]\nwaiting = 3\n[poll]\nidle = 3\n":                    {"line 2: poll.waiting must", "line 3: sets the key poll once more"},
		"[poll]\nwaiting = 3\nwaiting = 4\n":                         {"line 2: poll.waiting must", "line 3: sets the key poll.waiting once more"},
		"[screen]\nname = \"a\nfps = true\n":                         {"line 2: cannot be read", "line 3: screen.fps must"},
		"[screen]\nviews = [\n {name = \"a\" filter = 3},\n]\nx=1\n": {"line 3: cannot be read", "line 5: screen.x is not a key"},
		"x = " + strings.Repeat("[", 30) + "\n[screen]\nfps = true":  {"line 1: nests more than 16 deep", "line 3: screen.fps must"},
		"\xff\xfea\x00":                 {"it is UTF-16: save it as UTF-8"},
		"[screen]\ntheme: dark\n":       {`line 2: cannot be read as TOML: write name = value, text in "quotes", and the names of tables in [brackets]`},
		"{\"api\": {\"url\": \"x\"}}\n": {"line 1: cannot be read as TOML: write name = value"},
		"[screen]\nfps = 3\nfps = 4\n":  {"line 3: sets the key screen.fps once more: leave one of the two out"},
		"[limits]\nwait = \"30s\"\n":    {"line 2: limits.wait is not a key of floorwatch; known here: assigned, concurrency, data_age, first, "},
		"[team]\nname = \"A\"\n":        {"line 1: team must be a list of tables: write [[team]], in two brackets"},
		"[[team]]\nagents = 3\n":        {"line 2: team number 1, agents must be a list in square brackets, such as [1]"},
	} {
		got := complaint(t, text)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%q: %q is missing in\n%s", text, w, got)
			}
		}
	}
}

func TestLinesOfKeys(t *testing.T) {
	out := outlineOf(`top . "two words" = 1
[ "a.b" . c ]
'd e' = """
x = 1
""" # y = 2
f = [ # list
  { g = 1, h.i = 2 },
  [3,
   4],
]
[[l]]
m = 'it''s'
[[l.n]]
o = 1
[[l.n]]
o = 2
[[l]]
[l.p]
q = "\"" # r = 1
`)
	for key, line := range map[string]int{
		`top."two words"`: 1, `"a.b".c`: 2, `"a.b".c."d e"`: 3, `"a.b".c.f`: 6, `"a.b".c.f[0].g`: 7, `"a.b".c.f[0].h.i`: 7,
		`"a.b".c.f[1]`: 8, `"a.b".c.f[1][1]`: 9, "l": 11, "l[0]": 11, "l[0].n[0].o": 14, "l[0].n[1].o": 16, "l[1]": 17, "l[1].p.q": 19,
	} {
		if got := out.lines[key]; got != line {
			t.Errorf("%s stands in line %d, want %d; all: %v", key, got, line, out.lines)
		}
	}
	for _, key := range []string{`"a.b".c.x`, `"a.b".c.y`, "l[1].p.r"} {
		if n, ok := out.lines[key]; ok {
			t.Errorf("%s is found in line %d, and is in a text or a comment", key, n)
		}
	}
}

func TestAtMostFiftyProblemsAreShown(t *testing.T) {
	text := apiSet + "[poll]\n"
	for i := range 10_000 {
		text += fmt.Sprintf("x%d = %d\n", i, i)
	}
	got := complaint(t, text)
	if n := strings.Count(got, "\n"); n != maxShown+1 || !strings.HasPrefix(got, "my.toml has 10000 problems:") || !strings.HasSuffix(got, "\n  and 9950 more") {
		t.Errorf("%d lines:\n%.300s … %s", n, got, got[len(got)-60:])
	}
	if got := complaint(t, strings.Repeat("y", 300_000)+" = 1\n"); len(got) > 3*maxProblem {
		t.Errorf("a key of 300,000 letters is told in %d bytes", len(got))
	}
}

// Ten times the text costs ten times the memory and not a hundred times: neither nesting nor many faults
// are read in quadratic time.
func TestReadingIsLinear(t *testing.T) {
	many := func(line string) func(int) string { return func(n int) string { return strings.Repeat(line, n) } }
	numbered := func(format string) func(int) string {
		return func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, format, i)
			}
			return b.String()
		}
	}
	for name, text := range map[string]func(int) string{
		"a nested heading":   func(n int) string { return "[" + strings.Repeat("a.", n) + "a]\n" },
		"a nested key":       func(n int) string { return strings.Repeat("a.", n) + "a = 1\n" },
		"nested tables":      func(n int) string { return strings.Repeat("a={", n) + strings.Repeat("}", n) },
		"nested lists":       func(n int) string { return "a = " + strings.Repeat("[", n) + strings.Repeat("]", n) },
		"tables in tables":   many("[[a]]\n[a.b]\n"),
		"unknown keys":       numbered("unknown%d = 1\n"),
		"faults in one list": func(n int) string { return "watch = [" + strings.Repeat("{x=1},", n) + "]" },
		"teams":              numbered("[[team]]\nname = \"%d\"\n"),
		"keys":               func(n int) string { return "[keys]\n" + numbered("k%d = [\"a\"]\n")(n) },
		"lines that are none": func(n int) string {
			return strings.Repeat("= 1\n", n)
		},
	} {
		cost := func(n int) uint64 {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			complaint(t, text(n))
			runtime.ReadMemStats(&after)
			return after.TotalAlloc - before.TotalAlloc
		}
		n := 1000
		if testing.Short() {
			n = 400
		}
		few, more := cost(n), cost(10*n)
		if more > 20*few+1<<20 {
			t.Errorf("%s: %d bytes are allocated for %d and %d for ten times as much, want them in proportion", name, few, n, more)
		}
	}
}

// Teams refer to agents, views to teams: what they name beside a fault elsewhere is checked as well.
func TestAFaultElsewhereDoesNotMakeAnother(t *testing.T) {
	got := complaint(t, apiSet+"[[team]]\nname = \"night\"\nagents = [\"x\"]\n[history]\nagents = 1\ndir = \"h\"\n")
	if strings.Count(got, "line ") != 2 || strings.Contains(got, "must name") || strings.Contains(got, "must be said") {
		t.Errorf("want the two values of the wrong kind alone:\n%s", got)
	}
}

// A file in another encoding is refused in one sentence that says how to save it; a BOM and CR LF are read.
func TestEncodings(t *testing.T) {
	const text = "[api]\nurl = \"https://a.example\"\n[screen]\nname = \"Été\"\n"
	wide := func(order binary.AppendByteOrder) string {
		var b []byte
		for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
			b = order.AppendUint16(b, u)
		}
		return string(b)
	}
	for name, c := range map[string]struct{ text, want string }{
		"BOM":      {"\ufeff" + text, ""},
		"CR LF":    {strings.ReplaceAll(text, "\n", "\r\n"), ""},
		"UTF-16LE": {wide(binary.LittleEndian), "it is UTF-16: save it as UTF-8"},
		"UTF-16BE": {wide(binary.BigEndian), "it is UTF-16: save it as UTF-8"},
		"no BOM":   {wide(binary.LittleEndian)[2:], "line 1: has bytes that are not text in UTF-8"},
		"Latin 1":  {strings.ReplaceAll(text, "É", "\xc9"), "line 4: has bytes that are not text in UTF-8"},
		"NUL":      {text + "a\x00", "line 5: has bytes that are not text in UTF-8"},
		"CR":       {strings.ReplaceAll(text, "\n", "\r"), "its lines end with CR alone"},
		"U+FFFD":   {text + "# \ufffd", ""},
	} {
		_, err := parse("c.toml", []byte(c.text))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || strings.Count(err.Error(), "\n") != 1) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
