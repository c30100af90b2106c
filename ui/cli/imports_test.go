package cli

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const anything = "*"

// mayImport is the direction in which the rooms know each other. Tests may also use the fake server.
var mayImport = map[string][]string{
	".":                {"ui/cli"},
	"ui/cli":           {anything}, // the composition root
	"ui/cli/config":    {"ui", "ui/alert", "ui/keymap", "ui/privacy", "ui/report", "ui/suggest", "ui/threads", "ui/wall", "poller", "poller/acquire", "poller/history", "poller/record", "poller/regular", "poller/serve", "model", "model/board", "model/safetext"},
	"ui/cli/call":      {"ui/alert", "poller/acquire", "poller/detached", "poller/guard", "poller/regular", "model/safetext"},
	"ui/cli/check":     {"ui/alert", "ui/cli/call", "ui/cli/config", "ui/cli/keep", "ui/draw", "poller/acquire", "poller/history", "poller/regular", "poller/serve", "model", "model/safetext"},
	"ui/cli/keep":      {"ui", "ui/alert", "ui/cli/config", "ui/cli/system", "poller/feed", "poller/history", "poller/record", "poller/regular", "poller/serve", "model", "model/board", "model/ledger", "model/safetext"},
	"ui/cli/manual":    {},
	"ui/cli/desktop":   {"poller/detached", "poller/guard", "ui/report/table"},
	"ui/cli/system":    {"poller/guard", "poller/regular"},
	"ui/term":          {"ui/draw", "poller/guard"},
	"ui/report":        {"ui/report/table", "model"},
	"ui/report/period": {"ui/report/table", "model", "model/ledger", "model/safetext"},
	"ui/report/table":  {},
	"model/board":      {"model", "model/ledger", "model/safetext"},
	"model/budget":     {},
	"model/ledger":     {"model", "model/safetext"},
	"model":            {"model/safetext"},
	"model/safetext":   {},

	"ui":            {"ui/activity", "ui/agents", "ui/alert", "ui/alerts", "ui/draw", "ui/explain", "ui/found", "ui/header", "ui/help", "ui/keymap", "ui/layout", "ui/missed", "ui/privacy", "ui/suggest", "ui/threads", "ui/transcript", "ui/wall", "model", "model/safetext"},
	"ui/alert":      {"model", "model/safetext"},
	"ui/agents":     {"ui/draw", "ui/keymap", "model", "model/safetext"},
	"ui/activity":   {"ui/draw", "model"},
	"ui/transcript": {"ui/draw", "ui/keymap", "model", "model/safetext"},
	"ui/header":     {"ui/draw", "ui/keymap", "model", "model/safetext"},
	"ui/explain":    {"ui/draw", "ui/keymap", "model", "model/safetext"},
	"ui/missed":     {"ui/draw", "ui/keymap", "model", "model/safetext"},
	"ui/found":      {"ui/draw", "ui/keymap", "model", "model/safetext"},
	"ui/alerts":     {"ui/alert", "ui/draw", "ui/keymap", "model", "model/safetext"},
	"ui/help":       {"ui/draw", "ui/keymap", "model", "model/safetext"},
	"ui/threads":    {"ui/draw", "ui/keymap", "model", "model/safetext"},
	"ui/draw":       {"model", "model/safetext"},
	"ui/keymap":     {"model"},
	"ui/layout":     {},
	"ui/suggest":    {},
	"ui/privacy":    {"model", "model/safetext"},
	"ui/replay":     {"ui/draw", "ui/keymap", "model", "model/safetext"},
	"ui/plain":      {"ui/alert", "ui/draw", "model", "model/safetext"},
	"ui/wall":       {"ui/alert", "ui/draw", "ui/keymap", "ui/layout", "ui/privacy", "model", "model/safetext"},
	"ui/uitest":     {"model", "model/safetext"},

	"ui/draw/drawtest": {"ui/draw", "ui/uitest", "model", "model/safetext"},

	"poller":                     {"poller/acquire", "poller/cursor", "poller/evidence", "poller/guard", "poller/schedule", "poller/throttle", "model", "model/safetext"},
	"poller/acquire":             {"poller/detached", "poller/regular", "model", "model/safetext"},
	"poller/fakeacquire":         {"poller/fakeacquire/account", "poller/guard", "model"},
	"poller/fakeacquire/floor":   {"poller/fakeacquire", "poller/fakeacquire/account", "model"},
	"poller/fakeacquire/account": {"model"},
	"poller/throttle":            {"poller/acquire", "model"},
	"poller/evidence":            {"poller/acquire", "model"},
	"poller/detached":            {},
	"poller/cursor":              {"model"},
	"poller/feed":                {"model", "model/safetext"},
	"poller/feed/feedtest":       {"model", "model/safetext"},
	"poller/guard":               {"model/safetext"},
	"poller/history":             {"poller/guard", "poller/regular", "model", "model/ledger", "model/safetext"},
	"poller/record":              {"poller/feed", "poller/guard", "poller/regular", "model"},
	"poller/regular":             {},
	"poller/schedule":            {},
	"poller/serve":               {"poller/feed", "poller/guard", "poller/regular", "model", "model/board", "model/safetext"},
}

// panes are the rooms of which each shows something. They know draw, keymap, model and safetext, and
// some also what stands below draw and them, but neither another pane nor ui.
var panes = []string{"ui/activity", "ui/agents", "ui/alerts", "ui/explain", "ui/found", "ui/header", "ui/help", "ui/missed", "ui/plain", "ui/replay", "ui/threads", "ui/transcript", "ui/wall"}

func TestNoPaneKnowsAnother(t *testing.T) {
	for _, p := range panes {
		rooms, known := mayImport[p]
		if !known {
			t.Errorf("%s is no room", p)
		}
		for _, r := range rooms {
			if r == "ui" || r == anything || slices.Contains(panes, r) || strings.HasPrefix(r, "poller") {
				t.Errorf("the pane %s may import %s", p, r)
			}
		}
	}
}

func TestImportsPointOneWay(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != ".") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files++
		checkImports(t, path)
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("walked %d files: %v", files, err)
	}
}

func checkImports(t *testing.T, path string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	room := filepath.ToSlash(filepath.Dir(path))
	allowed, known := mayImport[room]
	if !known {
		t.Errorf("%s stands in a folder that the layout does not name", path)
		return
	}
	for _, spec := range f.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		if strings.HasPrefix(name, "charm.land/bubbletea") && room != "ui" && !strings.HasPrefix(room, "ui/") {
			t.Errorf("%s imports %s: only ui and the rooms in it know Bubble Tea", path, name)
		}
		if ours, ok := strings.CutPrefix(name, "floorwatch/"); ok && !slices.Contains(allowed, ours) && !slices.Contains(allowed, anything) {
			t.Errorf("%s imports %s, against the direction of the rooms", path, name)
		}
	}
}
