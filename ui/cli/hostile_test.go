package cli

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
	"unicode"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/poller/fakeacquire"
)

// The tables of hostile inputs that the policy for strangers' text has: how many each.
const (
	hostileTexts  = 90 // "1" to "90"
	hostileHTML   = 20 // "H1" to "H20"
	hostileFields = 24 // "J1" to "J24"
)

// A hostileInput is what a stranger can write, by its number in the policy, and
// what has to be shown of it: marks of ours in double brackets, no blanks.
type hostileInput struct{ number, raw, want string }

// hostileInputs are the texts of safetext's tables, read from its tests, and
// those that are too large to be written out there.
func hostileInputs(t *testing.T) []hostileInput {
	t.Helper()
	part := 1 // of the size that the policy names
	if testing.Short() {
		part = 16 // safetext's tests have them whole; here each is sent again and again
	}
	list := []hostileInput{
		{"10", "\x1b[" + strings.Repeat("9", 100000) + "m", "99⟦...(+83701bytes)⟧"},
		{"65", "\u3164\u115f\uffa0", "⟦(empty)⟧"},
		{"87", strings.Repeat("A", 2<<20/part), fmt.Sprintf("AA⟦...(+%dbytes)⟧", 2<<20/part-16304)},
		{"88", strings.Repeat("\U0001f600", 20000), "\U0001f600⟦...(+63696bytes)⟧"},
		{"89", strings.Repeat("a\u0301 ", 1e6/part), fmt.Sprintf("áá⟦...(+%dbytes)⟧", 4e6/part-16384)},
		{"90", "", "⟦(empty)⟧"}, {"90", " ", "⟦(empty)⟧"}, {"90", "\n\n", "⟦(empty)⟧"},
	}
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
			number, _ := constant(fields[0])
			number = strings.TrimPrefix(number, "#")
			if raw, ok := constant(fields[1]); ok && numbered.MatchString(number) {
				want := strings.NewReplacer("\x1b", "⟦␛⟧", "\x07", "⟦␇⟧").Replace(raw) // as safetext's test has it
				if len(fields) > 2 {
					want, _ = constant(fields[2])
				}
				list = append(list, hostileInput{number, raw, compact(signs.Replace(want))})
			}
			return true
		})
	}
	return list
}

// signs writes the tables' shown column as safetext's test does.
var signs = strings.NewReplacer(
	"<NUL>", "␀", "<ENQ>", "␅", "<BEL>", "␇", "<BS>", "␈", "<VT>", "␋", "<FF>", "␌", "<CR>", "␍", "<SO>", "␎", "<SI>", "␏",
	"<DC1>", "␑", "<CAN>", "␘", "<SUB>", "␚", "<ESC>", "␛", "<DEL>", "␡", "<FFFD>", "\ufffd", " / ", "\n")

// compact leaves blanks out, and edges between two marks of ours.
func compact(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), ""), "⟧⟦", "")
}

var numbered = regexp.MustCompile(`^H?\d+$`)

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

// TestEveryHostileInputIsPlayed: a number of the policy that no test brings to the screen is a hole.
func TestEveryHostileInputIsPlayed(t *testing.T) {
	played := map[string]bool{}
	for _, in := range hostileInputs(t) {
		played[in.number] = true
	}
	for _, in := range hostileRows() {
		played[in.number] = true
	}
	for _, in := range hostileAnswers() {
		played[in.number] = true
	}
	for _, table := range []struct {
		prefix string
		n      int
	}{{"", hostileTexts}, {"H", hostileHTML}, {"J", hostileFields}} {
		for i := range table.n {
			if number := table.prefix + strconv.Itoa(i+1); !played[number] {
				t.Errorf("nothing plays the hostile input %s", number)
			}
		}
	}
}

// ours are the sequences that the program may send. A stranger's colour,
// cursor move or link would be another one, or one of these with other numbers.
var ours = []*regexp.Regexp{
	regexp.MustCompile(`^\x1b\[[0-9;:]*m$`),                                                      // colours
	regexp.MustCompile(`^\x1b\[[0-9]*(;[0-9]+)?[ABCDEFGHXPKJLMST@Zbdf` + "`" + `r]$`),            // moves and erasures
	regexp.MustCompile(`^\x1b\[\?(25|1004|1049|2004|2026|2027|1000|1002|1003|1006|69|7|1)[hl]$`), // modes
	regexp.MustCompile(`^\x1b\[(\?6|4)l$`),                                                       // origin and insert mode off, at the end
	regexp.MustCompile(`^\x1b\[\?[0-9]+\$p$`),                                                    // questions about modes
	regexp.MustCompile(`^\x1b\[[<>=][0-9;]*[um]$`),                                               // the keyboard's protocol
	regexp.MustCompile(`^\x1b\]11;\?(\a|\x1b\\)$`),                                               // the background's colour?
	regexp.MustCompile(`^\x1b\][02];(floorwatch)?(\a|\x1b\\)$`),                                  // our title
	regexp.MustCompile(`^\x1bP\+q[0-9A-Fa-f;]*\x1b\\$`),                                          // capabilities
	regexp.MustCompile(`^\x1b\[\?(u|5W)$`),                                                       // the keyboard's protocol? tab stops
	regexp.MustCompile(`^(\x1bM|\x1b7|\x1b8|\x1b=|\x1b>)$`),
}

