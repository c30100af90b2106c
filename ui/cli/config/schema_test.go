package config

import (
	"reflect"
	"slices"
	"testing"
	"time"
)

// sample has one field of each kind that the configuration uses.
type sample struct {
	Name  string        `toml:"name"`
	Every time.Duration `toml:"every"`
	Rate  float64       `toml:"rate"`
	Many  int           `toml:"many"`
	On    bool          `toml:"on"`
	Words []string      `toml:"words"`
	Sub   struct {
		Within time.Duration `toml:"within"`
	} `toml:"sub"`
	Rows []struct {
		ID int64 `toml:"id"`
	} `toml:"row"`
	Maybe *struct {
		N int `toml:"n"`
	} `toml:"maybe"`
	Hidden string              `toml:"-"`
	Table  map[string][]string `toml:"table"`
}

func TestCheckSchema(t *testing.T) {
	good := map[string]any{
		"name": "x", "every": "5s", "rate": int64(3), "many": int64(2), "on": true,
		"words": []any{"a", "b"}, "sub": map[string]any{"within": "1m"},
		"row": []map[string]any{{"id": int64(1)}}, "maybe": map[string]any{"n": int64(1)},
		"table": map[string]any{"x": []any{"a"}},
	}
	if got := checkSchema("", good, reflect.TypeFor[sample]()); len(got) > 0 {
		t.Errorf("a good file has problems: %v", got)
	}
	const keys = "every, many, maybe, name, on, rate, row, sub, table, words"
	for _, c := range []struct {
		name string
		file map[string]any
		want []problem
	}{
		{"unknown key", map[string]any{"zzzzzz": int64(1)}, []problem{{key: "zzzzzz", text: "is not a key of floorwatch; known here: " + keys}}},
		{"typing error", map[string]any{"evry": "5s"}, []problem{{key: "evry", text: `is not a key of floorwatch (did you mean "every"?)`, meant: "every"}}},
		{"another case", map[string]any{"Name": "x"}, []problem{{key: "Name", text: `is not a key of floorwatch (did you mean "name"?)`, meant: "name"}}},
		{"hidden field", map[string]any{"Hidden": "x"}, []problem{{key: "Hidden", text: "is not a key of floorwatch; known here: " + keys}}},
		{"unknown key in a table", map[string]any{"sub": map[string]any{"zzzzzz": int64(1)}}, []problem{{key: "sub.zzzzzz", text: "is not a key of floorwatch; known here: within"}}},
		{"value for a list of tables", map[string]any{"row": "x"}, []problem{{key: "row", text: "must be a list of tables: write [[row]], in two brackets"}}},
		{"one table for a list of tables", map[string]any{"row": map[string]any{"id": int64(1)}}, []problem{{key: "row", text: "must be a list of tables: write [[row]], in two brackets"}}},
		{"bare number", map[string]any{"every": int64(5)}, []problem{{key: "every", text: `must be a duration with a unit: write "5s"`}}},
		{"no unit", map[string]any{"every": "5"}, []problem{{key: "every", text: `must be a duration with a unit, like "5s", "2m" or "24h"`}}},
		{"duration as bool", map[string]any{"every": true}, []problem{{key: "every", text: `must be a duration in quotes with a unit, like "5s"`}}},
		{"text for number", map[string]any{"many": "2"}, []problem{{key: "many", text: "must be a whole number"}}},
		{"broken number", map[string]any{"many": 2.5}, []problem{{key: "many", text: "must be a whole number"}}},
		{"number for text", map[string]any{"name": int64(2)}, []problem{{key: "name", text: "must be text in quotes"}}},
		{"text for bool", map[string]any{"on": "yes"}, []problem{{key: "on", text: "must be true or false"}}},
		{"text for rate", map[string]any{"rate": "3"}, []problem{{key: "rate", text: "must be a number"}}},
		{"value for list", map[string]any{"words": "a"}, []problem{{key: "words", text: "must be a list in square brackets, such as [\"text\"]"}}},
		{"list of numbers", map[string]any{"words": []any{"a", int64(1)}}, []problem{{key: "words[1]", text: "must be text in quotes"}}},
		{"value for table", map[string]any{"sub": "x"}, []problem{mustBeTable("sub")}},
		{"two at once", map[string]any{"many": "2", "sub": map[string]any{"within": int64(1)}},
			[]problem{{key: "many", text: "must be a whole number"}, {key: "sub.within", text: `must be a duration with a unit: write "1s"`}}},
		{"in a row", map[string]any{"row": []map[string]any{{"id": int64(1)}, {"id": "x"}}}, []problem{{key: "row[1].id", text: "must be a whole number"}}},
		{"value for table of lists", map[string]any{"table": "x"}, []problem{mustBeTable("table")}},
		{"in a table of lists", map[string]any{"table": map[string]any{"x": "a", "y": []any{int64(1)}}},
			[]problem{{key: "table.x", text: "must be a list in square brackets, such as [\"text\"]"}, {key: "table.y[0]", text: "must be text in quotes"}}},
		{"in a pointer", map[string]any{"maybe": map[string]any{"n": "x"}}, []problem{{key: "maybe.n", text: "must be a whole number"}}},
	} {
		if got := checkSchema("", c.file, reflect.TypeFor[sample]()); !slices.Equal(got, c.want) {
			t.Errorf("%s: checkSchema(%v) = %v, want %v", c.name, c.file, got, c.want)
		}
	}
}

func TestKeyLines(t *testing.T) {
	src := `# a comment = not a key
top = 1
[api]
url = "x" # url = "y"
note = """
fake = 1
"""
after = 2
[[watch]]
visitor_id = 1
[[watch]]
visitor_id = 2
[[team]]
name = "a"
[team.limits]
first = { warn = "1s" }
`
	want := map[string]int{
		"top": 2, "api": 3, "api.url": 4, "api.note": 5, "api.after": 8,
		"watch": 9, "watch[0]": 9, "watch[0].visitor_id": 10, "watch[1]": 11, "watch[1].visitor_id": 12,
		"team": 13, "team[0]": 13, "team[0].name": 14, "team[0].limits": 15, "team[0].limits.first": 16, "team[0].limits.first.warn": 16,
	}
	if got := outlineOf(src).lines; !reflect.DeepEqual(got, want) {
		t.Errorf("lines = %v, want %v", got, want)
	}
	p := problems{line: want}
	for key, line := range map[string]int{"team[0].limits.first.warn": 16, "api.token": 3, "nothing": 0} {
		if got := p.lineOf(key); got != line {
			t.Errorf("lineOf(%q) = %d, want %d", key, got, line)
		}
	}
}

func TestProblemsAreListedByLine(t *testing.T) {
	p := &problems{path: "my.toml", line: map[string]int{"a": 9, "b": 2}, list: []problem{{key: "a", text: "is late"}, {key: "b", text: "is early"}}}
	want := "my.toml has 2 problems:\n  line 2: b is early\n  line 9: a is late"
	if got := p.Error(); got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}
