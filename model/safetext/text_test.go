package safetext

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

type example struct {
	number string
	raw    string
	want   string // marks of ours in double brackets; "<ESC>" and " / " as signs has them
}

// textTable are the hostile texts, as delivered after JSON decoding, by the
// number they have in the policy. Rows that need more than this have tests of
// their own below.
func textTable() []example {
	as := func(number, raw string) example { return example{number, raw, literal(raw)} }
	return []example{
		{"1", "\x1b[31mred\x1b[0m", "⟦<ESC>⟧[31mred⟦<ESC>⟧[0m"},
		{"2", "\x1b[2J\x1b[H", "⟦<ESC>⟧[2J⟦<ESC>⟧[H"},
		{"3", "\x1b[3J", "⟦<ESC>⟧[3J"},
		{"4", "\x1b[10;1H$ sudo", "⟦<ESC>⟧[10;1H$ sudo"},
		{"5", "a\x1b[1A\x1b[2Kb", "a⟦<ESC>⟧[1A⟦<ESC>⟧[2Kb"},
		{"6", "\x1b[8mhidden\x1b[28m", "⟦<ESC>⟧[8mhidden⟦<ESC>⟧[28m"},
		{"7", "\x1b[30;40mx", "⟦<ESC>⟧[30;40mx"},
		{"8", "\x1b[999999999b", "⟦<ESC>⟧[999999999b"},
		as("9", "\x1b["+strings.Repeat("1;", 33)+"31mX"),
		{"11", "\x1b[6n", "⟦<ESC>⟧[6n"},
		{"12", "\x1b[c\x1b[>q", "⟦<ESC>⟧[c⟦<ESC>⟧[>q"},
		{"13", "\x1b]0;pwned\x07ok", "⟦<ESC>⟧]0;pwned⟦<BEL>⟧ok"},
		{"14", "\x1b]2;x\x1b\\\x1b[21t", "⟦<ESC>⟧]2;x⟦<ESC>⟧\\⟦<ESC>⟧[21t"},
		{"15", "\x1b]52;c;cm0gLXJmIH4K\x07", "⟦<ESC>⟧]52;c;cm0gLXJmIH4K⟦<BEL>⟧"},
		{"16", "\x1b]52;c;?\x07", "⟦<ESC>⟧]52;c;?⟦<BEL>⟧"},
		as("17", "\x1b]8;;https://evil.example\x1b\\bank.com\x1b]8;;\x1b\\"),
		as("18", "\x1b]8;;x\x1b[0m\x1b[>0q"),
		{"19", "\x1b]0;unterminated and the rest", "⟦<ESC>⟧]0;unterminated and the rest"},
		{"20", "\x1b]50;?\x07", "⟦<ESC>⟧]50;?⟦<BEL>⟧"},
		as("21", "\x1b]9;msg\x07\x1b]777;notify;a;b\x07"),
		as("22", "\x1b]4;0;rgb:00/00/00\x07"),
		as("23", "\x1b]7;file://h/etc\x07\x1b]133;A\x07"),
		as("24", "\x1b]1337;File=inline=1:AAAA\x07"),
		{"25", "\x1bP$q\"p\x1b\\", "⟦<ESC>⟧P$q\"p⟦<ESC>⟧\\"},
		as("26", "\x1bP+q544e\x1b\\"),
		as("27", "\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\"),
		as("28", "\x1bPq#0;2;0;0;0\x1b\\"),
		as("29", "\x1b_Gi=1,f=100,t=f;L2V0Yw==\x1b\\"),
		as("30", "\x1b^pm\x1b\\\x1bXsos\x1b\\"),
		{"31", "\x1bGQ\n", "⟦<ESC>⟧GQ / "},
		{"32", "\x1bc", "⟦<ESC>⟧c"},
		{"33", "\x1b#8", "⟦<ESC>⟧#8"},
		as("34", "\x1b[?1049l\x1b[?25h"),
		as("35", "\x1b[?5h\x1b[4h\x1b[5;10r"),
		{"36", "\x1b[200~rm -rf ~\n\x1b[201~", "⟦<ESC>⟧[200~rm -rf ~ / ⟦<ESC>⟧[201~"},
		as("37", "\x1b[?1000h\x1b[?2004l"),
		as("38", "\x1b[>4;1m\x1b[<u"),
		{"39", "\x1b(0lqqk", "⟦<ESC>⟧(0lqqk"},
		{"40", "\x0elqqk\x0f", "⟦<SO>⟧lqqk⟦<SI>⟧"},
		{"41", "\x1b\x1b[0m[31mspliced", "⟦<ESC><ESC>⟧[0m[31mspliced"},
		{"42", "\u009b31mred", "⟦<ESC>[⟧31mred"},
		{"43", "\u009d0;t\u009c", "⟦<ESC>]⟧0;t⟦<ESC>\\⟧"},
		{"44", "\u0090$q\u009c", "⟦<ESC>P⟧$q⟦<ESC>\\⟧"},
		{"45", "\x9b2J", "⟦<FFFD>⟧2J"},
		{"46", "\xe2\x1b[2Jx", "⟦<FFFD><ESC>⟧[2Jx"},
		{"47", "\xc2\x11\x9b31m", "⟦<FFFD><DC1><FFFD>⟧31m"},
		{"48", "ok\xff\xfe\xc0\xaf\xed\xa0\x80", "ok⟦<FFFD>⟧"},
		{"49", "a\x07b", "a⟦<BEL>⟧b"},
		{"50", "pass\b\b\b\bFAIL", "pass⟦<BS><BS><BS><BS>⟧FAIL"},
		{"51", "Visitor: hi\rAgent: ok", "Visitor: hi⟦<CR>⟧Agent: ok"},
		{"52", "a\r\nb", "a / b"},
		{"53", "a\tb", "a    b"},
		{"54", "a\vb\fc", "a⟦<VT>⟧b⟦<FF>⟧c"},
		{"55", "a\x00b\x7fc", "a⟦<NUL>⟧b⟦<DEL>⟧c"},
		{"56", "a\x05b\x18c\x1ad", "a⟦<ENQ>⟧b⟦<CAN>⟧c⟦<SUB>⟧d"},
		{"57", "a\u0085b\u2028c\u2029d", "a / b / c / d"},
		{"59", "\n09:00 Agent Bob: refunded", " / 09:00 Agent Bob: refunded"},
		{"60", "moc.live//:sptth\u202e", "moc.live//:sptth⟦<U+202E>⟧"},
		{"61", "pay \u2066100\u2069 \u2067now\u2069", "pay ⟦<U+2066>⟧100⟦<U+2069>⟧ ⟦<U+2067>⟧now⟦<U+2069>⟧"},
		{"62", "\u200e\u200f\u061cabc", "abc"},
		{"63", "pay\u200bpal\u2060\ufeff", "paypal"},
		{"64", "\u00ad\u180e\u2063x", "x"},
		{"66", strings.Repeat("\u200b", 5000) + "x", "x ⟦<5000 hidden>⟧"},
		{"67", "A\U000e0041\U000e0042\U000e007f", "A"},
		{"68", "\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4"},
		{"69", "e\u0301", "\u00e9"},
		// NFC joins the Z and one dot below; four of what remains stay.
		{"70", "Z" + strings.Repeat("\u0301\u0323", 200), "\u1e92\u0323\u0323\u0323\u0301 ⟦<395 hidden>⟧"},
		{"71", "\u0301start", "\u25cc\u0301start"},
		{"72", "a\u20ddb", "ab"},
		{"73", "\u2764\ufe0f", "\u2764"},
		{"74", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f468\U0001f469\U0001f467\U0001f466"},
		{"75", "\U0001f44d\U0001f3fd", "\U0001f44d"},
		{"76", "1\ufe0f\u20e3", "1"},
		{"77", "\U0001f1fa\U0001f1f8\U0001f1fa", "\U0001f1fa\U0001f1f8U"},
		{"78", "\u1100\u1161\u11a8", "\uac01"},
		{"78a", "\u1100\u1161 \uac00\u11a8 \u1112\u1175", "\uac00 \uac01 \ud788"},
		{"78b", "\u1161a\u1161\u11ab\u1112", "⟦<U+1161>⟧a⟦<U+1161><U+11AB><U+1112>⟧"},
		{"78c", "\u1112\u1112\u1161\u11a8\u11a8", "⟦<U+1112>⟧\ud559⟦<U+11A8>⟧"},
		{"78d", "\ua960\ud7b0\u1100\u0301\uac00\u0301\u11a8", "⟦<U+A960><U+D7B0><U+1100>⟧\u25cc\u0301\uac00\u0301⟦<U+11A8>⟧"},
		{"78e", "\U0001f1fa\u1161\u1100\U0001f1f8\u1100", "U⟦<U+1161><U+1100>⟧S⟦<U+1100>⟧"},
		{"79", "\u0915\u094d\u0937\u093f", "\u0915\u094d\u0937\u093f"},
		{"80", "\ufdfd", "⟦<U+FDFD>⟧"},
		{"80a", "a\u2630b\u268f", "a⟦<U+2630>⟧b⟦<U+268F>⟧"},
		{"80b", "\u4dc0\U0001d300\U0001d376", "⟦<U+4DC0><U+1D300><U+1D376>⟧"},
		{"81", "\ue0b0\U000f0001", "⟦<FFFD><FFFD>⟧"},
		{"82", "\ufdd0\uffff\U0010ffff", "⟦<FFFD><FFFD><FFFD>⟧"},
		{"83", "\u2800\u00a0\u3000x", "   x"},
		{"84", "\u2502 Agent Bob: refunded", "\u2502 Agent Bob: refunded"},
		{"85", "p\u0430ypal.com", "p\u0430ypal.com"},
		{"86", "\u241b[31m literal", "\u241b[31m literal"},
		{"our delimiters", "\ue000\u241b\ue003\ue001<9 hidden>\ue003\ue004",
			"⟦<FFFD>⟧\u241b⟦<FFFD><FFFD>⟧<9 hidden>⟦<FFFD><FFFD>⟧"},
	}
}

func TestCleanTable(t *testing.T) {
	for _, tt := range textTable() {
		text := Clean(tt.raw)
		if got, want := bracketed(text), signs.Replace(tt.want); got != want {
			t.Errorf("#%s Clean(%.80q) = %q, want %q", tt.number, tt.raw, got, want)
		}
		checkSafe(t, tt.raw, text)
	}
}

// The row cap, #58: 200 rows stored, 3 drawn.
func TestCleanRows(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"#58", strings.Repeat("\n", 500), strings.Repeat("\n", 199) + "⟦<300 hidden>⟧"},
		{"200 rows", strings.Repeat("a\n", 199) + "a", strings.Repeat("a\n", 199) + "a"},
		{"200 rows and a break", strings.Repeat("a\n", 200), strings.Repeat("a\n", 199) + "a"},
		{"201 rows", strings.Repeat("a\n", 200) + "a", strings.Repeat("a\n", 199) + "a ⟦<1 hidden>⟧"},
		{"other breaks", strings.Repeat("a\u2028", 200) + "a\u0085a", strings.Repeat("a\n", 199) + "a ⟦<2 hidden>⟧"},
		{"with characters", strings.Repeat("\u200b", 8) + "a" + strings.Repeat("\n", 201),
			"a" + strings.Repeat("\n", 199) + "⟦<1 hidden>⟧ ⟦<8 hidden>⟧"},
	}
	for _, tt := range tests {
		text := Clean(tt.raw)
		if got := bracketed(text); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		checkSafe(t, tt.raw, text)
	}
	rows := rowsOf(Clean(strings.Repeat("\n", 500)).Wrap(80))
	if want := []string{"", "", "⟦<300 hidden>⟧"}; !slices.Equal(rows, want) {
		t.Errorf("#58 draws %q, want %q", rows, want)
	}
}

