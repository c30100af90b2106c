package term

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/poller/guard"
	"floorwatch/ui/draw"
)

// A guarded screen ends the run if the screen or one of its commands panics. Bubble Tea would catch that too, but
// it prints the reason of some panics onto the screen that it then clears, and mistakes others for a request to
// quit.
type guarded struct {
	screen tea.Model
	fail   func(error)
	failed bool

	suspend func() // gives the terminal back for a while

	method       ansi.Method // how the renderer counts cells
	drawn, shown string      // what was drawn last, and what of it was shown
}

// Init implements tea.Model.
func (g *guarded) Init() (cmd tea.Cmd) {
	g.protect(func() { cmd = g.wrapCommand(g.screen.Init()) })
	return cmd
}

// Update implements tea.Model.
func (g *guarded) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	if g.failed {
		return g, nil
	}
	g.protect(func() {
		if report, ok := msg.(tea.ModeReportMsg); ok && draw.CountsClusters(report) {
			g.method, g.drawn, g.shown = ansi.GraphemeWidth, "", ""
		}
		g.screen, cmd = g.screen.Update(msg)
		cmd = g.wrapCommand(cmd)
	})
	return g, cmd
}

// View implements tea.Model; after a panic the screen is empty until the run has ended.
func (g *guarded) View() (v tea.View) {
	defer func() {
		// Otherwise ctrl+c on a Cyrillic keyboard arrives as ctrl+с, without the position of the key.
		v.KeyboardEnhancements.ReportAlternateKeys = true
	}()
	v.AltScreen = true
	if g.failed {
		return v
	}
	g.protect(func() {
		v = g.screen.View()
		if v.Content != g.drawn {
			g.drawn, g.shown = v.Content, insertAnchors(sanitize(v.Content), g.method)
		}
		v.Content = g.shown
	})
	return v
}

func (g *guarded) protect(f func()) {
	if err := guard.Call("screen", func() error { f(); return nil }); err != nil {
		g.failed = true
		g.fail(guard.Reason("screen", err))
	}
}

// maxStyle is the maximum length of a colour sequence; ours have 42 bytes at most. One with more than 32
// parameters would make Bubble Tea's renderer panic on a goroutine where nothing recovers it (x/ansi 0.11.9).
const maxStyle = 64

// sanitize returns a frame without anything that our frames never contain. Text from outside has been cleaned long
// before; this is the last line of defence if some of it is drawn without that, because even then it must not take
// control of the terminal.
func sanitize(frame string) string {
	if n := safePrefix(frame); n < len(frame) {
		return replaceUnsafe(frame, n)
	}
	return frame
}

// replaceUnsafe puts a replacement character for everything unsafe, from byte at on.
func replaceUnsafe(frame string, at int) string {
	var b strings.Builder
	for at < len(frame) {
		b.WriteString(frame[:at] + "\ufffd")
		_, size := utf8.DecodeRuneInString(frame[at:])
		frame = frame[at+size:]
		at = safePrefix(frame)
	}
	b.WriteString(frame)
	return b.String()
}

// safePrefix returns how many bytes at the start consist of letters, line ends and colours only.
func safePrefix(s string) int {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= ' ' && c < 0x7f, c == '\n':
			i++
		case c == 0x1b:
			n := styleLength(s[i:])
			if n == 0 {
				return i
			}
			i += n
		case c < utf8.RuneSelf:
			return i
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if size == 1 || r < 0xa0 || isAnchor(r) || r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2060 && r <= 0x206f {
				return i
			}
			i += size
		}
	}
	return len(s)
}

// styleLength returns the length of the colour sequence at the start of s, or 0.
func styleLength(s string) int {
	if len(s) < 3 || s[0] != 0x1b || s[1] != '[' {
		return 0
	}
	for i := 2; i < min(len(s), maxStyle); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c < '0' || c > ';':
			return 0
		}
	}
	return 0
}

// wrapCommand wraps a command, which runs on a goroutine of Bubble Tea, and those in a batch.
func (g *guarded) wrapCommand(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		if err := guard.Call("screen's command", func() error { msg = cmd(); return nil }); err != nil {
			g.fail(guard.Reason("screen's command", err))
		}
		switch m := msg.(type) {
		case tea.BatchMsg:
			for i := range m {
				m[i] = g.wrapCommand(m[i])
			}
		case tea.SuspendMsg: // Bubble Tea would wait for ever if no shell continues it
			g.suspend()
			return nil
		}
		return msg
	}
}
