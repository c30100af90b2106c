package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// hostileRows are the texts of safetext's tables, read from its tests.
func hostileRows(t *testing.T) []string {
	t.Helper()
	var rows []string
	for _, name := range []string{"text_test.go", "html_test.go"} {
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join("model", "safetext", name), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			var fields []ast.Expr
			switch n := n.(type) {
			case *ast.CompositeLit:
				fields = n.Elts
			case *ast.CallExpr:
				if name, ok := n.Fun.(*ast.Ident); ok && name.Name == "as" {
					fields = n.Args
				}
			}
			if len(fields) < 2 {
				return true
			}
			if _, ok := constant(fields[0]); !ok {
				return true
			}
			if raw, ok := constant(fields[1]); ok && raw != "" {
				rows = append(rows, raw)
			}
			return true
		})
	}
	if len(rows) < 80 {
		t.Fatalf("%d hostile texts were found, want the tables of safetext", len(rows))
	}
	return rows
}

// constant works out a string of the tables: literals, sums and strings.Repeat.
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, e.Kind == token.STRING && err == nil
	case *ast.BinaryExpr:
		x, okX := constant(e.X)
		y, okY := constant(e.Y)
		return x + y, okX && okY
	case *ast.CallExpr:
		if len(e.Args) != 2 {
			return "", false
		}
		s, ok := constant(e.Args[0])
		n, isLit := e.Args[1].(*ast.BasicLit)
		if !ok || !isLit {
			return "", false
		}
		times, err := strconv.Atoi(n.Value)
		return strings.Repeat(s, times), err == nil
	}
	return "", false
}

// ours are the sequences that the program may send. A stranger's colour,
// cursor move or link would be another one, or one of these with other numbers.
var ours = []*regexp.Regexp{
	regexp.MustCompile(`^\x1b\[[0-9;:]*m$`),                                                      // colours
	regexp.MustCompile(`^\x1b\[[0-9]*(;[0-9]+)?[ABCDEFGHXPKJLMST@Zbdf` + "`" + `r]$`),            // moves and erasures
	regexp.MustCompile(`^\x1b\[\?(25|1004|1049|2004|2026|2027|1000|1002|1003|1006|69|7|1)[hl]$`), // modes
	regexp.MustCompile(`^\x1b\[\?[0-9]+\$p$`),                                                    // questions about modes
	regexp.MustCompile(`^\x1b\[[<>=][0-9;]*[um]$`),                                               // the keyboard's protocol
	regexp.MustCompile(`^\x1b\]11;\?(\a|\x1b\\)$`),                                               // the background's colour?
	regexp.MustCompile(`^\x1b\][02];([a-zA-Z0-9 ·()!,.]*)(\a|\x1b\\)$`),                          // our title
	regexp.MustCompile(`^\x1bP\+q[0-9A-Fa-f;]*\x1b\\$`),                                          // capabilities
	regexp.MustCompile(`^\x1b\[\?(u|5W)$`),                                                       // the keyboard's protocol? tab stops
	regexp.MustCompile(`^(\x1bM|\x1b7|\x1b8|\x1b=|\x1b>)$`),
}

// checkOnlyOurs reads the bytes as a terminal does.
func checkOnlyOurs(t *testing.T, b []byte) {
	t.Helper()
	parser := ansi.NewParser()
	var state byte
	wrong := 0
	for len(b) > 0 {
		seq, _, n, next := ansi.DecodeSequence(b, state, parser)
		b, state = b[n:], next
		if len(seq) == 0 || seq[0] >= ' ' && seq[0] != 0x7f && (len(seq) > 1 || seq[0] < 0x80) {
			continue
		}
		ok := len(seq) == 1 && bytes.IndexByte([]byte("\r\n\b\t"), seq[0]) >= 0
		for _, form := range ours {
			ok = ok || form.Match(seq)
		}
		if wrong++; !ok && wrong < 20 {
			t.Errorf("a sequence that is not ours went to the terminal: %q", seq)
		}
	}
}

// bars returns the columns in which the frames of the panes stand in a row.
func (s *session) bars(y int) string {
	s.hold.Lock() // CellAt hands out the emulator's own cells
	defer s.hold.Unlock()
	var at []string
	for x := range s.screen.Width() {
		if c := s.screen.CellAt(x, y); c != nil && (c.Content == "│" || c.Content == "║") {
			at = append(at, strconv.Itoa(x))
		}
	}
	return strings.Join(at, " ")
}

// TestHostileTextOnTheRealScreen lets every hostile text be a visitor's name
// and words, opens each of them in the whole program, and looks at what comes to the terminal.
func TestHostileTextOnTheRealScreen(t *testing.T) {
	server, cfg := floor(t)
	maya := server.AddAgent("Maya \x1b[31mOkafor", "Support")
	rows := hostileRows(t)
	for i, raw := range rows {
		_, _, chat := server.Visit(raw)
		server.Say(chat, raw)
		server.Reply(chat, maya, raw)
		server.Say(chat, fmt.Sprintf("%s row %d ends", raw[:min(len(raw), 200)], i))
	}
	s := startSession(t, 120, 40, nil, "--config", cfg)
	s.waitFor("LIVE", "Threads", "Maya")
	want := s.bars(12)
	if strings.Count(want, " ") < 3 {
		t.Fatalf("the frames stand at %q:\n%s", want, s.text())
	}
	for i := range rows {
		s.press("\x1b[B")
		time.Sleep(20 * time.Millisecond) // a frame of its own for most of them
		s.waitUntil(fmt.Sprintf("frames at %s after %d steps", want, i+1), func(string) bool {
			for y := 7; y < 20; y++ {
				if s.bars(y) != want { // or the frame is still on its way
					return false
				}
			}
			return true
		})
	}
	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.checkRestored()
	checkOnlyOurs(t, []byte(s.raw.String()))
}