// The byte cap, #10, #87, #88, #89: what is kept and what is said to be cut add up.
func TestCleanBytes(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"#10", "\x1b[" + strings.Repeat("9", 100000) + "m", "⟦\u241b⟧[" + strings.Repeat("9", 16300) + " ⟦... (+83701 bytes)⟧"},
		{"#87", strings.Repeat("A", 2<<20), strings.Repeat("A", 16304) + " ⟦... (+2080848 bytes)⟧"},
		{"#88", strings.Repeat("\U0001f600", 20000), strings.Repeat("\U0001f600", 4076) + " ⟦... (+63696 bytes)⟧"},
		{"pictures", strings.Repeat("\x01\u202e", 5000), "⟦" + strings.Repeat("\u2401<U+202E>", 1482) + "⟧ ⟦... (+14128 bytes)⟧"},
		{"no UTF-8", strings.Repeat("\x80", 20000), "⟦\ufffd⟧ ⟦... (+3619 bytes)⟧"},
		{"at the cap", strings.Repeat("A", maxBody), strings.Repeat("A", maxBody)},
	}
	for _, tt := range tests {
		text := Clean(tt.raw)
		if got := bracketed(text); got != tt.want {
			t.Errorf("%s: got %.40q ... %q, want %.40q ... %q", tt.name, got, last(got, 60), tt.want, last(tt.want, 60))
		}
		checkSafe(t, tt.raw, text)
	}
	raw := strings.Repeat("a\u0301 ", 1e6)
	text := Clean(raw)
	if got := text.String(); !strings.HasPrefix(got, "\u00e1 \u00e1 ") || !strings.HasSuffix(got, " bytes)") {
		t.Errorf("#89: got %.40q ... %q", got, last(got, 60))
	}
	checkSafe(t, raw, text)
}