// notOurs reads the bytes as a terminal does and returns the sequences that the program may not send.
func notOurs(b []byte) (wrong []string) {
	parser := ansi.NewParser()
	var state byte
	for len(b) > 0 {
		seq, _, n, next := ansi.DecodeSequence(b, state, parser)
		b, state = b[n:], next
		if len(seq) == 0 || isText(seq) {
			continue
		}
		ok := len(seq) == 1 && bytes.IndexByte([]byte("\r\n\b\t"), seq[0]) >= 0
		for _, form := range ours {
			ok = ok || form.Match(seq)
		}
		if !ok {
			wrong = append(wrong, string(seq))
		}
	}
	return wrong
}

// isText reports whether a terminal draws b: letters, none that control it or what stands beside them.
func isText(b []byte) bool {
	for _, r := range string(b) {
		if r < ' ' || r >= 0x7f && r < 0xa0 || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
			return false
		}
	}
	return utf8.Valid(b)
}

func checkOnlyOurs(t *testing.T, b []byte) {
	t.Helper()
	wrong := notOurs(b)
	for _, seq := range wrong[:min(len(wrong), 20)] {
		t.Errorf("a sequence that is not ours went to the terminal: %q", seq)
	}
}

// TestNotOurs: what the check of the bytes must not let pass.
func TestNotOurs(t *testing.T) {
	for _, in := range []string{"\x1b[2 q", "\x1b[?5h", "\x1b[4h", "\x1b]0;pwned\a", "\x1b]52;c;eA==\a", "\x1b]8;;https://e/\x1b\\", "\x1bP$q\"p\x1b\\",
		"\x1bc", "\x1b#8", "\x1b(0", "\x1b[6n", "\x1b[c", "\x1b[21t", "\a", "\x0e", "\x9b2J", "\u009b31m", "\x7f", "\xff", "\u202e", "\u2066", "\ue0b0", "\x1b_G\x1b\\"} {
		if len(notOurs([]byte("a"+in+"b"))) == 0 {
			t.Errorf("%q passes for one of our sequences", in)
		}
	}
}

// A hostileFloor has a chat for each of these hostile inputs: the visitor is called so
// and says so, an agent who is called so too repeats it, and the last word
// tells which one it was.
func hostileFloor(server *fakeacquire.Server, texts []hostileInput, rows []hostileRow) []hostileRow {
	maya := server.AddAgent("Maya \x1b[31mOkafor", "Support")
	var list []hostileRow
	for _, in := range texts {
		visitor, _, chat := server.Visit(in.raw[:min(len(in.raw), 1000)])
		if utf8.ValidString(in.raw) {
			server.Say(chat, in.raw)
			server.Reply(chat, maya, in.raw)
		} else { // as no JSON encoder sends it
			rawRow(`,"message":`+unencoded(in.raw), `,"sender_type":"agent","message":`+unencoded(in.raw))(server, visitor, chat)
		}
		server.Say(chat, fmt.Sprintf("input %d ends", len(list)))
		list = append(list, hostileRow{number: in.number, text: in.want})
	}
	for _, in := range rows {
		visitor, _, chat := server.Visit("SYSTEM")
		in.play(server, visitor, chat)
		server.Say(chat, fmt.Sprintf("input %d ends", len(list)))
		list = append(list, in)
	}
	return list
}

// unencoded is a JSON string with the bytes as they are, as far as JSON allows it.
func unencoded(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] < ' ' {
			fmt.Fprintf(&b, `\u%04x`, s[i])
		} else {
			b.WriteByte(s[i])
		}
	}
	return `"` + b.String() + `"`
}

// slow has every thread but the selected one read once: some are megabytes long.
func slow(t *testing.T, cfg string) {
	t.Helper()
	setInConfig(t, cfg, "waiting|active|quiet|idle", `"1m"`)
}

// said is what stands in the transcript before the last word, compact, and what
// is drawn as ours in double brackets.
func (g *grid) said() string {
	var b strings.Builder
	for y := g.firstRow(); y <= lastRow; y++ {
		row := g.row(y, textLeft, textRight)
		if strings.HasPrefix(row, "────") { // below the card
			b.Reset()
			continue
		}
		if strings.Contains(row, "── ") || strings.HasPrefix(row, "─") {
			continue
		}
		if inputEnds.MatchString(row) {
			break
		}
		for x := textLeft + gutterWidth; x <= textRight; x++ {
			c := g.cells[y][x]
			if c.Style.Attrs&uv.AttrReverse != 0 {
				b.WriteString("⟦" + c.Content + "⟧")
			} else {
				b.WriteString(c.Content)
			}
		}
	}
	return compact(b.String())
}

var inputEnds = regexp.MustCompile(`input (\d+) ends`)

