package fakeacquire

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestImports shows that the shipped part of the package drags no test package
// into the program, and that it is not a mirror of the client it stands against.
func TestImports(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			path := strings.Trim(i.Path.Value, `"`)
			foreign := strings.HasPrefix(path, "floorwatch/") && path != "floorwatch/model" && path != "floorwatch/poller/guard" && path != "floorwatch/poller/fakeacquire/account"
			if strings.Contains(path, "test") || foreign || strings.Contains(path, ".") {
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}
