package ui

import (
	"strings"
	"testing"

	"floorwatch/ui/uitest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// ASCII means ASCII: a sign that is not may be two cells wide on some terminals.
func TestASCIIMode(t *testing.T) {
	for _, s := range surfaces() {
		if strings.HasPrefix(s.name, "strange") {
			continue
		}
		s.cfg = func(c *Config) { c.ASCII = true }
		a := s.open(120, 40)
		for _, r := range asciiOnly(screen(a)) {
			t.Errorf("%s: %q is on the screen", s.name, r)
		}
	}
}

// The Linux console shows a sign that its font lacks as a block or a question mark.
func TestConsoleHasTheSigns(t *testing.T) {
	const kernelFont = "☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
		"└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■"
	check := func(what string, drawn []rune) {
		for _, r := range drawn {
			if !strings.ContainsRune(kernelFont, r) {
				t.Errorf("%s: %q is on the screen", what, r)
			}
		}
	}
	for _, s := range surfaces() {
		if strings.HasPrefix(s.name, "strange") {
			continue
		}
		a := s.open(120, 40)
		a.Update(tea.EnvMsg{"TERM=linux"})
		check(s.name, asciiOnly(screen(a)))
	}
	for _, s := range wallScenes() {
		if s.name == "strange" {
			continue
		}
		for _, page := range wallPages() {
			w := s.open(page, 120, 40)
			w.Update(tea.EnvMsg{"TERM=linux"})
			check("wall "+s.name+" "+page, asciiOnly(ansi.Strip(w.View().Content)))
		}
	}
}

// asciiOnly returns the runes of a screen that are not ASCII and not part of a stranger's text in the fixture.
func asciiOnly(s string) []rune {
	var theirs strings.Builder
	for _, g := range uitest.Guests() {
		theirs.WriteString(g.Name + g.Text)
	}
	for _, n := range append(uitest.Staff(), "Chloé") {
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
