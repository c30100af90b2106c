package keymap

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var rewrite = flag.Bool("update", false, "rewrite the tables of keys")

// The README's table and the example's [keys] section are written from the
// bindings: go test ./ui/keymap -run KeyTable -update
func TestKeyTable(t *testing.T) {
	between(t, "../../README.md", "<!-- keys -->\n", "<!-- /keys -->\n", keyTable())
	between(t, "../../config.example.toml", "# [keys] begin\n", "# [keys] end\n", keySection())
}

// between compares the text between two marks of a file with want, or rewrites it.
func between(t *testing.T, file, from, to, want string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), from)
	got, after, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		t.Fatalf("%s has no part between %q and %q", file, from, to)
	}
	if *rewrite && got != want {
		if err := os.WriteFile(file, []byte(before+from+want+to+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != want {
		t.Errorf("%s is not what the bindings say (go test ./ui/keymap -run KeyTable -update writes it):\n%s\nwant\n%s", file, got, want)
	}
}

// keyTable is every key for the README.
func keyTable() string {
	k := New(nil)
	names := map[string]string{} // by description: no two are alike
	for name, b := range k.Actions() {
		names[b.Help().Desc] = name
	}
	var b strings.Builder
	b.WriteString("| key | does | name in `[keys]` |\n|---|---|---|\n")
	for _, g := range k.Groups() {
		fmt.Fprintf(&b, "| **%s** | | |\n", g.Title)
		for _, key := range g.Keys() {
			if key.Enabled() {
				fmt.Fprintf(&b, "| `%s` | %s | `%s` |\n", strings.Join(key.Keys(), "` `"), key.Help().Desc, names[key.Help().Desc])
			}
		}
	}
	return b.String()
}

// keySection is the [keys] section of the example, every action with its keys, none of them set.
func keySection() string {
	k := New(nil)
	names := map[string]string{}
	for name, b := range k.Actions() {
		names[b.Help().Desc] = name
	}
	var b strings.Builder
	for _, g := range k.Groups() {
		for _, key := range g.Keys() {
			quoted := make([]string, 0, len(key.Keys()))
			for _, n := range key.Keys() {
				quoted = append(quoted, fmt.Sprintf("%q", n))
			}
			fmt.Fprintf(&b, "#%s = [%s] # %s\n", names[key.Help().Desc], strings.Join(quoted, ", "), key.Help().Desc)
		}
	}
	return b.String()
}
