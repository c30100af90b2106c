package keymap

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/unicode/norm"
)

// Latin returns a key as it would be on a Latin keyboard: й is q, since it is
// where q is. So the keys work while the keyboard is set to Cyrillic, Greek,
// Hebrew or Arabic. moved reports whether the letter is another now.
//
// A key that own knows by its name stays, as does text while typing. Letters of
// Latin keyboards count by what they are and not by their place: on a Dvorak
// keyboard ctrl+c is where ctrl+i is elsewhere.
func Latin(msg tea.KeyPressMsg, typing bool, own func(name string) bool) (out tea.KeyPressMsg, moved bool) {
	base := msg.BaseCode // known only with kitty's protocol, and there only of keys pressed with ctrl or alt
	out = msg
	out.BaseCode = 0                 // else Bubble Tea names the key by it
	if out.Code == tea.KeyExtended { // a letter and its accent
		out.Text = norm.NFC.String(out.Text)
		if utf8.RuneCountInString(out.Text) == 1 {
			out.Code, _ = utf8.DecodeRuneInString(out.Text)
		}
	}
	switch {
	case !foreign(out), typing && out.Text != "", own(out.String()):
		return out, false
	}
	if base == 0 {
		base = places[unicode.ToLower(out.Code)]
	}
	if base == 0 {
		return out, false
	}
	first, _ := utf8.DecodeRuneInString(out.Text)
	if out.Mod.Contains(tea.ModShift) || unicode.IsUpper(first) || unicode.IsUpper(out.Code) {
		out.ShiftedCode = shifted(base)
	}
	out.Code = base
	if out.Text != "" {
		out.Text = string(base)
		if out.ShiftedCode != 0 {
			out.Text = string(out.ShiftedCode)
		}
	}
	return out, true
}

// foreign reports whether a key is a letter of another script than Latin. With
// shift a Hebrew keyboard types Latin letters, which need no place.
func foreign(msg tea.KeyPressMsg) bool {
	first, _ := utf8.DecodeRuneInString(msg.Text)
	return unicode.IsLetter(msg.Code) && !unicode.Is(unicode.Latin, msg.Code) && (msg.Text == "" || first >= utf8.RuneSelf)
}

// shifted is what a key of the US layout types with shift.
func shifted(r rune) rune {
	const plain, with = "`[];',./\\", `~{}:"<>?|`
	if i := strings.IndexRune(plain, r); i >= 0 {
		return rune(with[i])
	}
	return unicode.ToUpper(r)
}

// places are the letters of other scripts by the keys of the US layout that they
// share: the standard layouts of Russian, Ukrainian, Belarusian, Greek, Hebrew,
// Arabic and Persian, and of the Serbian and Macedonian ones the letters that
// those do not have.
var places = placesOf(
	"йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.",
	"ёґіїєў", "`\\s]'o",
	"јљњђћџѓќѕ", "jqw['x]'y",
	"ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm",
	"קראטוןםפשדגכעיחלךףזסבהנמצתץ", "ertyuiopasdfghjkl;zxcvbnm,.",
	"ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ", "qwertyuiop[]asdfghjkl;'zxcvnm,./`",
	"یکگپچژ", "d;'\\]c",
)

func placesOf(pairs ...string) map[rune]rune {
	out := map[rune]rune{}
	for i := 0; i < len(pairs); i += 2 {
		keys := []rune(pairs[i+1])
		for n, letter := range []rune(pairs[i]) {
			out[letter] = keys[n]
		}
	}
	return out
}
