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

// Terminal is what is known about the terminal, from the environment and from its answers.
type Terminal struct {
	Dark         bool
	darkReported bool // Dark was reported by the terminal itself
	noColor      bool // colours are disabled
	Tmux         bool
	console      bool // the Linux console
	profile      colorprofile.Profile
	Own          Colours     // the user's colours, on top of the theme's
	Method       ansi.Method // how the painter counts cells; we must count the same way
}

// NewTerminal returns a terminal that has not reported anything yet.
func NewTerminal() Terminal { return Terminal{Dark: true, Method: ansi.WcWidth} }

// HandleReport applies what a terminal reports about itself, which may arrive at any time or never. It reports
// whether the style has to be rebuilt, and what to query next.
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

// askColours queries the number of colours if the guess may be too low, as it often is over SSH and in tmux. If
// colours are disabled it does not.
func (t *Terminal) askColours() tea.Cmd {
	if t.profile != colorprofile.ANSI && t.profile != colorprofile.ANSI256 {
		return nil
	}
	return tea.Batch(tea.RequestCapability("RGB"), tea.RequestCapability("Tc"))
}

// environment applies environment variables. Bubble Tea does not request synchronized output over SSH, where
// frames tear most.
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

// CountsClusters reports whether a terminal says that it counts cells by clusters. It is the painter's own rule:
// both must count alike.
func CountsClusters(msg tea.ModeReportMsg) bool {
	return msg.Mode == ansi.ModeUnicodeCore && !msg.Value.IsNotRecognized() && !msg.Value.IsPermanentlyReset()
}

// kittyVersion matches kitty's answer, "kitty(0.42.1)".
var kittyVersion = regexp.MustCompile(`^kitty\((\d+)\.(\d+)`)

// countLikeKitty makes painter and screen count by clusters for kitty from 0.42 on, which denies that mode but
// does so (https://github.com/kovidgoyal/kitty/issues/7799 and 8533). Older ones count by code points.
func countLikeKitty(name string) tea.Cmd {
	v := kittyVersion.FindStringSubmatch(name)
	if v == nil {
		return nil
	}
	major, _ := strconv.Atoi(v[1]) // digits; for one too long for an int the result is the largest
	minor, _ := strconv.Atoi(v[2])
	if major == 0 && minor < 42 {
		return nil
	}
	return func() tea.Msg {
		return tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModePermanentlySet}
	}
}

// NoColor reports whether the environment disables colours, with any value of NO_COLOR (https://no-color.org),
// with CLICOLOR=0 unless CLICOLOR_FORCE overrules it, or with the name of a terminal that has none. Bubble Tea
// accepts only boolean values of NO_COLOR and assumes colours for any terminal name.
func NoColor(getenv func(string) string) bool {
	if getenv("NO_COLOR") != "" {
		return true
	}
	if force := getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		return false
	}
	return getenv("CLICOLOR") == "0" || monochrome.MatchString(getenv("TERM"))
}

// monochrome matches DEC's terminals (except vt340 and vt525, which have colours) and terminfo's names for
// terminals without.
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

// SureWidth reports whether all terminals count the cells of s as we do.
func SureWidth(s string) bool {
	for _, r := range s {
		if !safetext.SureWidth(r) {
			return false
		}
	}
	return true
}
