package draw

import (
	"regexp"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model/safetext"
)

// Terminal is what the terminal told us about itself.
type Terminal struct {
	Dark         bool
	darkReported bool // Dark is what the terminal itself said
	noColor      bool // there are to be no colours
	Tmux         bool
	console      bool // the Linux console
	profile      colorprofile.Profile
	Own          Colours     // the user's own, over the theme's
	Method       ansi.Method // how the painter counts cells; ours must be the same
}

// NewTerminal is a terminal that has not said anything yet.
func NewTerminal() Terminal { return Terminal{Dark: true, Method: ansi.WcWidth} }

// HandleReport applies what a terminal says about itself, which may come at any time
// or never. It reports whether the look has to be made anew, and what to ask next.
func (t *Terminal) HandleReport(msg tea.Msg) (changed bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case tea.BackgroundColorMsg:
		t.Dark, t.darkReported = msg.IsDark(), true
		return true, nil
	case tea.ColorProfileMsg:
		t.profile = msg.Profile
		return true, t.askColours()
	case tea.ModeReportMsg:
		if !CountsClusters(msg) {
			return false, nil
		}
		t.Method = ansi.GraphemeWidth
		return true, nil
	case tea.TerminalVersionMsg:
		return false, countLikeKitty(msg.Name)
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

// environment takes in some variables. Bubble Tea does not ask for synchronized
// output over SSH, where frames tear most.
func (t *Terminal) environment(env tea.EnvMsg) (changed bool, cmd tea.Cmd) {
	if NoColor(env.Getenv) {
		t.noColor, changed = true, true
	}
	if dark, ok := darkByEnvironment(env.Getenv); ok && !t.darkReported {
		t.Dark, changed = dark, true
	}
	t.Tmux = env.Getenv("TMUX") != ""
	if env.Getenv("TERM") == "linux" {
		t.console, changed = true, true
	}
	var ask []tea.Cmd
	if env.Getenv("SSH_TTY") != "" {
		ask = append(ask, tea.Raw(ansi.RequestModeSynchronizedOutput+ansi.RequestModeUnicodeCore))
	}
	if env.Getenv("TERM") == "xterm-kitty" {
		ask = append(ask, tea.RequestTerminalVersion)
	}
	return changed, tea.Batch(ask...)
}

// CountsClusters reports whether a terminal says that it counts cells by clusters. It is
// the same rule as the painter's own: both must count alike.
func CountsClusters(msg tea.ModeReportMsg) bool {
	return msg.Mode == ansi.ModeUnicodeCore && !msg.Value.IsNotRecognized() && !msg.Value.IsPermanentlyReset()
}

// kittyVersion is what kitty answers, "kitty(0.42.1)".
var kittyVersion = regexp.MustCompile(`^kitty\((\d+)\.(\d+)`)

// countLikeKitty tells painter and screen that a kitty from 0.42 on counts cells by clusters: it denies the mode
// and does so all the same (https://github.com/kovidgoyal/kitty/issues/7799 and 8533). Older ones go by code points.
func countLikeKitty(name string) tea.Cmd {
	v := kittyVersion.FindStringSubmatch(name)
	if v == nil {
		return nil
	}
	major, _ := strconv.Atoi(v[1]) // digits; of a number too long for an int it is the largest
	minor, _ := strconv.Atoi(v[2])
	if major == 0 && minor < 42 {
		return nil
	}
	return func() tea.Msg {
		return tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModePermanentlySet}
	}
}

// NoColor reports whether the environment forbids colours, with any value of
// NO_COLOR (https://no-color.org) or CLICOLOR=0 that CLICOLOR_FORCE does not
// overrule, or names a terminal that has none. Bubble Tea takes only truth values
// of NO_COLOR and gives colours to whatever has a name.
func NoColor(getenv func(string) string) bool {
	if getenv("NO_COLOR") != "" {
		return true
	}
	if force := getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		return false
	}
	return getenv("CLICOLOR") == "0" || monochrome.MatchString(getenv("TERM"))
}

// monochrome are DEC's terminals (not vt340 and vt525, which have colours) and the
// names that terminfo gives to terminals without.
var monochrome = regexp.MustCompile(`^vt(52|1\d\d|2\d\d|3[023]0|4[02]0|510|520)\b|-(m|mono)$`)

// darkByEnvironment reports whether COLORFGBG, "15;0" or "0;default;15", names a dark background.
func darkByEnvironment(getenv func(string) string) (dark, ok bool) {
	colours := strings.Split(getenv("COLORFGBG"), ";")
	background, err := strconv.Atoi(colours[len(colours)-1])
	if err != nil || len(colours) < 2 || background < 0 || background > 15 {
		return false, false
	}
	const grey, darkGrey = 7, 8
	return background < grey || background == darkGrey, true
}

// SureWidth reports whether every terminal counts the cells of s as we do.
func SureWidth(s string) bool {
	for _, r := range s {
		if !safetext.SureWidth(r) {
			return false
		}
	}
	return true
}
