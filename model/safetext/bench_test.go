package safetext

import (
	"strings"
	"testing"
	"time"
)

// hostile returns inputs of about size bytes that are dear to a careless cleaner.
func hostile(size int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	return map[string]string{
		"escapes":     fill("\x1b[31m"),
		"marks":       fill("a\u0301 "),
		"zalgo":       "Z" + fill("\u0301\u0323"),
		"zero-width":  fill("\u200b"),
		"invalid":     fill("a\xff"),
		"breaks":      fill("\u2028"),
		"emoji":       fill("\U0001f468\u200d"),
		"delimiters":  fill("\ue001") + "\ue003",
		"open-tags":   fill("<div>"),
		"cut-tags":    fill("<b "),
		"less":        fill("<"),
		"comments":    fill("<!---->"),
		"entities":    fill("&amp;"),
		"ampersands":  fill("&" + strings.Repeat("a", 31)),
		"links":       fill(`<a href="https://é/">`),
		"attributes":  "<b " + fill("a=1 ") + ">",
		"long-target": `<a href="https://` + fill("é") + `">x</a>`,
		"scripts":     fill("<script></script>"),
		"end-tags":    fill("</b>"),
	}
}

const shortLine = "Hello, where is my order? I have been waiting for a week now."

func BenchmarkClean(b *testing.B) {
	for name, raw := range map[string]string{
		"ASCII":    shortLine,
		"ASCII4K":  strings.Repeat(shortLine+"\n", 64),
		"Cyrillic": "Здравствуйте, где мой заказ? Я жду уже неделю.",
		"emoji":    "Thank you so much \u2764\ufe0f \U0001f44d\U0001f3fd see you",
		"NBSP":     "See you at 10\u00a0o\u2019clock, caf\u00e9 Central",
		"Thai":     "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e04\u0e23\u0e31\u0e1a \u0e02\u0e2d\u0e1a\u0e04\u0e38\u0e13",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				Clean(raw)
			}
		})
	}
}

func BenchmarkLine(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Line("Devid Klok")
	}
}

func BenchmarkCleanHTML(b *testing.B) {
	for name, raw := range map[string]string{
		"ASCII":     shortLine,
		"ampersand": "Fish & chips < 5 pounds, and more of it than you can eat.",
		"entity":    "It&#39;s " + shortLine,
		"tags":      `<p>Hello, see <a href="https://acme.example/orders">your orders</a>.<br>Bye</p>`,
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				CleanHTML(raw)
			}
		})
	}
}

// A mebibyte of each: the aim is below 50 ms.
func BenchmarkHostile(b *testing.B) {
	for name, raw := range hostile(1 << 20) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			for b.Loop() {
				Clean(raw)
				CleanHTML(raw)
				var t Text
				_ = t.UnmarshalText([]byte(raw)) // never fails
			}
		})
	}
}

// TestCostIsLinear compares the cost of sixteen times as much: a cleaner that
// goes over its input again and again would need 256 times as long. Ours needs
// 16 times, or less, for beyond the caps it only counts. Both are measured by
// turns and the least of each counts, so a machine that is busy with other
// things slows both down alike.
func TestCostIsLinear(t *testing.T) {
	const times, most, turns = 16, 100, 5
	small := 1 << 16
	if testing.Short() {
		small = 1 << 15 // beyond the caps as well
	}
	enough := func(a, b time.Duration) bool { return b <= most*max(a, 100*time.Microsecond) }
	large := hostile(small * times)
	for name, raw := range hostile(small) {
		a, b := time.Hour, time.Hour
		for range turns {
			for range times / 4 { // so that the least of them is not an accident
				a = min(a, costOf(raw))
			}
			b = min(b, costOf(large[name]))
			if enough(a, b) {
				break
			}
		}
		if !enough(a, b) {
			t.Errorf("%s: %v for %d KiB, %v for %d KiB", name, a, len(raw)>>10, b, len(large[name])>>10)
		}
	}
}

func costOf(raw string) time.Duration {
	from := time.Now()
	Clean(raw)
	CleanHTML(raw)
	var text Text
	_ = text.UnmarshalText([]byte(raw)) // never fails
	text.Mask()
	text.ASCII()
	text.Wrap(40)
	return time.Since(from)
}

func BenchmarkWrap(b *testing.B) {
	for name, raw := range map[string]string{
		"short":    "Hello",
		"ASCII":    shortLine + " " + shortLine + " " + shortLine,
		"Cyrillic": strings.Repeat("Здравствуйте, где мой заказ? ", 6),
		"CJK":      strings.Repeat("你好世界，再见。", 16),
		"marked":   shortLine + "\x1b[2J" + shortLine,
		"16KiB":    strings.Repeat("é ", maxBody),
	} {
		text := Clean(raw)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				text.Wrap(40)
			}
		})
	}
}

func BenchmarkTruncate(b *testing.B) {
	for name, raw := range map[string]string{"fits": "Devid Klok", "ASCII": shortLine, "Cyrillic": "Здравствуйте, где мой заказ?"} {
		text := Line(raw)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				text.Truncate(20)
			}
		})
	}
}

// Most messages must cost no memory at all.
func TestCleanAllocates(t *testing.T) {
	for name, f := range map[string]func(){
		"Clean":              func() { Clean(shortLine) },
		"Clean rows":         func() { Clean(shortLine + "\n" + shortLine) },
		"Clean Cyrillic":     func() { Clean("Здравствуйте") },
		"Line":               func() { Line("Zoë") },
		"CleanHTML":          func() { CleanHTML(shortLine) },
		"CleanHTML no HTML":  func() { CleanHTML("fish & chips <3") },
		"String of a marked": func() { Clean(shortLine).Marked() },
	} {
		if n := testing.AllocsPerRun(100, f); n > 0 {
			t.Errorf("%s: %v allocations, want none", name, n)
		}
	}
}