// TestHostileTextOnTheRealScreen opens every hostile input in the whole
// program, as text and as it was sent, and looks at what comes to the terminal:
// no sequence but ours, our gutter and our frames where they belong.
//
// An input takes several frames, and most of the time is spent waiting for
// them: some programs share the inputs.
func TestHostileTextOnTheRealScreen(t *testing.T) {
	t.Parallel()
	const programs = 4
	texts, rows := make([][]hostileInput, programs), make([][]hostileRow, programs)
	for i, in := range hostileInputs(t) {
		texts[i%programs] = append(texts[i%programs], in)
	}
	for i, in := range hostileRows() {
		rows[i%programs] = append(rows[i%programs], in)
	}
	for i := range programs {
		t.Run(fmt.Sprint("share ", i+1), func(t *testing.T) {
			t.Parallel()
			hostileTextOnTheRealScreen(t, texts[i], rows[i])
		})
	}
}

func hostileTextOnTheRealScreen(t *testing.T, texts []hostileInput, rows []hostileRow) {
	server, cfg := servedFloor(t)
	inputs := hostileFloor(server, texts, rows)
	slow(t, cfg)
	s := startSession(t, hostileWidth, hostileHeight, nil, "--config", cfg)
	s.waitFor(fmt.Sprintf("%d waiting of %d ", len(inputs), len(inputs)), "Maya")
	s.press("sssg") // an order that time does not change
	s.waitFor("by visitor")
	s.openEach(inputs, len(inputs), func(g *grid, in *hostileRow) string { return in.missing(g) })
	s.press("\rv\x1b[Zg")
	s.openEach(inputs, quarter(len(inputs)), func(g *grid, _ *hostileRow) string {
		if title := g.row(g.firstRow()-1, frameLeft, frameRight); !strings.Contains(title, "as sent") {
			return fmt.Sprintf("the pane's title is %q", title)
		}
		return ""
	})
	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.checkRestored()
	checkOnlyOurs(t, []byte(s.all()))
	if got := server.Complaints(); len(got) > 0 {
		t.Errorf("Acquire complains of our requests: %v", got)
	}
}

// openEach goes down the list until so many of the inputs have been on the screen, with all of ours where it belongs and nothing amiss.
// Each row is waited for by itself: on a busy machine the way down the list takes minutes. At the end it begins at the top.
func (s *session) openEach(inputs []hostileRow, many int, amiss func(*grid, *hostileRow) string) {
	seen := map[int]bool{}
	left := -1 // where down was pressed
	for steps := 0; len(seen) < many; steps++ {
		if steps > 20*len(inputs) {
			s.t.Fatalf("only the inputs %v of %d came to the screen:\n%s", seen, len(inputs), s.text())
		}
		n, still, wrong := 0, 0, ""
		s.awaitSaid(&wrong, func() bool {
			g := s.grid()
			found := inputEnds.FindStringSubmatch(g.transcript())
			if wrong = "no input is shown"; found == nil || g.firstRow() == 0 {
				return false
			}
			if n, _ = strconv.Atoi(found[1]); seen[n] {
				if still++; still%20 == 0 {
					s.press("g") // left stays: this frame is of before
				}
				wrong = "another input did not come"
				return n != left
			}
			if wrong = g.moved(); wrong == "" {
				wrong = amiss(g, &inputs[n])
			}
			if wrong != "" {
				wrong = "input " + inputs[n].number + ": " + wrong
			}
			return wrong == "" // or the frame is still on its way
		})
		seen[n], left = true, n
		s.press("\x1b[B")
	}
}

// TestTerminalWithoutUnicode: on a terminal of Latin-1 the second byte of the
// Cyrillic letter El is the C1 control CSI. Not one byte of it may be sent.
func TestTerminalWithoutUnicode(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	maya := server.AddAgent("Maja Łoś", "Подршка")
	_, _, chat := server.Visit("Л31m Žan")
	server.Join(chat, maya)
	server.Say(chat, "Л31mЛ2J\x1b[31m \u202e café 漢字")
	for _, env := range []map[string]string{{"LANG": "de_DE.ISO-8859-1"}, {"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, {"LC_CTYPE": "ru_RU.KOI8-R"}} {
		for _, flag := range []string{"--read-only", "--wall"} {
			s := startSession(t, 120, 40, env, "--config", cfg, flag)
			if flag == "--wall" {
				s.waitFor("waiting", "next page")
			} else {
				s.waitFor("LIVE", "?31m?2J^[[31m", "<U+202E>", "cafe", "??", "?31m Zan", "Maja Los", "| Maja Los   ")
			}
			s.press("\x03")
			s.wait()
			raw := s.all()
			if at := strings.IndexFunc(raw, func(r rune) bool { return r >= utf8.RuneSelf }); at >= 0 {
				t.Errorf("%v %s: the terminal got %q", env, flag, raw[max(0, at-20):min(at+20, len(raw))])
			}
		}
	}
	s := startSession(t, 120, 40, map[string]string{"LC_ALL": "", "LANG": "ru_RU.utf8"}, "--config", cfg)
	s.waitFor("Л31m Žan")
	s.press("\x03")
	s.wait()
}
