package cli

import (
	"errors"
	"go/ast"
	gobuild "go/build"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"testing"
)

// layers are the files of this package from the top: each uses what is declared
// in itself and below its own line.
var layers = [][]string{
	{"cli.go"},
	{"usage.go"},
	{ // the commands
		"dashboard.go", "plain.go", "snapshot.go", "serve.go", "replay.go", "setup.go",
		"period_report.go", "history_import.go", "search.go", "forget.go", "demo_server.go", "alert_trial.go",
	},
	{"floors.go"},
	{"session.go", "service.go"},
	{"autoconnect.go"},
	{"source.go"},
	{"demo.go", "screen.go"},
	{"demo_past.go"},
	{"client.go", "calls.go", "search_lines.go"},
	{"version.go"},
	{"env.go"},
	{"exit.go", "options.go", "group.go"},
}

// uses returns for every file of a folder the files of it whose names it uses,
// each with one of these names. Files for other systems are left out.
func uses(t *testing.T, dir string) map[string]map[string]string {
	t.Helper()
	folder, err := gobuild.ImportDir(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	set := token.NewFileSet()
	for _, name := range folder.GoFiles {
		f, err := parser.ParseFile(set, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	cfg := types.Config{Importer: nothing{}, Error: func(error) {}}
	pkg, _ := cfg.Check(dir, set, files, info) // it complains of what is imported
	fileOf := func(p token.Pos) string { return filepath.Base(set.File(p).Name()) }
	out := map[string]map[string]string{}
	for _, name := range folder.GoFiles {
		out[name] = map[string]string{}
	}
	for id, to := range info.Uses {
		if to.Pkg() == pkg && fileOf(to.Pos()) != fileOf(id.Pos()) {
			out[fileOf(id.Pos())][fileOf(to.Pos())] = id.Name
		}
	}
	return out
}

// nothing imports nothing: only the names of the package itself are looked for.
type nothing struct{}

func (nothing) Import(string) (*types.Package, error) { return nil, errors.New("not imported") }

// TestFilesUseWhatIsBelow: who reads this package from the bottom meets no name that comes later.
func TestFilesUseWhatIsBelow(t *testing.T) {
	level := func(file string) int {
		return slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, file) })
	}
	for file, below := range uses(t, "ui/cli") {
		if level(file) < 0 {
			t.Errorf("%s is in no layer: put it into one above all that it uses", file)
			continue
		}
		for other, name := range below {
			if level(other) <= level(file) {
				t.Errorf("%s uses %s of %s, which does not stand below it", file, name, other)
			}
		}
	}
}
