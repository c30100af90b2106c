package config

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A problem is one thing that is wrong with a configuration file. It names the
// key and never repeats the value: a misplaced token must not reach a screen.
type problem struct {
	key  string // as in "api.url" or "watch[0].thread_id"
	text string
}

// problems are all that is wrong with a file, so that one look mends them all.
type problems struct {
	path string
	list []problem
	line map[string]int
}

// Error lists the problems by line, one each.
func (p *problems) Error() string {
	slices.SortStableFunc(p.list, func(a, b problem) int { return cmp.Compare(p.lineOf(a.key), p.lineOf(b.key)) })
	var b strings.Builder
	if len(p.list) == 1 {
		fmt.Fprintf(&b, "%s has a problem:", p.path)
	} else {
		fmt.Fprintf(&b, "%s has %d problems:", p.path, len(p.list))
	}
	for _, x := range p.list {
		if n := p.lineOf(x.key); n > 0 {
			fmt.Fprintf(&b, "\n  line %d: %s %s", n, x.key, x.text)
			continue
		}
		fmt.Fprintf(&b, "\n  %s %s", x.key, x.text)
	}
	return b.String()
}

// lineOf returns the line of a key, or of the nearest table around it that the
// file names (inline tables have one line for all their keys); 0 if none.
func (p *problems) lineOf(key string) int {
	for {
		if n, ok := p.line[key]; ok {
			return n
		}
		i := strings.LastIndexAny(key, ".[")
		if i < 0 {
			return 0
		}
		key = key[:i]
	}
}

// checkSchema compares a decoded file with the type it is to fill. Unlike the
// TOML library it goes on after the first problem, and it refuses what the
// library accepts silently: unknown keys, keys in another case and durations
// without a unit (5 would be five nanoseconds).
func checkSchema(path string, v any, t reflect.Type) []problem {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return checkDuration(path, v)
	case t.Kind() == reflect.Struct:
		return checkTable(path, v, t)
	case t.Kind() == reflect.Slice:
		return checkList(path, v, t)
	case t.Kind() == reflect.Map:
		return checkMap(path, v, t)
	}
	if want := scalarProblem(v, t); want != "" {
		return []problem{{path, want}}
	}
	return nil
}

func checkTable(path string, v any, t reflect.Type) []problem {
	table, ok := v.(map[string]any)
	if !ok {
		return []problem{{path, "must be a table"}}
	}
	fields := map[string]reflect.Type{}
	for f := range t.Fields() {
		if tag := f.Tag.Get("toml"); tag != "" && tag != "-" {
			fields[tag] = f.Type
		}
	}
	var out []problem
	for _, key := range slices.Sorted(maps.Keys(table)) {
		ft, ok := fields[key]
		if !ok {
			out = append(out, problem{join(path, key), "is no key of floorwatch" + suggest(key, fields)})
			continue
		}
		out = append(out, checkSchema(join(path, key), table[key], ft)...)
	}
	return out
}

// checkMap checks a table whose keys the package that owns it knows.
func checkMap(path string, v any, t reflect.Type) []problem {
	table, ok := v.(map[string]any)
	if !ok {
		return []problem{{path, "must be a table"}}
	}
	var out []problem
	for _, key := range slices.Sorted(maps.Keys(table)) {
		out = append(out, checkSchema(join(path, key), table[key], t.Elem())...)
	}
	return out
}

func checkList(path string, v any, t reflect.Type) []problem {
	list := reflect.ValueOf(v)
	if list.Kind() != reflect.Slice {
		return []problem{{path, "must be a list in square brackets"}}
	}
	var out []problem
	for i := range list.Len() {
		out = append(out, checkSchema(fmt.Sprintf("%s[%d]", path, i), list.Index(i).Interface(), t.Elem())...)
	}
	return out
}

func checkDuration(path string, v any) []problem {
	switch v := v.(type) {
	case string:
		if _, err := time.ParseDuration(v); err != nil {
			return []problem{{path, `must be a duration with a unit, like "5s", "2m" or "24h"`}}
		}
		return nil
	case int64:
		return []problem{{path, fmt.Sprintf(`must be a duration with a unit: write "%ds"`, v)}}
	}
	return []problem{{path, `must be a duration in quotes with a unit, like "5s"`}}
}

func scalarProblem(v any, t reflect.Type) string {
	var ok bool
	var want string
	switch t.Kind() {
	case reflect.String:
		_, ok = v.(string)
		want = "must be text in quotes"
	case reflect.Bool:
		_, ok = v.(bool)
		want = "must be true or false"
	case reflect.Float64:
		_, isInt := v.(int64)
		_, isFloat := v.(float64)
		ok, want = isInt || isFloat, "must be a number"
	default:
		var n int64
		n, ok = v.(int64)
		ok = ok && !reflect.Zero(t).OverflowInt(n)
		want = "must be a whole number"
	}
	if ok {
		return ""
	}
	return want
}

// suggest names the known key that a typing error most likely meant.
func suggest(key string, fields map[string]reflect.Type) string {
	best, least := "", 3
	for _, f := range slices.Sorted(maps.Keys(fields)) {
		if d := editDistance(strings.ToLower(key), f); d < least {
			best, least = f, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

// editDistance is Levenshtein's: how many letters to insert, drop or change.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

var (
	headingLine = regexp.MustCompile(`^\s*(\[\[?)\s*([\w.-]+)\s*\]`)
	keyLine     = regexp.MustCompile(`^\s*([\w.-]+)\s*=`)
)

// keyLines finds the line of each key. The TOML library keeps positions to
// itself and has one for all tables of an array, so this reads the text again;
// it only has to be right for files that the library has parsed.
func keyLines(src string) map[string]int {
	lines, seen := map[string]int{}, map[string]int{}
	table, quote := "", ""
	for i, text := range strings.Split(src, "\n") {
		if quote != "" { // inside a text of several lines
			if strings.Contains(text, quote) {
				quote = ""
			}
			continue
		}
		if m := headingLine.FindStringSubmatch(text); m != nil {
			table = m[2]
			if m[1] == "[[" {
				table = fmt.Sprintf("%s[%d]", m[2], seen[m[2]])
				seen[m[2]]++
			} else if head, rest, ok := strings.Cut(m[2], "."); ok && seen[head] > 0 {
				table = fmt.Sprintf("%s[%d].%s", head, seen[head]-1, rest)
			}
			lines[table] = i + 1
			continue
		}
		if m := keyLine.FindStringSubmatch(text); m != nil {
			lines[join(table, m[1])] = i + 1
		}
		for _, q := range []string{`"""`, "'''"} {
			if strings.Count(text, q)%2 == 1 {
				quote = q
			}
		}
	}
	return lines
}
