package table

import (
	"encoding/csv"
	"strings"
	"testing"
)

func TestCellsAreNoFormulas(t *testing.T) {
	for text, want := range map[string]string{
		"Ana Lima":          "Ana Lima",
		"":                  "",
		"-12.5":             "-12.5",
		"=1+1":              "'=1+1",
		"@cmd":              "'@cmd",
		"\t=1":              "'\t'=1",
		"＝1+1":              "'＝1+1",
		"＠x":                "'＠x",
		";y":                ";y",
		"a;=1+1":            "a;'=1+1",
		"a; +1":             "a; '+1",
		"a\t-1":             "a\t'-1",
		" =1":               " '=1",
		"\u3000＋1":          "\u3000'＋1",
		`"=1`:               `"'=1`,
		"Ana (=sales)":      "Ana (=sales)",
		"Jean-Luc":          "Jean-Luc",
		"a|=HYPERLINK(\"x)": "a|'=HYPERLINK(\"x)",
	} {
		if got := Cell(text); got != want {
			t.Errorf("Cell(%q) = %q, want %q", text, got, want)
		}
	}
}

// Whatever separator a program reads the file with, no cell of it begins like a formula.
func TestNoSeparatorMakesAFormula(t *testing.T) {
	var b strings.Builder
	rows := [][]string{{"at", "name"}, {"2026-01-01", "x;=1+1\t@y,=2|+3"}, {"1", "＝1;＝1"}}
	if err := Write(&b, rows); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\r\n"); n != len(rows) || strings.Count(b.String(), "\n") != n {
		t.Errorf("%q, want every row ended by CR LF", &b)
	}
	for _, separator := range ",;\t|" {
		r := csv.NewReader(strings.NewReader(b.String()))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
		read, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range read {
			for _, cell := range row {
				if cell = strings.Trim(cell, "\" "); cell != "" && strings.ContainsRune(signs, []rune(cell)[0]) {
					t.Errorf("read with %q, %q is a formula", separator, cell)
				}
			}
		}
	}
}

// A name that reads like a word of the report, or like a number, is in quotes; others stay as they are.
func TestNamesAreNotTheReportsWords(t *testing.T) {
	for name, want := range map[string]string{
		"nobody": `"nobody"`, "Nobody": `"Nobody"`, " no team ": `" no team "`, `"nobody"`: `""nobody""`, "#15420": `"#15420"`, "agent #7": `"agent #7"`,
		"": "", "Ana": "Ana", "nobody else": "nobody else", "# 1": "# 1", "#1 team": "#1 team",
	} {
		if got := Name(name, "nobody", "no team"); got != want {
			t.Errorf("%q is written %q, want %q", name, got, want)
		}
	}
}
