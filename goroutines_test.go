package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"strings"
	"testing"
)

// guardedStarts are the places where a goroutine is started, and what catches a
// panic in it: one helper in each room that has any.
var guardedStarts = map[string]int{
	"crew.go":                         1, // crew.start: ends the run with the reason
	"terminal.go":                     2, // Bubble Tea's own Run and Quit, which guard themselves
	"poller/poller.go":                1, // guard: a failure of that request
	"poller/acquiretest/transport.go": 1, // writer.serve: a failed answer
	"poller/acquiretest/server.go":    1, // net/http guards its handlers
	"poller/feed/client.go":           1, // caught: the connection ends
	"poller/feed/server.go":           1, // Server.attend: that viewer is dropped
	"poller/feed/tape.go":             2, // caught: the error of the block; the other waits and closes
	"poller/feed/viewer.go":           1, // Server.guard: that viewer is dropped
}

// TestGoroutinesAreGuarded finds every go statement and every call of a method Go: an
// unguarded panic would leave the terminal raw.
func TestGoroutinesAreGuarded(t *testing.T) {
	starts := map[string]int{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "testdata") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if n := countStarts(f); n > 0 {
			starts[filepath.ToSlash(path)] = n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(starts, guardedStarts) {
		t.Errorf("goroutines are started in %v, known to be guarded are those in %v: start a new one through its room's helper and add it here", starts, guardedStarts)
	}
}

func countStarts(f *ast.File) (n int) {
	ast.Inspect(f, func(node ast.Node) bool {
		switch x := node.(type) {
		case *ast.GoStmt:
			n++
		case *ast.CallExpr:
			if s, ok := x.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Go" {
				n++
			}
		}
		return true
	})
	return n
}
