package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestGoroutinesAreGuarded finds every go statement, every call of a method Go and every
// recover: an unguarded panic would leave the terminal raw. Only package guard starts
// goroutines. Those that libraries start guard themselves (Bubble Tea's, for our commands;
// net/http's, for the handlers of fakeacquire), or do no more than close a connection or
// set its deadline (context.AfterFunc).
func TestGoroutinesAreGuarded(t *testing.T) {
	guards := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "testdata") {
			return err
		}
		files := token.NewFileSet()
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(node ast.Node) bool {
			if !startsOrCatches(node) {
				return true
			}
			if filepath.ToSlash(path) == "poller/guard/guard.go" {
				guards++
				return true
			}
			t.Errorf("%s: use guard.Go or guard.Call", files.Position(node.Pos()))
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if guards != 2 {
		t.Errorf("package guard has %d go statements and recovers, want one of each", guards)
	}
}

func startsOrCatches(node ast.Node) bool {
	switch x := node.(type) {
	case *ast.GoStmt:
		return true
	case *ast.CallExpr:
		switch f := x.Fun.(type) {
		case *ast.Ident:
			return f.Name == "recover"
		case *ast.SelectorExpr:
			room, _ := f.X.(*ast.Ident)
			return f.Sel.Name == "Go" && (room == nil || room.Name != "guard")
		}
	}
	return false
}
