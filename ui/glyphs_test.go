package ui

import (
	"strings"
	"testing"

	"floorwatch/ui/uitest"

	tea "charm.land/bubbletea/v2"
)

// ASCII means ASCII: a sign that is not may be two cells wide on some terminals.
func TestASCIIMode(t *testing.T) {
	for _, s := range surfaces() {
		if strings.HasPrefix(s.name, "strange") {
			continue
		}
		s.cfg = func(c *Config) { c.ASCII = true }
		a := s.open(120, 40)
		for _, r := range uitest.OurSigns(screen(a)) {
			t.Errorf("%s: %q is on the screen", s.name, r)
		}
	}
}

// The Linux console shows a sign that its font lacks as a block or a question mark.
func TestConsoleHasTheSigns(t *testing.T) {
	for _, s := range surfaces() {
		if strings.HasPrefix(s.name, "strange") {
			continue
		}
		a := s.open(120, 40)
		a.Update(tea.EnvMsg{"TERM=linux"})
		uitest.ConsoleHas(t, s.name, screen(a))
	}
}
