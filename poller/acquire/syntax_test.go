package acquire

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
)

// syntaxSeeds are texts at the edges of JSON's syntax: valid ones, and ones that are so but for a byte.
var syntaxSeeds = []string{
	``, ` `, `7`, ` 7 `, `7 7`, `07`, `-`, `-0`, `-01`, `+1`, `.5`, `1.`, `1.5`, `1.5.5`, `1e`, `1e+`, `1E-07`, `1e5.0`, `0x10`, `1_0`,
	`null`, `nul`, `nulll`, `true`, `truefalse`, `false`, `fals`, `NaN`, `Infinity`, `None`,
	`""`, `"`, `"a`, `"\`, `"\"`, `"\\"`, `"\u`, `"\u12`, `"\u12"`, `"\u00fF\ud83d"`, `"\u00g0"`, "\"\\u001\x10\"", "\"\\u00\x190\"", `"\x41"`, `"\'"`, "\"\t\"", "\"\x00\"", "\"\x1f\"", "\"\x7f\xff\xc3\"",
	`[]`, `[ ]`, `[1]`, `[1,]`, `[,1]`, `[1 2]`, `[1,2`, `[}`, `]`, `[[],{}]`,
	`{}`, `{ }`, `{"a":1}`, `{"a" : 1 , "b":[ ] }`, `{"a":1,}`, `{,}`, `{"a"}`, `{"a":}`, `{a:1}`, `{1:1}`, `{"a":1:2}`, `{"a":1]`, `{"a":1`, `{"a":1}}`,
	"\ufeff{}", "\v7", "7\x00", "\x00", "\u00a07", "\r\n\t {}\n", `// 7`, `{}{}`,
}

// syntaxAgrees checks isJSON against json.Valid.
func syntaxAgrees(t *testing.T, text []byte) {
	t.Helper()
	if got, want := isJSON(text), json.Valid(text); got != want {
		t.Errorf("isJSON(%.200q) = %v, want %v, as json.Valid says", text, got, want)
	}
}

// isJSON accepts what json.Valid does, and nothing else: no half row gets to the scanner.
func TestSyntaxIsThatOfEncodingJSON(t *testing.T) {
	for _, seed := range syntaxSeeds {
		syntaxAgrees(t, []byte(seed))
	}
	for _, n := range []int{maxDepth - 1, maxDepth, maxDepth + 1} {
		syntaxAgrees(t, []byte(strings.Repeat("[", n)+strings.Repeat("]", n)))
		syntaxAgrees(t, []byte(strings.Repeat(`{"a":`, n)+`0`+strings.Repeat("}", n)))
	}
	answer := benchBody(4)
	random := rand.New(rand.NewPCG(1, 2))
	const parts = "{}[],:\"\\ \tu0189.-+eEnultrfas\x00\x1f\xff"
	for range 3_000 { // the answer with a byte changed, left out or put in, or cut off
		text := append([]byte(nil), answer...)
		at, b := random.IntN(len(text)), parts[random.IntN(len(parts))]
		switch random.IntN(4) {
		case 0:
			text[at] = b
		case 1:
			text = append(text[:at], text[at+1:]...)
		case 2:
			text = append(text[:at], append([]byte{b}, text[at:]...)...)
		default:
			text = text[:at]
		}
		syntaxAgrees(t, text)
	}
	for range 3_000 { // texts of few bytes
		text := make([]byte, random.IntN(8))
		for i := range text {
			text[i] = parts[random.IntN(len(parts))]
		}
		syntaxAgrees(t, text)
	}
}
