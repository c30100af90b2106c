package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// wordsOf are the files in which words of states, levels and agents may stand, each for its reason.
var wordsOf = map[string][]string{
	"model/health.go":            {"*"},                   // the states
	"model/limits.go":            {"*"},                   // the levels
	"model/snapshot.go":          {"*"},                   // sight and agents, as programs read them
	"ui/draw/words.go":           {"*"},                   // the same as people read them
	"ui/replay/replay.go":        {"PAUSED"},              // of the recording, not of the reading
	"ui/report/formats.go":       {"WARNING", "CRITICAL"}, // Nagios' words
	"ui/draw/colours.go":         {"critical", "severe"},  // keys of [theme]
	"ui/cli/call/shape.go":       {"critical"},            // PagerDuty's word
	"ui/threads/filter.go":       {"critical", "warning"}, // the filter's name of itself
	"ui/threads/saved_filter.go": {"critical", "warning"}, // the configuration's words for a filter
}

// TestWordsStandOnce: the word for a state of the reading, a level, or what an agent does is
// written in one file, and every face takes it from there.
func TestWordsStandOnce(t *testing.T) {
	words := map[string]bool{draw.Unassigned: true}
	for s := model.StateStarting; s <= model.StatePartial; s++ {
		words[s.String()] = true
	}
	for l := model.LevelWarn; l <= model.LevelSevere; l++ {
		words[l.Word()], words[strings.ToUpper(l.Word())] = true, true
	}
	for s := model.AgentNone; s <= model.AgentUnknown; s++ {
		_, word := draw.StateWord(s, 2, model.Clock{})
		if word = strings.TrimSuffix(word, " 2"); len(word) > 1 && word == strings.ToUpper(word) {
			words[word] = true
		}
	}
	if len(words) < 20 {
		t.Fatalf("only %d words: %v", len(words), words)
	}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		allowed := wordsOf[filepath.ToSlash(path)]
		if slices.Contains(allowed, "*") || strings.HasPrefix(filepath.ToSlash(path), "poller/fakeacquire/") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if field, ok := n.(*ast.Field); ok && field.Tag != nil {
				return false // a tag names a key
			}
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				text, _ := strconv.Unquote(lit.Value)
				if word := strings.TrimSpace(text); words[word] && !slices.Contains(allowed, word) {
					t.Errorf("%s writes %q itself: model and ui/draw/words.go have the word", path, word)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Nothing but the model compares a figure with a limit: what it makes of one is a level, or a function of the limits.
func TestNothingElseComparesWithALimit(t *testing.T) {
	limits := []string{"Warn", "Critical", "Severe", "Within"}
	levels := []string{"Reached", "Above", "WaitLevel"} // of a Limits
	found := 0
	for _, path := range filesOf(t, func(path string) bool {
		return strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
	}) {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			what := ""
			switch n := n.(type) {
			case *ast.CallExpr:
				if s, ok := n.Fun.(*ast.SelectorExpr); ok && slices.Contains(levels, s.Sel.Name) && len(n.Args) > 0 {
					what = s.Sel.Name
				}
			case *ast.BinaryExpr:
				x, y := n.X, n.Y
				if zero, ok := y.(*ast.BasicLit); ok && zero.Value == "0" || !slices.Contains([]token.Token{token.LSS, token.LEQ, token.GTR, token.GEQ}, n.Op) {
					break // whether there is such a limit
				}
				for _, side := range []ast.Expr{x, y} {
					if s, ok := side.(*ast.SelectorExpr); ok && slices.Contains(limits, s.Sel.Name) {
						what = s.Sel.Name
					}
				}
			}
			switch {
			case what == "":
			case strings.HasPrefix(path, "model/"):
				found++
			default:
				t.Errorf("%s compares with %s itself: the model does that", path, what)
			}
			return true
		})
	}
	if found < 10 {
		t.Errorf("only %d comparisons in the model: this test does not find them", found)
	}
}