func last(s string, n int) string { return s[max(0, len(s)-n):] }

// #65 and #90: nothing to draw.
func TestEmpty(t *testing.T) {
	for _, raw := range []string{"\u3164\u115f\uffa0", "", " ", "\n\n", "\t\u00a0\r\n"} {
		for name, text := range map[string]Text{"Clean": Clean(raw), "Line": Line(raw), "CleanHTML": CleanHTML(raw)} {
			if text != (Text{}) || !text.IsEmpty() || text.Marked() {
				t.Errorf("%s(%q) = %q, want the zero Text", name, raw, text.s)
			}
		}
	}
}

// Whatever a row holds, both ways of measuring agree on its width, but for
// scripts whose letters join (#79).
func TestWidthsAgree(t *testing.T) {
	for _, tt := range textTable() {
		if tt.number == "79" {
			continue
		}
		for _, row := range Clean(tt.raw).Wrap(40) {
			for _, span := range row {
				if g, w := ansi.StringWidth(span.Text), ansi.StringWidthWc(span.Text); g != w {
					t.Errorf("#%s: %q has %d cells by cluster, %d by rune", tt.number, span.Text, g, w)
				}
			}
		}
	}
}

func TestLine(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"Ann", "Ann"},
		{" Ann\t", "Ann"},
		{"Ann\r\nBob\nEve\u2028Zoë", "Ann Bob Eve Zoë"},
		{"Ann\rBob", "Ann⟦\u240d⟧Bob"},
		{"\x1b[2J\n", "⟦\u241b⟧[2J"},
		{strings.Repeat("\n", 500), ""},
		{"Agent\u202e", "Agent⟦<U+202E>⟧"},
		{strings.Repeat("é", 300), strings.Repeat("é", 216) + " ⟦... (+168 bytes)⟧"},
		{strings.Repeat("a", 512), strings.Repeat("a", 512)},
	}
	for _, tt := range tests {
		text := Line(tt.raw)
		if got := bracketed(text); got != tt.want {
			t.Errorf("Line(%.40q) = %q, want %q", tt.raw, got, tt.want)
		}
		checkSafe(t, tt.raw, text)
		if again := Line(text.String()).String(); again != text.String() {
			t.Errorf("Line(%.40q) again = %q, want %q", tt.raw, again, text)
		}
	}
}

