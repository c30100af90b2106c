package safetext

import (
	"strings"
	"testing"
)

type maskCase struct{ raw, want string }

// Marks of ours stand in double brackets.
func mailTable() []maskCase {
	return []maskCase{
		{"write to john@example.com", "write to ⟦[mail]⟧"},
		{"John.O'Hara+shop@mail.example.co.uk, thanks", "⟦[mail]⟧, thanks"},
		{"<bob_99@x.io>", "<⟦[mail]⟧>"},
		{"mail:a@b.co.", "mail:⟦[mail]⟧."},
		{"both j@x.com/k@y.org", "both ⟦[mail]⟧/⟦[mail]⟧"},
		{"müller@bücher.example", "⟦[mail]⟧"},
		{"почта: иван@пример.рф", "почта: ⟦[mail]⟧"},
		{"太郎＠example.jp です", "⟦[mail]⟧ です"},
		{"john @ example.com or john@ example.com", "⟦[mail]⟧ or ⟦[mail]⟧"},
		{"https://shop.example/reset?mail=john%40gmail.com&x=1", "https://shop.example/reset?mail=⟦[mail]⟧&x=1"},
		{"https://bob@shop.example/", "https://⟦[mail]⟧/"},
		{"'john@example.com'", "'⟦[mail]⟧'"},
		{"anna@192.168.1.1", "⟦[mail]⟧"},
		{"a@b.co\u0301 x", "⟦[mail]⟧ x"},
		{"two\na@b.co\nrows", "two\n⟦[mail]⟧\nrows"},

		{"@devid can you look?", "@devid can you look?"},
		{"meet @ 5.30pm", "meet @ 5.30pm"},
		{"3@1.50 and 10 @ 9.99", "3@1.50 and 10 @ 9.99"},
		{"me@home", "me@home"},
		{"what @ all...", "what @ all..."},
		{"50% off, 40%4 no", "50% off, 40%4 no"},
		{"find us @acme.support", "find us @acme.support"},
		{"@@@...@", "@@@...@"},
	}
}

