package draw

import (
	"image/color"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestBackgroundByEnvironment(t *testing.T) {
	for value, dark := range map[string]bool{
		"": true, "15;0": true, "0;15": false, "0;default;7": false, "12;8": true, "0;default": true, "15": true, "0;99": true, ";15": false,
	} {
		terminal := NewTerminal()
		terminal.HandleReport(tea.EnvMsg{"COLORFGBG=" + value})
		if terminal.Dark != dark {
			t.Errorf("with COLORFGBG=%s the background is dark: %v, want %v", value, terminal.Dark, dark)
		}
	}
	// What the terminal itself says holds, whichever comes first.
	terminal := NewTerminal()
	terminal.HandleReport(tea.BackgroundColorMsg{Color: color.Black})
	terminal.HandleReport(tea.EnvMsg{"COLORFGBG=0;15"})
	if !terminal.Dark {
		t.Error("COLORFGBG overrules the terminal's own answer")
	}
}

func TestNoColor(t *testing.T) {
	for env, want := range map[[2]string]bool{
		{"NO_COLOR", "0"}: true, {"NO_COLOR", ""}: false, {"CLICOLOR", "0"}: true, {"CLICOLOR", "1"}: false,
		{"TERM", "vt100"}: true, {"TERM", "vt102-nsgr"}: true, {"TERM", "vt220"}: true, {"TERM", "vt320-w"}: true, {"TERM", "xterm-mono"}: true, {"TERM", "linux-m"}: true,
		{"TERM", "vt340"}: false, {"TERM", "vt525"}: false, {"TERM", "vte-256color"}: false, {"TERM", "xterm"}: false,
	} {
		getenv := func(name string) string {
			if name == env[0] {
				return env[1]
			}
			return ""
		}
		if got := NoColor(getenv); got != want {
			t.Errorf("NoColor with %s is %v, want %v", env, got, want)
		}
	}
	forced := map[string]string{"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}
	if NoColor(func(name string) string { return forced[name] }) {
		t.Error("CLICOLOR_FORCE does not overrule CLICOLOR")
	}
}
