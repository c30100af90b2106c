package safetext

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func FuzzMask(f *testing.F) {
	seed(f, func(s string) { f.Add(s) })
	for _, table := range [][]maskCase{mailTable(), numberTable()} {
		for i, tt := range table {
			f.Add(tt.raw)
			f.Add(tt.raw + " " + table[(i+5)%len(table)].raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw string) {
		checkMask(t, raw, Clean(raw))
		checkMask(t, raw, Line(raw))
		checkMask(t, raw, CleanHTML(raw))
	})
}

// maskParts are what texts are made of that a masker can stumble over.
func maskParts() []string {
	return []string{
		"0", "1", "5", "11", "12", "20", "0170", "555", "1111", "4111", "2026", "1234567", "12345678", "5551234567", "4111111111111111",
		"1234567890123456789012", "+", "+49", "00", " ", " ", " ", "-", ".", "/", "(", ")", ",", ":", "\n", ". ", "  ", " - ", "@", "@", "＠", "%40", "a", "bob", ".co",
		"x@y.zz", "x @ y.zz", "é", "é\u0301", "\u0301", "\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b", "\x1b", "tel ", "call ", "order ", "no. ",
		"#", "$", "€", "_", "'", "٠٥", "１２", "電話", "注文", "你", "\u2013", " or ", "5555555555554444", "4111 1111 1111 1111", "6-4-",
	}
}

func maskMixture(choice []byte) string {
	parts := maskParts()
	var b strings.Builder
	for _, c := range choice {
		b.WriteString(parts[int(c)%len(parts)])
	}
	return b.String()
}

func TestMaskMixtures(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	mixtures := 20_000
	if testing.Short() {
		mixtures = 5000
	}
	for range mixtures {
		choice := make([]byte, 2+r.IntN(24))
		for i := range choice {
			choice[i] = byte(r.Uint32())
		}
		raw := maskMixture(choice)
		checkMask(t, raw, Clean(raw))
		if t.Failed() {
			return
		}
	}
}

func FuzzMaskMixtures(f *testing.F) {
	f.Add([]byte{16, 17, 19, 6, 19, 13})
	f.Fuzz(func(t *testing.T, choice []byte) {
		raw := maskMixture(choice[:min(len(choice), 400)])
		checkMask(t, raw, Clean(raw))
	})
}

func BenchmarkMask(b *testing.B) {
	for name, raw := range map[string]string{
		"nothing":   shortLine,
		"numbers":   "order 61793, 12:41, 3 pieces of 12.50",
		"Cyrillic":  "Здравствуйте, где мой заказ? Я жду уже неделю.",
		"phone":     "call me at 0170 1234567 please",
		"mail":      "write to john@example.com please",
		"card":      "my card is 4111 1111 1111 1111 12/27",
		"ASCII16K":  strings.Repeat(shortLine+" ", 16<<10/len(shortLine)-4),
		"ones":      strings.Repeat("1 ", 8<<10),
		"fours":     strings.Repeat("4111 ", 3276),
		"cards":     strings.Repeat("4111 1111 1111 1111 ", 800),
		"mails":     strings.Repeat("a@b.co ", 2300),
		"at signs":  strings.Repeat("a@", 8<<10),
		"phones":    strings.Repeat("0170 1234567 ", 1200),
		"not quite": strings.Repeat("call 20.11.2026 ", 1000),
	} {
		text := Clean(raw)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text.String())))
			b.ReportAllocs()
			for b.Loop() {
				text.Mask()
			}
		})
	}
}
