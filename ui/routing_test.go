package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"floorwatch/ui/uitest"
)

// routes are the lists that say who gets a key or a click first, by what those in them are given.
var routes = map[string]string{"tea.KeyPressMsg": "press", "image.Point": "click"}

// TestOneListSaysWhoComesFirst: whoever may take a key or a click stands once in the list of
// press or click, and nobody else asks one of them.
func TestOneListSaysWhoComesFirst(t *testing.T) {
	takers, used := map[string]string{}, map[string][]string{} // by name: the list; who names it
	for _, file := range sources(t) {
		for _, d := range file.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if list := routes[given(fn)]; list != "" {
				takers[fn.Name.Name] = list
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					used[s.Sel.Name] = append(used[s.Sel.Name], fn.Name.Name)
				}
				return true
			})
		}
	}
	if n := slices.Sorted(maps.Values(takers)); !slices.Contains(n, "press") || !slices.Contains(n, "click") {
		t.Fatalf("found no taker of keys or of clicks: %v", takers)
	}
	for name, list := range takers {
		if by := used[name]; !slices.Equal(by, []string{list}) {
			t.Errorf("%s is asked in %v, want only once in %s", name, by, list)
		}
	}
}

// TestUnderAnOverlayThePanesGetNoKey: those that arrange the screen do nothing until it is closed.
func TestUnderAnOverlayThePanesGetNoKey(t *testing.T) {
	for _, open := range []string{"?", "A", "M", "e"} {
		for _, key := range []string{"x", "z", "s", "tab"} {
			a, _ := newTestApp(uitest.NewFloor(), 120, 40)
			press(a, "tab tab") // the agents: what can be hidden, zoomed and sorted
			press(a, open)
			top := a.overlays.top()
			before := []any{a.focus, a.zoom, a.hidden, a.agents.Order}
			press(a, key)
			after := []any{a.focus, a.zoom, a.hidden, a.agents.Order}
			if top == nil || !reflect.DeepEqual(before, after) {
				t.Errorf("%s under what %s opens (%T): the panes were %v and are %v", key, open, top, before, after)
			}
		}
	}
}

// given is what a method is given that may take it: func(X) (tea.Cmd, bool); "" of any other.
func given(fn *ast.FuncDecl) string {
	in, out := fn.Type.Params.List, fn.Type.Results
	if fn.Recv == nil || len(in) != 1 || len(in[0].Names) > 1 || out == nil || len(out.List) != 2 {
		return ""
	}
	if types.ExprString(out.List[0].Type) != "tea.Cmd" || types.ExprString(out.List[1].Type) != "bool" {
		return ""
	}
	return types.ExprString(in[0].Type)
}

// sources are the files of this package without its tests.
func sources(t *testing.T) []*ast.File {
	t.Helper()
	names, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}
