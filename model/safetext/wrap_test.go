package safetext

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestWrap(t *testing.T) {
	tests := []struct {
		name  string
		raw   string
		width int
		want  []string
	}{
		{"empty", "", 10, []string{""}},
		{"fits", "hello", 5, []string{"hello"}},
		{"at blanks", "one two three", 7, []string{"one two", "three"}},
		{"blank at the edge", "one two three", 8, []string{"one two", "three"}},
		{"many blanks", "one     two", 5, []string{"one", "two"}},
		{"indent", "  one two", 5, []string{"  one", "two"}},
		{"indent and a long word", "  abcdefgh", 5, []string{"  abc", "defgh"}},
		{"long word", "a abcdefgh b", 4, []string{"a", "abcd", "efgh", "b"}},
		{"blanks at the end", "abc      ", 4, []string{"abc"}},
		{"rows", "a\n\nb\n", 4, []string{"a", "", "b", ""}},
		{"blank rows", "a\n\n \n\n\nb", 4, []string{"a", "", "", "b"}},
		{"width 0", "ab", 0, []string{"a", "b"}},
		{"width below 0", "ab", -5, []string{"a", "b"}},
		{"accents", "caf\u00e9 caf\u00e9 x", 5, []string{"caf\u00e9", "caf\u00e9", "x"}},
		{"ideographs", "hi 你好世界", 6, []string{"hi 你", "好世界"}},
		{"punctuation stays", "你好，世界", 4, []string{"你", "好，", "世界"}},
		{"no break after a bracket", "你（好）", 4, []string{"你", "（好", "）"}},
		{"emoji", "\U0001f600\U0001f600\U0001f600", 5, []string{"\U0001f600\U0001f600", "\U0001f600"}},
		{"flag", "\U0001f1fa\U0001f1f8\U0001f1eb\U0001f1f7", 3, []string{"\U0001f1fa\U0001f1f8", "\U0001f1eb\U0001f1f7"}},
		{"too wide", "a你b", 1, []string{"a", "⟦?⟧", "b"}},
		{"combining", "\u0915\u094d\u0937\u093fab", 2, []string{"\u0915\u094d\u0937\u093fa", "b"}},
		{"mark", "ab\u202ecd", 4, []string{"ab⟦<U⟧", "⟦+202⟧", "⟦E>⟧cd"}},
		{"mark as a word", "ab \u202e cd", 8, []string{"ab", "⟦<U+202E>⟧", "cd"}},
		{"removed without a mark", "ab\u200b", 9, []string{"ab"}},
		{"removed, last row blank", "ab\u200b\n", 9, []string{"ab", ""}},
		{"joins no mark", "\u202e\u0e33", 40, []string{"⟦<U+202E>⟧\u25cc\u0e33"}},
		{"#59", "\n09:00 Agent Bob: refunded", 40, []string{"", "09:00 Agent Bob: refunded"}},
	}
	for _, tt := range tests {
		rows := Clean(tt.raw).Wrap(tt.width)
		if got := rowsOf(rows); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Wrap(%d) of %q = %q, want %q", tt.name, tt.width, tt.raw, got, tt.want)
		}
	}
}

func TestTruncate(t *testing.T) {
	tests := []struct {
		raw   string
		width int
		want  string
	}{
		{"", 5, ""},
		{"hello", 0, ""},
		{"hello", -1, ""},
		{"hello", 1, "⟦…⟧"},
		{"hello", 4, "hel⟦…⟧"},
		{"hello", 5, "hello"},
		{"hello\u200b", 5, "hello"},
		{"a\nb\n", 9, "a b "},
		{"a\nbcd", 4, "a b⟦…⟧"},
		{"a\n\u00e9", 3, "a \u00e9"},
		{"你好", 4, "你好"},
		{"你好", 3, "你⟦…⟧"},
		{"你好", 2, "⟦…⟧"},
		{"你好吗", 4, "你⟦…⟧"},
		{"\u202eabc", 10, "⟦<U+202E>⟧a⟦…⟧"},
		{"\u202eabc", 4, "⟦<U+⟧⟦…⟧"},
		{"\u0915\u094d\u0937\u093f", 1, "\u0915\u094d\u0937\u093f"},
	}
	for _, tt := range tests {
		row := Clean(tt.raw).Truncate(tt.width)
		if got := bracketRow(row); got != tt.want {
			t.Errorf("Truncate(%d) of %q = %q, want %q", tt.width, tt.raw, got, tt.want)
		}
		if row.Width() > max(0, tt.width) {
			t.Errorf("Truncate(%d) of %q has %d cells", tt.width, tt.raw, row.Width())
		}
	}
}

