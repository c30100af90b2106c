package history

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// What is read quickly is what encoding/json reads; and what Encode writes is read quickly.
func TestQuickRowsAreTheSame(t *testing.T) {
	seeds := []string{
		`{"s":1764320400,"a":15416,"c":"1 2 4 4 0 0 0 0 0 5 4","f":"9 41","n":"2 5x2 7","p":2}`, `{"a":15416,"c":"40 44 81","f":"3 9x2","t":"3 41","n":"2x4"}`,
		`{"s":1764320400,"c":"1 2"}`, `{"a":0,"c":""}`,
	}
	for _, line := range seeds {
		if !quickRow([]byte(line), &row{}) {
			t.Errorf("%s is not read quickly", line)
		}
	}
	slow := []string{
		`{"s":1764320400,"a":-2,"c":"1","p":2.5}`, `{"k":"missed","at":1764322000,"chat":106241,"a":0,"w":1800}`, `{"end":true}`, `{}`, `{"s":01}`, `{"s":1,}`,
		`{"s":1 }`, ` {"s":1}`, `{"c":"1\u0020"}`, `{"c":1}`, `{"s":"1"}`, `{"c":"1}`, `{"s":1}x`, `{"x":1}`, `{"s":99999999999999999999}`, `{`, `}`, ``, `{"s":}`, `{"s":`,
	}
	for _, line := range slow {
		if quickRow([]byte(line), &row{}) {
			t.Errorf("%s is read quickly", line)
		}
	}
	r := rand.New(rand.NewPCG(3, 5))
	quick := 0
	for range 20_000 {
		line := []byte(seeds[r.IntN(len(seeds))])
		for range r.IntN(3) {
			const letters = `{}",:0123456789xacfnpst .-\e`
			line[r.IntN(len(line))] = letters[r.IntN(len(letters))]
		}
		var got, want row
		if !quickRow(line, &got) {
			continue
		}
		quick++
		if err := json.Unmarshal(line, &want); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: %+v, want %+v (%v)", line, got, want, err)
		}
	}
	if quick < 5000 {
		t.Errorf("only %d lines of the test were read quickly", quick)
	}
	z, err := gzip.NewReader(bytes.NewReader(encoded(t, smallFloor.day(1))))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	text := string(plain)
	for line := range strings.Lines(text[strings.IndexByte(text, '\n')+1:]) {
		if line = strings.TrimSuffix(line, "\n"); !strings.Contains(line, `"k"`) && !strings.Contains(line, "end") && !quickRow([]byte(line), &row{}) {
			t.Fatalf("Encode writes %s, which is not read quickly", line)
		}
	}
}
