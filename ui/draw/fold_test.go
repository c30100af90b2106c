package draw

import "testing"

func TestFold(t *testing.T) {
	for _, same := range [][]string{
		{"zolc", "żółć", "ŻÓŁĆ", "z\u0307o\u0301łc\u0301"},
		{"soren", "Søren", "SØREN"},
		{"dordevic", "Đorđević"},
		{"strasse", "Straße", "STRASSE", "STRAẞE"},
		{"aether", "æther", "Æther"},
		{"istanbul", "İstanbul", "ıstanbul", "Istanbul"},
		{"abc 123", "ＡＢＣ　１２３"},
		{"カタカナ", "ｶﾀｶﾅ"},
		{"ガ", "ｶﾞ"},
		{"don't", "don’t", "DON‘T", "donʼt"},
		{`"so"`, "“so”", "«so»", "„so“"},
		{"order 4410", "order ٤٤١٠", "order ۴۴۱۰", "order ४४१०", "order 𝟒𝟒𝟏𝟎"},
		{"two lines", "two\n lines", "two \t\r\n  lines", "Two\u00a0lines", "two  lines"},
		{"20-30", "20–30", "20—30"},
		{"οδοσ", "ΟΔΟΣ", "οδος"},
	} {
		for _, s := range same[1:] {
			if got, want := Fold(s), Fold(same[0]); got != want {
				t.Errorf("%q folds to %q, want %q as %q does", s, got, want, same[0])
			}
		}
	}
	for _, s := range []string{"Straße", "ＡＢＣ", "İ", "٤", "a  b", "㎏"} {
		if once := Fold(s); Fold(once) != once {
			t.Errorf("%q folds to %q and that to %q", s, once, Fold(once))
		}
	}
}
