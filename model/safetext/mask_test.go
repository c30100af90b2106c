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

func cardTable() []maskCase {
	return []maskCase{
		{"4111 1111 1111 1111", "⟦[card ..1111]⟧"},
		{"my card is 4111111111111111.", "my card is ⟦[card ..1111]⟧."},
		{"4111-1111-1111-1111 12/27 123", "⟦[card ..1111]⟧"},
		{"5555 5555 5555 4444, exp 12/27", "⟦[card ..4444]⟧, exp 12/27"},
		{"2223003122003222", "⟦[card ..3222]⟧"},
		{"3782 822463 10005", "⟦[card ..0005]⟧"},
		{"3056 930902 5904", "⟦[card ..5904]⟧"},
		{"6011111111111117", "⟦[card ..1117]⟧"},
		{"3530.1113.3330.0000", "⟦[card ..0000]⟧"},
		{"6200000000000005", "⟦[card ..0005]⟧"},
		{"4222222222222", "⟦[card ..2222]⟧"},
		{"card4111111111111111now", "card⟦[card ..1111]⟧now"},
		{"4111 1111\n1111 1111", "⟦[card ..1111]⟧"},
		{"4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "⟦[card ..1111]⟧"},
		{"41111111 11111111", "⟦[card ..1111]⟧"},
		{"４１１１ １１１１ １１１１ １１１１", "⟦[card ..1111]⟧"},
		{"4111–1111–1111–1111", "⟦[card ..1111]⟧"},
		{"4111  1111  1111  1111", "⟦[card ..1111]⟧"},
		{"12 4111 1111 1111 1111", "12 ⟦[card ..1111]⟧"},
		{"4111 1111 1111 1112", "⟦[card]⟧"}, // a slip of the finger
		{"9400 1111 1111 1112", "9400 1111 1111 1112"},
		{"8888 8888 8888 8880 5", "8888 8888 8888 8880 5"},
		{"Card 2000000000000006", "Card ⟦[card]⟧"}, // nobody's, and yet
		{"order 2000000000000006", "order 2000000000000006"},

		{"order 4111111111111112", "order 4111111111111112"}, // the check digit does not fit
		{"1763642467123", "1763642467123"},
		{"302-1234567-1234567", "302-1234567-1234567"},
		{"ISBN 978-3-16-148410-0", "ISBN 978-3-16-148410-0"},
		{"52.50 23.99 14.00 15.25", "52.50 23.99 14.00 15.25"},
		{"41111111111111111111111", "41111111111111111111111"},
		{"2026-11-20 12:41:07 2026-11-21 09:30:00", "2026-11-20 12:41:07 2026-11-21 09:30:00"},
	}
}

func phoneTable() []maskCase {
	return []maskCase{
		{"+49 170 1234567", "⟦[phone]⟧"},
		{"call me: +1 (555) 123-4567!", "call me: ⟦[phone]⟧!"},
		{"+1-555-123-4567 2 items", "⟦[phone]⟧ 2 items"},
		{"tel:+442079460958", "tel:⟦[phone]⟧"},
		{"+49 (0)170 / 123 45 67", "⟦[phone]⟧"},
		{"+380 44 123 4567,", "⟦[phone]⟧,"},
		{"＋８１ ９０ １２３４ ５６７８", "⟦[phone]⟧"},
		{"(+49 170 1234567)", "(⟦[phone]⟧)"},
		{"+49 170 1234567 12:30", "⟦[phone]⟧ 12:30"},
		{"0049 170 1234567", "⟦[phone]⟧"},
		{"0170 1234567", "⟦[phone]⟧"},
		{"089/12345678", "⟦[phone]⟧"},
		{"020 7946 0958 after 5", "⟦[phone]⟧ after 5"},
		{"06 12 34 56 78", "⟦[phone]⟧"},
		{"06.12.34.56.78", "⟦[phone]⟧"},
		{"090-1234-5678", "⟦[phone]⟧"},
		{"電話は０９０－１２３４－５６７８です", "電話は⟦[phone]⟧です"},
		{"٠٥٠١٢٣٤٥٦٧", "⟦[phone]⟧"},
		{"07700900123", "⟦[phone]⟧"},
		{"0170-1234567/0170-7654321", "⟦[phone]⟧/⟦[phone]⟧"},
		{"Tel.0170 1234567", "Tel.⟦[phone]⟧"},
		{"(555) 123-4567", "⟦[phone]⟧"},
		{"(555-123-4567)", "(⟦[phone]⟧)"},
		{"555-123-4567 or 555.123.4568", "⟦[phone]⟧ or ⟦[phone]⟧"},
		{"1-800-555-0199", "⟦[phone]⟧"},
		{"138 1234 5678", "⟦[phone]⟧"},
		{"我的电话是13812345678谢谢", "我的电话是⟦[phone]⟧谢谢"},
		{"8 (912) 345-67-89", "⟦[phone]⟧"},
		{"8 912 345-67-89", "⟦[phone]⟧"},
		{"(11) 98765-4321", "⟦[phone]⟧"},
		{"my phone number is 5551234567", "my phone number is ⟦[phone]⟧"},
		{"call me at 5551234567 or 5559876543", "call me at ⟦[phone]⟧ or ⟦[phone]⟧"},
		{"Handy 612 345 678", "Handy ⟦[phone]⟧"},
		{"whatsapp 98765 43210 pls", "whatsapp ⟦[phone]⟧ pls"},
		{"my cell: 555-0199", "my cell: ⟦[phone]⟧"},
		{"5551234567", "⟦[phone]⟧"}, // the answer to "your number, please?"
		{"hi\n555 1234567.\nbye", "hi\n⟦[phone]⟧.\nbye"},
		{"my order is late, ring 5551234567", "my order is late, ring ⟦[phone]⟧"},

		{"order 5551234567", "order 5551234567"},
		{"my order number is 0170123456", "my order number is 0170123456"},
		{"Bestellnummer: 0170 1234567", "Bestellnummer: 0170 1234567"},
		{"invoice no. 555-123-4567", "invoice no. 555-123-4567"},
		{"#5551234567", "#5551234567"},
		{"A-20817 and INV-2026-0012345", "A-20817 and INV-2026-0012345"},
		{"1Z999AA10123456784", "1Z999AA10123456784"},
		{"the total is 1,234,567.89 EUR", "the total is 1,234,567.89 EUR"},
		{"1.234.567 or 12 345 678", "1.234.567 or 12 345 678"},
		{"$1234567890", "$1234567890"},
		{"1234567890€", "1234567890€"},
		{"2026-11-20 12:41:07", "2026-11-20 12:41:07"},
		{"01.12.2026 10.30", "01.12.2026 10.30"},
		{"call me 12.11.2026 at 14.00", "call me 12.11.2026 at 14.00"},
		{"call me on 20261120", "call me on 20261120"},
		{"call between 10.00-12.00", "call between 10.00-12.00"},
		{"call me, I paid 12345.67", "call me, I paid 12345.67"},
		{"open 08.30-12.00 13.00-17.00", "open 08.30-12.00 13.00-17.00"},
		{"08:30 - 17:00", "08:30 - 17:00"},
		{"192.168.100.200", "192.168.100.200"},
		{"48.2081743, 16.3738189", "48.2081743, 16.3738189"},
		{"https://shop.example/p/0123456789?id=5551234567&n=1", "https://shop.example/p/0123456789?id=5551234567&n=1"},
		{"photo 5551234567.jpg", "photo 5551234567.jpg"},
		{"I ordered 10 000 000 of them", "I ordered 10 000 000 of them"},
		{"version 10.20.30.40", "version 10.20.30.40"},
		{"unix time 1763642467 it was", "unix time 1763642467 it was"},
		{"visitor 61793, chat 106241", "visitor 61793, chat 106241"},
		{"size 38, 40 and 42 in 1200x1600", "size 38, 40 and 42 in 1200x1600"},
		{"+1000000 points, +15%", "+1000000 points, +15%"},
		{"IBAN DE89 is long", "IBAN DE89 is long"},
		{"serial 00123456789012", "serial 00123456789012"},
		{"12345678", "12345678"}, // shorter than a number with its area
		{"2024/2025 and 2025/2026", "2024/2025 and 2025/2026"},
	}
}

func TestMask(t *testing.T) {
	for name, table := range map[string][]maskCase{"mail": mailTable(), "card": cardTable(), "phone": phoneTable()} {
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

// Marks that are there stay, and what a visitor types is no mark.
func TestMaskKeepsMarks(t *testing.T) {
	tests := []maskCase{
		{"\x1b[31mjohn@example.com\x1b[0m", "⟦\u241b⟧[⟦[mail]⟧⟦\u241b⟧[0m"},
		{"[mail] [phone] [card ..1111] a@b.co", "[mail] [phone] [card ..1111] ⟦[mail]⟧"},
		{strings.Repeat("\u200b", 9) + "0170 1234567", "⟦[phone]⟧ ⟦<9 hidden>⟧"},
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
	for _, mark := range []string{"[card ..12a4]", "[card ..12345]", "[card ..+123]", "[Mail]", "[phone] "} {
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
