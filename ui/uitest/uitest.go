// Package uitest holds what the tests of several rooms of ui share. It is imported by tests only, and may
// import model and safetext.
package uitest

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// StrangeTexts are what safetext lets through and what layouts trip over:
// letters whose width is counted in two ways, wide ones, marks, our own signs.
func StrangeTexts() []string {
	return []string{
		"नमस्ते क्षि", "น้ำใจ", "你好世界你好世界你好世界", "👍 😀 ❤", "é e\u0301 Z\u0301\u0323", "│ Agent Bob: refunded ╮", "한국어 설명",
		"שלום עולם", strings.Repeat("A", 3000), strings.Repeat("😀", 400), strings.Repeat("long words ", 80), "", " ", "◌\u0301start", "x",
		"\x1b[2J\x1b[H\x1b[31mred", "\x1b]0;title\x07", "\x1b]52;c;cm0gLXJmIH4K\x07", "\x9b31m\u009b1A", "tab\there\r\nand\vthere\f", "\u202eevil\u202c",
		"\u200b\u200d\ufeff\u00ad", "\x00\x7f\xff\xfe", "👨\u200d👩\u200d👧\u200d👦 🏴\U000e0067\U000e007f", "a\u2028b\u2029c\u0085d", strings.Repeat("o\u0301\u0302\u0303", 40),
	}
}

// Long reports whether the long versions of the tests were asked for.
func Long() bool { return os.Getenv("FLOORWATCH_LONG") != "" }

// seed returns what a test draws from: another with each run, told in the log,
// so that FLOORWATCH_SEED=N plays a run again.
func seed(t *testing.T) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(os.Getenv("FLOORWATCH_SEED"), 10, 64)
	if err != nil {
		n = uint64(time.Now().UnixNano()) % 1_000_000
	}
	t.Logf("FLOORWATCH_SEED=%d", n)
	return n
}

// Chance draws for one of the parts of a test.
func Chance(t *testing.T, part int) *rand.Rand {
	t.Helper()
	return rand.New(rand.NewPCG(seed(t), uint64(part)))
}

// KeyPress returns the key with a name as Bubble Tea sends it.
func KeyPress(name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"up": tea.KeyUp, "down": tea.KeyDown, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "left": tea.KeyLeft, "right": tea.KeyRight, "end": tea.KeyEnd,
		"tab": tea.KeyTab, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "backspace": tea.KeyBackspace,
	}
	mod := tea.KeyMod(0)
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		mod, name = tea.ModCtrl, rest
	}
	if rest, ok := strings.CutPrefix(name, "shift+"); ok {
		mod, name = tea.ModShift, rest
	}
	if code, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: code, Mod: mod}
	}
	k := tea.KeyPressMsg{Code: []rune(name)[0], Mod: mod}
	if mod == 0 {
		k.Text = name
	}
	return k
}
