package config

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"floorwatch/ui/suggest"

	"github.com/BurntSushi/toml"
)

// checkSchema compares a decoded file with its Go type. Unlike the TOML library it
// continues after the first problem and refuses what the library silently accepts:
// unknown keys, keys in another case and durations without a unit (5 would be five
// nanoseconds). It removes faulty parts from v, so that the rest can be used.
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
		return []problem{{key: path, text: want}}
	}
	return nil
}

func checkTable(path string, v any, t reflect.Type) []problem {
	table, ok := v.(map[string]any)
	if !ok {
		return []problem{mustBeTable(path)}
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
			out = append(out, unknownKey(path, key, fields))
			delete(table, key)
			continue
		}
		out = append(out, checkEntry(path, key, table, ft)...)
	}
	return out
}

// checkEntry checks one value of a table.
func checkEntry(path, key string, table map[string]any, t reflect.Type) []problem {
	out := checkSchema(join(path, key), table[key], t)
	if len(out) > 0 && !isTables(table[key], t) {
		delete(table, key)
	}
	return out
}

// isTables reports whether v is the table or list of tables that t needs, whose faulty parts have
// been removed.
func isTables(v any, t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch v := v.(type) {
	case map[string]any:
		return t.Kind() == reflect.Struct || t.Kind() == reflect.Map
	case []map[string]any:
		return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct
	case []any:
		return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct &&
			!slices.ContainsFunc(v, func(e any) bool { _, ok := e.(map[string]any); return !ok })
	}
	return false
}

func unknownKey(path, key string, fields map[string]reflect.Type) problem {
	x := problem{key: join(path, key), text: "is not a key of floorwatch"}
	if best := suggest.Nearest(key, slices.Sorted(maps.Keys(fields))); best != "" {
		x.text += fmt.Sprintf(" (did you mean %q?)", best)
		x.meant = join(path, best)
		return x
	}
	x.text += "; known here: " + strings.Join(slices.Sorted(maps.Keys(fields)), ", ")
	return x
}

// mustBeTable is the problem of a value that must be a table.
func mustBeTable(path string) problem {
	return problem{key: path, text: `must be a table, such as { key = "value" }`}
}

// checkMap checks a table whose keys the owning package checks.
func checkMap(path string, v any, t reflect.Type) []problem {
	table, ok := v.(map[string]any)
	if !ok {
		return []problem{mustBeTable(path)}
	}
	var out []problem
	for _, key := range slices.Sorted(maps.Keys(table)) {
		out = append(out, checkEntry(path, key, table, t.Elem())...)
	}
	return out
}

func checkList(path string, v any, t reflect.Type) []problem {
	list := reflect.ValueOf(v)
	if list.Kind() != reflect.Slice {
		if t.Elem().Kind() == reflect.Struct {
			return []problem{{key: path, text: fmt.Sprintf("must be a list of tables: write [[%s]], in two brackets", path)}}
		}
		return []problem{{key: path, text: "must be a list in square brackets, such as [" + exampleOf(t.Elem()) + "]"}}
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
			return []problem{{key: path, text: `must be a duration with a unit, like "5s", "2m" or "24h"`}}
		}
		return nil
	case int64:
		return []problem{{key: path, text: fmt.Sprintf(`must be a duration with a unit: write "%ds"`, v)}}
	}
	return []problem{{key: path, text: `must be a duration in quotes with a unit, like "5s"`}}
}

// exampleOf returns an example of a type's value in TOML.
func exampleOf(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return `"5s"`
	case t.Kind() == reflect.String:
		return `"text"`
	case t.Kind() == reflect.Bool:
		return "true"
	}
	return "1"
}

func scalarProblem(v any, t reflect.Type) string {
	var ok bool
	var want string
	switch t.Kind() {
	case reflect.String:
		_, ok = v.(string)
		if _, flag := v.(bool); flag && reflect.PointerTo(t).Implements(reflect.TypeFor[toml.Unmarshaler]()) {
			ok = true // a former boolean that now has several words
		}
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
