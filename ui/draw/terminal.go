package draw

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Terminal is what the terminal told us about itself.
type Terminal struct {
	Dark    bool
	noColor bool // NO_COLOR is set, to whatever
	Tmux    bool
	console bool // the Linux console
	profile colorprofile.Profile
	Method  ansi.Method // how the painter counts cells; ours must be the same
}

// NewTerminal is a terminal that has not said anything yet.
func NewTerminal() Terminal { return Terminal{Dark: true, Method: ansi.WcWidth} }

// Take takes in what a terminal says about itself, which may come at any time
// or never. It reports whether the look has to be made anew, and what to ask next.
func (t *Terminal) Take(msg tea.Msg) (changed bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case tea.BackgroundColorMsg:
		t.Dark = msg.IsDark()
		return true, nil
	case tea.ColorProfileMsg:
		t.profile = msg.Profile
		return true, t.askColours()
	case tea.ModeReportMsg:
		// The same rule as the painter's own: both must count cells alike.
		if msg.Mode != ansi.ModeUnicodeCore || msg.Value.IsNotRecognized() || msg.Value.IsPermanentlyReset() {
			return false, nil
		}
		t.Method = ansi.GraphemeWidth
		return true, nil
	case tea.EnvMsg:
		return t.environment(msg)
	}
	return false, nil
}

// askColours asks the terminal for its colours where the guess may be too low,
// as it often is over SSH and in tmux. Without colours it does not: they are unwanted.
func (t *Terminal) askColours() tea.Cmd {
	if t.profile != colorprofile.ANSI && t.profile != colorprofile.ANSI256 {
		return nil
	}
	return tea.Batch(tea.RequestCapability("RGB"), tea.RequestCapability("Tc"))
}

// environment takes in some variables. Bubble Tea knows only truth values of
// NO_COLOR, where any value means it; and it does not ask for synchronized
// output over SSH, where frames tear most.
func (t *Terminal) environment(env tea.EnvMsg) (changed bool, cmd tea.Cmd) {
	if env.Getenv("NO_COLOR") != "" {
		t.noColor, changed = true, true
	}
	t.Tmux = env.Getenv("TMUX") != ""
	if env.Getenv("TERM") == "linux" {
		t.console, changed = true, true
	}
	if env.Getenv("SSH_TTY") != "" {
		cmd = tea.Raw(ansi.RequestModeSynchronizedOutput + ansi.RequestModeUnicodeCore)
	}
	return changed, cmd
}
