package history

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// What is read quickly is what encoding/json reads; and what Encode writes is read quickly.
func TestQuickRowsAreTheSame(t *testing.T) {
	seeds := []string{
		`{"s":1764320400,"a":15416,"c":"1 2 4 4 0 0 0 0 0 5 4","f":"9 41","n":"2 5x2 7","p":2}`, `{"a":15416,"c":"40 44 81","f":"3 9x2","t":"3 41","n":"2x4"}`,
		`{"s":1764320400,"c":"1 2"}`, `{"a":0,"c":""}`, `{"a":15416,"k":"missed","at":1764322000,"chat":106241,"w":1800,"u":3}`, `{"s":1764320400,"a":-2,"c":"1"}`,
	}
	for _, line := range seeds {
		if !quickRow([]byte(line), &row{}) {
			t.Errorf("%s is not read quickly", line)
		}
	}
	slow := []string{
		`{"s":1764320400,"a":-2,"c":"1","p":2.5}`, `{"end":true}`, `{"a":--1}`, `{"a":-01}`, `{"a":-}`, `{"a":+1}`, `{"a":1,"k":"Missed"}`, `{"at":1.5}`, `{"at":1e3}`, `{"AT":1}`, `{"k":missed}`, `{"a":null}`, `{}`, `{"s":01}`, `{"s":1,}`,
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
			const letters = `{}",:0123456789xacfnpstkuw .-\e`
			line[r.IntN(len(line))] = letters[r.IntN(len(letters))]
		}
		var got, want row
		if !quickRow(line, &got) {
			continue
		}
		quick++
		if err := json.Unmarshal(line, &want); err != nil || asJSON(t, got) != asJSON(t, want) {
			t.Fatalf("%s: %s, want %s (%v)", line, asJSON(t, got), asJSON(t, want), err)
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
		if line = strings.TrimSuffix(line, "\n"); !strings.Contains(line, "end") && !quickRow([]byte(line), &row{}) {
			t.Fatalf("Encode writes %s, which is not read quickly", line)
		}
	}
}

// So are the agents of a header.
func TestQuickAgentsAreTheSame(t *testing.T) {
	head := strings.TrimSuffix(lines(t, encoded(t, smallFloor.day(1)))[0], "\n")
	const one = `{"history":2,"day":"x","agents":{"15416":["Devid Klok","Support"],"-2":["","Sales ]}"]},"part":[900]}`
	for _, line := range []string{head, one, `{"history":1,"agents":{}}`} {
		if _, _, ok := quickAgents(line); !ok {
			t.Errorf("%s is not read quickly", line)
		}
	}
	for _, line := range []string{
		`{"history":2}`, `{"history":2,"agents":null}`, `{"history":2,"agents":{"1":["a \"b\"","c"]}}`, `{"history":2,"agents":{"1":["a"]}}`,
		`{"history":2,"agents":{"1":["a","b"],}}`, `{"history":2,"agents":{"1":["a","b"]"2":["a","b"]}}`, `{"history":2,"agents":{"x":["a","b"]}}`,
		"{\"history\":2,\"agents\":{\"1\":[\"a\xff\",\"b\"]}}", "{\"history\":2,\"agents\":{\"1\":[\"a\t\",\"b\"]}}", `{"history":2,"agents":{`, `{"history":2,"agents":{"1":["a","b"]`,
		`{"history":2,"agents":{"1":["a","b"]},"agents":{"2":["a","b"]}}`,
	} {
		if _, _, ok := quickAgents(line); ok {
			t.Errorf("%s is read quickly", line)
		}
	}
	r := rand.New(rand.NewPCG(3, 5))
	quick := 0
	for range 5000 {
		line := []byte(one)
		for range r.IntN(3) {
			const letters = `{}[]",:0129ax\- `
			line[r.IntN(len(line))] = letters[r.IntN(len(letters))]
		}
		rest, got, ok := quickAgents(string(line))
		if !ok {
			continue
		}
		quick++
		var want, without header
		err := json.Unmarshal(line, &want)
		if other := json.Unmarshal([]byte(rest), &without); (err == nil) != (other == nil) {
			t.Fatalf("%s: %v, want %v", line, other, err)
		}
		if err == nil && (!reflect.DeepEqual(got, labels(want.Agents)) || !slices.Equal(without.Part, want.Part) || len(without.Agents) > 0) {
			t.Fatalf("%s: %v and %s", line, got, rest)
		}
	}
	if quick < 1200 {
		t.Errorf("only %d headers of the test were read quickly", quick)
	}
}

// asJSON tells fields that are there from those that are not.
func asJSON(t *testing.T, r row) string {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
