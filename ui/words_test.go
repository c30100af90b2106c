package ui_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// oldLabels are words that the screen had for what has another name now. None of them may
// be a head, a chip, a cell, a title or the word of a key.
var oldLabels = []string{
	"Threads", "Thread", "threads", "sight", "also", "doing", "owner", "NO OWNER", "OVERTAKING", "QUIET", "GONE", "gone?", "acked", "over",
	"First reply", "Next reply", "Over target", "Seen, no reply", "target", "p90", "Dropped", "Overtakes", "last words", "words a minute",
	"nobody owns it", "TIME TRAVEL", "req/s", "late", "Late", "Breaches", "breaches",
}

// oldInSentences may stand nowhere on the screen. Of a goal and a limit each has its own word: a chat that waits is
// past its goal or over its limit, and an answer that came after its goal has breached it.
var oldInSentences = []string{"NO OWNER", "OVERTAKING", "GONE", "words a minute", "TIME TRAVEL", "over goal", "over the goal", "over its goal", "past limit", "past its limit", "past the limit", "late answer"}

// A thread is a chat on the screen, also in the sentences of the notice row, help and explanations, which model and
// poller make. The place for its number in an address stays: {thread}.
var thread = regexp.MustCompile(`(?i)\bthreads?\b`)

// Names of the configuration, JSON, CSV and Prometheus stay: what programs read.
func forPrograms(path string) bool {
	return slices.Contains([]string{"report", "cli", "uitest", "testdata", "drawtest"}, strings.Split(filepath.ToSlash(path), "/")[0]) ||
		strings.Contains(path, "drawtest") || filepath.Base(path) == "saved_filter.go"
}

// One thing has one word on the screen.
func TestNoOldWords(t *testing.T) {
	files, onScreen := 0, true
	look := func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || forPrograms(path) {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files++
		ast.Inspect(f, func(n ast.Node) bool {
			if _, ok := n.(*ast.Field); ok {
				return false // tags
			}
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			s, err := strconv.Unquote(lit.Value)
			if err != nil {
				return true
			}
			if onScreen && slices.Contains(oldLabels, strings.TrimSpace(s)) {
				t.Errorf("%s: the label %q", path, s)
			}
			if words := strings.ReplaceAll(s, "{thread}", ""); strings.Contains(words, " ") && thread.MatchString(words) {
				t.Errorf("%s: a thread, which is a chat on the screen: %q", path, s)
			}
			for _, old := range oldInSentences {
				if strings.Contains(s, old) {
					t.Errorf("%s: %q in %q", path, old, s)
				}
			}
			return true
		})
		return nil
	}
	err := filepath.WalkDir(".", look)
	if err != nil || files < 50 {
		t.Fatalf("looked at %d files: %v", files, err)
	}
	onScreen = false
	for _, room := range []string{"../model/*.go", "../model/board/explain*.go", "../poller/*.go"} {
		sentences, err := filepath.Glob(room)
		for _, path := range sentences {
			f, _ := os.Stat(path)
			err = errors.Join(err, look(path, fs.FileInfoToDirEntry(f), nil))
		}
		if err != nil || len(sentences) < 5 {
			t.Fatalf("looked at %d files of %s: %v", len(sentences), room, err)
		}
	}
}