// The rows of one text share memory; one that a caller grows must not write into the next.
func TestRowsAreApart(t *testing.T) {
	rows := Clean("one two three").Wrap(5)
	_ = append(rows[0], Span{Text: "x"})
	if got := rowsOf(rows); !slices.Equal(got, []string{"one", "two", "three"}) {
		t.Errorf("after growing the first row: %q", got)
	}
}

// checkWrap states what holds for the rows of every text at every width.
func checkWrap(t *testing.T, text Text, width int) {
	t.Helper()
	rows := text.Wrap(width)
	if len(rows) == 0 {
		t.Errorf("%.80q at %d: no row", text.s, width)
	}
	var letters, marks strings.Builder
	for _, row := range rows {
		var joined strings.Builder
		for _, span := range row {
			letters.WriteString(span.Text)
			joined.WriteString(span.Text)
			if span.Ours {
				marks.WriteString(span.Text)
			}
		}
		if w := max(row.Width(), ansi.StringWidth(joined.String())); w > max(1, width) {
			t.Errorf("%.80q at %d: %q has %d cells", text.s, width, bracketRow(row), w)
		}
	}
	if width > 1 { // at width 1 a wide glyph is a "?"
		checkLetters(t, text, width, letters.String(), marks.String())
	}
	if got := text.Truncate(width).Width(); got > max(0, width) {
		t.Errorf("%.80q truncated to %d has %d cells", text.s, width, got)
	}
	if row := text.Truncate(1 << 20); letterCount(bracketRow(row)) != letterCount(bracketed(text)) {
		t.Errorf("%.80q truncated to a mebicell is %.80q", text.s, bracketRow(row))
	}
}

func checkLetters(t *testing.T, text Text, width int, letters, marks string) {
	t.Helper()
	blank := strings.NewReplacer(" ", "", "\n", "")
	var ours strings.Builder
	for _, span := range text.Spans() {
		if span.Ours {
			ours.WriteString(span.Text)
		}
	}
	if got, want := blank.Replace(letters), blank.Replace(text.String()); got != want {
		t.Errorf("%.80q at %d: rows hold %.80q, want %.80q", text.s, width, got, want)
	}
	if got, want := blank.Replace(marks), blank.Replace(ours.String()); got != want {
		t.Errorf("%.80q at %d: marks in rows %.80q, want %.80q", text.s, width, got, want)
	}
}

func letterCount(s string) int { return len(strings.NewReplacer(" ", "", "\n", "").Replace(s)) }

// checkLongWay compares the way for ASCII with the way for everything.
func checkLongWay(t *testing.T, line string, width int) {
	t.Helper()
	short, long := wrapper{width: width}, wrapper{width: width}
	short.line(line)
	long.split(line)
	for start := 0; start < len(long.list); {
		end, next := long.breakRow(start)
		long.rows = append(long.rows, long.row(long.list[start:end]))
		start = next
	}
	if got, want := rowsOf(short.rows), rowsOf(long.rows); !slices.Equal(got, want) {
		t.Errorf("%q at %d: %q, the long way %q", line, width, got, want)
	}
}

func TestWrapTables(t *testing.T) {
	for _, tt := range slices.Concat(textTable(), htmlTable()) {
		for width := range 12 {
			checkWrap(t, CleanHTML(tt.raw), width)
		}
	}
	for _, line := range []string{"one two three", "  one  two   three  ", "abcdefghij k", "a b c d e f"} {
		for width := 1; width < 12; width++ {
			checkLongWay(t, line, width)
		}
	}
}