func TestMarked(t *testing.T) {
	tests := []struct {
		raw  string
		want bool
	}{
		{"", false},
		{"hello", false},
		{"\u241b[31m", false},
		{"\u2764\ufe0f \U0001f44d\U0001f3fd", false},
		{"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", false}, // Persian
		{"p\u200cay", true},
		{"pay\u200bpal", true},
		{"\x07", true},
		{"\xff", true},
		{"\u202e", true},
		{strings.Repeat("a", maxBody+1), true},
	}
	for _, tt := range tests {
		if got := Clean(tt.raw).Marked(); got != tt.want {
			t.Errorf("Clean(%.40q).Marked() = %v, want %v", tt.raw, got, tt.want)
		}
	}
}

// Joiners that a base takes are ordinary; more of them carry something.
func TestJoiners(t *testing.T) {
	tests := []struct{ raw, want string }{
		{strings.Repeat("\u2764\ufe0f", 20), strings.Repeat("\u2764", 20)},
		{strings.Repeat("\U0001f469\U0001f3fd\u200d", 20), strings.Repeat("\U0001f469", 20)},
		{"\u2764" + strings.Repeat("\ufe0f", 10), "\u2764 ⟦<8 hidden>⟧"},
		{strings.Repeat("a\u200d", 8), "aaaaaaaa ⟦<8 hidden>⟧"},
		{"\U0001f1fa\u200d\U0001f1f8", "\U0001f1fa\U0001f1f8"},
	}
	for _, tt := range tests {
		text := Clean(tt.raw)
		if got := bracketed(text); got != tt.want {
			t.Errorf("Clean(%q) = %q, want %q", tt.raw, got, tt.want)
		}
		checkSafe(t, tt.raw, text)
	}
}

func TestCombiningMarks(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"\x01\u0301", "⟦\u2401⟧\u25cc\u0301"},
		{"\u202e\u0338", "⟦<U+202E>⟧\u25cc\u0338"},
		{"a \u0301b", "a \u25cc\u0301b"},
		{"a\n\u0301b", "a\n\u25cc\u0301b"},
		{"\u0e33", "\u25cc\u0e33"},
		{"\u0e01\u0e33", "\u0e01\u0e33"},
		{"\u1ec7\u0301\u0302\u0303\u0304\u0305", "\u1ec7\u0301\u0302\u0303\u0304"},
		{"\U0001f1fa\u0301", "\u00da"}, // the odd half flag is a letter by then
		{"a\u034f\u0301", "\u00e1"},
	}
	for _, tt := range tests {
		text := Clean(tt.raw)
		if got := bracketed(text); got != tt.want {
			t.Errorf("Clean(%q) = %q, want %q", tt.raw, got, tt.want)
		}
		checkSafe(t, tt.raw, text)
	}
}

func TestLogValue(t *testing.T) {
	if got := Clean("a\x07").LogValue().String(); got != "a\u2407" {
		t.Errorf("LogValue = %q, want %q", got, "a\u2407")
	}
}
