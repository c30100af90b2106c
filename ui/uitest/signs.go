package uitest

import (
	"strings"
	"testing"
)

// kernelFont is the characters of the Linux console's font.
const kernelFont = "☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
	"└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■"

// ConsoleHas reports our characters on a screen that the Linux console cannot show: it draws a block or a question mark.
func ConsoleHas(t *testing.T, what, screen string) {
	t.Helper()
	for _, r := range OurSigns(screen) {
		if !strings.ContainsRune(kernelFont, r) {
			t.Errorf("%s: %q is on the screen", what, r)
		}
	}
}

// OurSigns returns the runes of a screen that are not ASCII and not part of a stranger's text in the fixture.
func OurSigns(s string) []rune {
	var theirs strings.Builder
	for _, g := range Guests() {
		theirs.WriteString(g.Name + g.Text)
	}
	for _, n := range append(Staff(), "Chloé") {
		theirs.WriteString(n)
	}
	var odd []rune
	for _, r := range s {
		if r > 0x7e && !strings.ContainsRune(theirs.String(), r) {
			odd = append(odd, r)
		}
	}
	return odd
}
