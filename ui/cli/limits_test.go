package cli

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The bounds within which a newcomer finds the way. Files of tests count by their
// length, not towards a folder: each stands beside what it tests, and who looks
// for where something is done passes them over.
const (
	mostFiles   = 30  // of one folder
	mostMethods = 45  // of one type
	mostLines   = 400 // of one file
	mostOfMain  = 100 // lines of main.go
	mostAtTop   = 2   // files of package main: main.go, and one that embeds the example configuration
)

// TestHouseStaysSmall counts the files of each folder, the methods of each type and the lines of each file.
func TestHouseStaysSmall(t *testing.T) {
	files, methods := map[string]int{}, map[string]int{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != "." {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		most := mostLines
		if path == "main.go" {
			most = mostOfMain
		}
		if n := bytes.Count(text, []byte("\n")); n > most {
			t.Errorf("%s has %d lines, at most %d are wanted", path, n, most)
		}
		if !strings.HasSuffix(path, "_test.go") {
			dir := filepath.ToSlash(filepath.Dir(path))
			files[dir]++
			countMethods(t, dir, path, text, methods)
		}
		return nil
	})
	if err != nil || len(files) == 0 || len(methods) == 0 {
		t.Fatalf("%d folders, %d types: %v", len(files), len(methods), err)
	}
	for dir, n := range files {
		most := mostFiles
		if dir == "." {
			most = mostAtTop
		}
		if n > most {
			t.Errorf("%s has %d files beside its tests, at most %d are wanted", dir, n, most)
		}
	}
	for name, n := range methods {
		if n > mostMethods {
			t.Errorf("%s has %d methods, at most %d are wanted", name, n, mostMethods)
		}
	}
}

// countMethods adds the methods that a file declares, by folder and type.
func countMethods(t *testing.T, dir, path string, text []byte, methods map[string]int) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil {
			methods[dir+"."+receiver(fn.Recv.List[0].Type)]++
		}
	}
}

// receiver is the name of a receiver's type, without pointer and type parameters.
func receiver(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return "?"
		}
	}
}
