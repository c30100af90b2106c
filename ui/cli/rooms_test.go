package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// composers put others together: their comments say so and do not list them all.
var composers = []string{".", "ui", "ui/cli", "ui/cli/config", "ui/cli/check", "ui/cli/keep"}

// TestImportsStandInThePackageComment: each room has one package comment, and it names what the room may import.
func TestImportsStandInThePackageComment(t *testing.T) {
	for room, allowed := range mayImport {
		var docs []string
		for _, f := range sources(t, room, parser.PackageClauseOnly|parser.ParseComments) {
			if f.Doc != nil {
				docs = append(docs, f.Doc.Text())
			}
		}
		switch {
		case len(docs) != 1:
			t.Errorf("%s has %d package comments, want one", room, len(docs))
			continue
		case slices.Contains(composers, room):
			continue
		case !strings.Contains(docs[0], "import"):
			t.Errorf("the comment of %s does not say what it may import", room)
		}
		for _, other := range allowed {
			if !regexp.MustCompile(`\b` + path.Base(other) + `\b`).MatchString(docs[0]) {
				t.Errorf("%s may import %s, its package comment does not say so", room, other)
			}
		}
	}
}

// TestImportRoomsAreOnTheMap: CONTRIBUTING's map has each room of the import rule.
func TestImportRoomsAreOnTheMap(t *testing.T) {
	text, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "## Rooms\n")
	plan, _, _ := strings.Cut(rest, "\n## ")
	for room := range mayImport {
		if room != "." && !regexp.MustCompile(`\b`+path.Base(room)+`/`).MatchString(plan) {
			t.Errorf("%s is not on CONTRIBUTING's map", room)
		}
	}
}

// TestModelsOfBubbleTea: App is the dashboard's only one. The wall is a screen of its own, which
// App may show; replay and the terminal's guard stand around a screen.
func TestModelsOfBubbleTea(t *testing.T) {
	found := map[string]bool{}
	for room := range mayImport {
		for _, f := range sources(t, room, parser.SkipObjectResolution) {
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil && fn.Name.Name == "Update" && answersModel(fn) {
					found[room+"."+receiver(fn.Recv.List[0].Type)] = true
				}
			}
		}
	}
	want := []string{"ui.App", "ui/replay.View", "ui/term.guarded", "ui/wall.Wall"}
	if got := slices.Sorted(maps.Keys(found)); !slices.Equal(got, want) {
		t.Errorf("the models of Bubble Tea are %v, want %v", got, want)
	}
}

func answersModel(fn *ast.FuncDecl) bool {
	r := fn.Type.Results
	return r != nil && len(r.List) > 0 && types.ExprString(r.List[0].Type) == "tea.Model"
}

// sources are the files of a room without its tests.
func sources(t *testing.T, room string, mode parser.Mode) []*ast.File {
	t.Helper()
	entries, err := os.ReadDir(room)
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path.Join(room, e.Name()), nil, mode)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}
