package safetext

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// signs writes the tables' shown column: "<ESC>" is U+241B and so on.
var signs = strings.NewReplacer(
	"<NUL>", "\u2400", "<ENQ>", "\u2405", "<BEL>", "\u2407", "<BS>", "\u2408", "<VT>", "\u240b", "<FF>", "\u240c",
	"<CR>", "\u240d", "<SO>", "\u240e", "<SI>", "\u240f", "<DC1>", "\u2411", "<CAN>", "\u2418", "<SUB>", "\u241a",
	"<ESC>", "\u241b", "<DEL>", "\u2421", "<FFFD>", "\ufffd", " / ", "\n")

// bracketed writes a text with its marks in double brackets.
// Spans returns the text in pieces, with our marks apart from the sender's text. Line breaks are LF inside a Span.
// An empty Text has none.
func (t Text) Spans() []Span {
	if t.s == "" {
		return nil
	}
	if !delimited(t.s) {
		return []Span{{Text: t.s}}
	}
	var spans []Span
	for rest := t.s; rest != ""; {
		var p piece
		p, rest = nextPiece(rest)
		if p.text != "" {
			spans = append(spans, Span{p.text, p.kind != plainPiece})
		}
	}
	return spans
}

func bracketed(t Text) string { return bracketRow(t.Spans()) }

func bracketRow(row Row) string {
	var b strings.Builder
	for _, s := range row {
		if s.Ours {
			b.WriteString("⟦" + s.Text + "⟧")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

// literal is the expectation for a raw text in which every ESC and BEL shows as its picture.
func literal(raw string) string {
	s := strings.NewReplacer("\x1b", "⟦\u241b⟧", "\x07", "⟦\u2407⟧").Replace(raw)
	return strings.ReplaceAll(s, "⟧⟦", "")
}

// ourTexts are all texts that may stand in a span of ours, said in other words than the code's.
var ourTexts = regexp.MustCompile(`^(?:(?:[\x{2400}-\x{241f}\x{2421}\x{fffd}]|\x{241b}[@-_]|<U\+(?:202[A-E]|206[6-9]|FDFD|06(?:0[0-5]|DD)|070F|089[01]|08E2|110BD|110CD|263[0-7]|268[A-F]|4D[C-F][0-9A-F]|1D3[0-4][0-9A-F]|1D35[0-6]|1D36[0-9A-F]|1D37[0-6]|11[0-9A-F]{2}|A96[0-9A-F]|A97[0-9A-C]|D7[B-F][0-9A-F])>)+` +
	`|\[(?:script|style) removed\]|\[comment hidden: \d+ chars\]|\(link removed: [a-z][a-z0-9+.-]*\)` +
	`|<\d+ hidden>|\.\.\. \(\+\d+ bytes\)|\(empty\)|\(|\)|, host |\[image\]|\[image: |\]` +
	`|\[(?:mail|num|name|card \.\.\d{4})\])$`)

// checkSafe states what holds for every Text, whatever it was made from.
func checkSafe(t *testing.T, raw string, text Text) {
	t.Helper()
	s := text.String()
	checkRunes(t, raw, s)
	if len(s) > maxBody || strings.Count(s, "\n") >= maxRows {
		t.Errorf("%.80q: %d bytes, %d line breaks, want at most %d and %d", raw, len(s), strings.Count(s, "\n"), maxBody, maxRows-1)
	}
	if text.IsEmpty() != (strings.Trim(s, " \n") == "") {
		t.Errorf("%.80q: IsEmpty = %v of %.80q", raw, text.IsEmpty(), s)
	}
	var joined strings.Builder
	for _, span := range text.Spans() {
		joined.WriteString(span.Text)
		if span.Ours && !ourTexts.MatchString(span.Text) {
			t.Errorf("%.80q: %.80q is marked as ours", raw, span.Text)
		}
	}
	if joined.String() != s {
		t.Errorf("%.80q: spans give %.80q, String gives %.80q", raw, joined.String(), s)
	}
	if again := Clean(s).String(); again != s {
		t.Errorf("%.80q: cleaned again: %.80q, want %.80q", raw, again, s)
	}
	checkRoundTrip(t, raw, text)
}

func checkRunes(t *testing.T, raw, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%.80q: invalid UTF-8 in %.80q", raw, s)
	}
	for _, r := range s {
		if r != '\n' && unicode.Is(unicode.Cc, r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Me) {
			t.Errorf("%.80q: %U in %.80q", raw, r, s)
		}
		if unicode.Is(unicode.Zs, r) && r != ' ' {
			t.Errorf("%.80q: blank %U in %.80q", raw, r, s)
		}
	}
	if got := ansi.Strip(s); got != s {
		t.Errorf("%.80q: ansi.Strip changes %.80q to %.80q", raw, s, got)
	}
	p := ansi.NewParser()
	var state byte
	for rest := s; rest != ""; {
		var n int
		_, _, n, state = ansi.DecodeSequence(rest, state, p)
		rest = rest[n:]
	}
}

func checkRoundTrip(t *testing.T, raw string, text Text) {
	t.Helper()
	b, err := text.MarshalText()
	if err != nil {
		t.Fatalf("%.80q: MarshalText: %v", raw, err)
	}
	var back Text
	if err := back.UnmarshalText(b); err != nil || back != text {
		t.Errorf("%.80q: read back %.80q, err %v, want %.80q", raw, back.s, err, text.s)
	}
}

// rowsOf writes wrapped rows with their marks in double brackets.
func rowsOf(rows []Row) []string {
	var out []string
	for _, r := range rows {
		out = append(out, bracketRow(r))
	}
	return out
}