func numberTable() []maskCase {
	return []maskCase{
		{"4111 1111 1111 1111", "⟦[card ..1111]⟧"},
		{"my card is 4111111111111111.", "my card is ⟦[card ..1111]⟧."},
		{"4111-1111-1111-1111 12/27 123", "⟦[card ..1111]⟧"}, // with its code
		{"5555 5555 5555 4444, exp 12/27", "⟦[card ..4444]⟧, exp 12/27"},
		{"3782 822463 10005", "⟦[card ..0005]⟧"},
		{"4222222222222", "⟦[card ..2222]⟧"},
		{"card4111111111111111now", "card⟦[card ..1111]⟧now"},
		{"4111 1111\n1111 1111", "⟦[card ..1111]⟧"},
		{"4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "⟦[card ..1111]⟧"},
		{"４１１１ １１１１ １１１１ １１１１", "⟦[card ..1111]⟧"},
		{"4111–1111–1111–1111", "⟦[card ..1111]⟧"},
		{"12 4111 1111 1111 1111", "⟦[card ..1111]⟧"},
		{"4111 1111 1111 1112", "⟦[num]⟧"}, // a slip of the finger
		{"41111111111111111111111", "⟦[num]⟧"},
		{"order 2000000000000006", "order ⟦[card ..0006]⟧"}, // the check digit fits

		{"+49 170 1234567", "+⟦[num]⟧"},
		{"call me: +1 (555) 123-4567!", "call me: +⟦[num]⟧!"},
		{"tel:+442079460958", "tel:+⟦[num]⟧"},
		{"+49 (0)170 / 123 45 67", "+⟦[num]⟧"},
		{"(555-123-4567)", "(⟦[num]⟧)"},
		{"555-123-4567 or 555.123.4568", "⟦[num]⟧ or ⟦[num]⟧"},
		{"06 12 34 56 78", "⟦[num]⟧"},
		{"089/12345678", "⟦[num]⟧"},
		{"電話は０９０－１２３４－５６７８です", "電話は⟦[num]⟧です"},
		{"٠٥٠١٢٣٤٥٦٧", "⟦[num]⟧"},
		{"my cell: 555-0199", "my cell: ⟦[num]⟧"},
		{"0170 1234567\u0301 x", "⟦[num]⟧ x"},

		// What need not be hidden, and is: too much is the safe side.
		{"my order number is 0170123456", "my order number is ⟦[num]⟧"},
		{"A-20817 and INV-2026-0012345", "A-20817 and INV-⟦[num]⟧"},
		{"2026-11-20 12:41:07", "⟦[num]⟧:41:07"},
		{"192.168.100.200", "⟦[num]⟧"},
		{"https://shop.example/p/0123456789?n=1", "https://shop.example/p/⟦[num]⟧?n=1"},

		{"visitor 61793, chat 106241", "visitor 61793, chat 106241"},
		{"08:30 - 17:00", "08:30 - 17:00"},
		{"the total is 1,234,567.89 EUR", "the total is 1,234,567.89 EUR"},
		{"size 38, 40 and 42 in 1200x1600", "size 38, 40 and 42 in 1200x1600"},
		{"123    4567", "123    4567"}, // far apart
		{"123456", "123456"},
	}
}

func TestMask(t *testing.T) {
	for name, table := range map[string][]maskCase{"mail": mailTable(), "number": numberTable()} {
		for _, tt := range table {
			got := Clean(tt.raw).Mask()
			if bracketed(got) != tt.want {
				t.Errorf("%s: Mask of %q = %q, want %q", name, tt.raw, bracketed(got), tt.want)
			}
			checkMask(t, tt.raw, Clean(tt.raw))
		}
	}
}

// checkMask states what holds for the mask of every text.
func checkMask(t *testing.T, raw string, text Text) {
	t.Helper()
	masked := text.Mask()
	checkSafe(t, raw, masked)
	if again := masked.Mask(); again != masked {
		t.Errorf("%.80q: masked again %.200q, want %.200q", raw, again.s, masked.s)
	}
	if a, b := len(text.String()), len(masked.String()); b > a {
		t.Errorf("%.80q: %d bytes masked, %d before", raw, b, a)
	}
	if masked.Marked() != text.Marked() {
		t.Errorf("%.80q: the badge is %v masked, %v before", raw, masked.Marked(), text.Marked())
	}
	checkKept(t, raw, text, masked)
}

// checkKept: what is not masked stands in the text as it did, in that order.
func checkKept(t *testing.T, raw string, text, masked Text) {
	t.Helper()
	rest := text.String()
	for _, s := range masked.Spans() {
		if s.Ours && isMask(s.Text) {
			continue
		}
		_, after, ok := strings.Cut(rest, s.Text)
		if !ok {
			t.Errorf("%.80q: %q of the mask %q is not in the text", raw, s.Text, masked.String())
			return
		}
		rest = after
	}
}

// Marks that are there stay, and what a visitor types is not a mark.
func TestMaskKeepsMarks(t *testing.T) {
	tests := []maskCase{
		{"\x1b[31mjohn@example.com\x1b[0m", "⟦\u241b⟧[⟦[mail]⟧⟦\u241b⟧[0m"},
		{"[mail] [num] [card ..1111] a@b.co", "[mail] [num] [card ..1111] ⟦[mail]⟧"},
		{strings.Repeat("\u200b", 9) + "0170 1234567", "⟦[num]⟧ ⟦<9 hidden>⟧"},
		{"\ue002[mail]\ue003", "⟦\ufffd⟧[mail]⟦\ufffd⟧"},
	}
	for _, tt := range tests {
		got := Clean(tt.raw).Mask()
		if bracketed(got) != tt.want {
			t.Errorf("Mask of %q = %q, want %q", tt.raw, bracketed(got), tt.want)
		}
		checkMask(t, tt.raw, Clean(tt.raw))
	}
	link := CleanHTML(`<a href="https://shop.example/?m=john@x.org">mail</a> or <a href="mailto:john@x.org">john@x.org</a>`)
	if got, want := bracketed(link.Mask()), "mail ⟦(⟧https://shop.example/?m=⟦[mail]⟧⟦)⟧ or ⟦[mail]⟧ ⟦(link removed: mailto)⟧"; got != want {
		t.Errorf("Mask of a link = %q, want %q", got, want)
	}
}

func TestMaskCosts(t *testing.T) {
	for _, raw := range []string{shortLine, "order 61793, 12:41", "Здравствуйте, где мой заказ?", "你好世界", ""} {
		text := Clean(raw)
		if n := testing.AllocsPerRun(100, func() { text.Mask() }); n > 0 {
			t.Errorf("Mask of %q: %v allocations, want none", raw, n)
		}
	}
}

// Only what this package writes is read back as a mark.
func TestForgedMasks(t *testing.T) {
	for _, mark := range []string{"[card ..12a4]", "[card ..12345]", "[card ..+123]", "[Mail]", "[card]", "[num] "} {
		var got Text
		if err := got.UnmarshalText([]byte(noteOpen + mark + markClose)); err != nil {
			t.Fatal(err)
		}
		for _, s := range got.Spans() {
			if s.Ours && strings.Contains(s.Text, strings.TrimSpace(mark)) {
				t.Errorf("%q is read as a mark of ours", mark)
			}
		}
	}
}
