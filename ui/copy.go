package ui

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
	"floorwatch/ui/transcript"
)

// maxCopy is the most bytes that a key copies: terminals drop longer texts.
const maxCopy = 4000

// copyWords copies one message to the terminal's clipboard: the current match, else the lowest
// visible message. It is the only way in which a stranger's text leaves the screen, apart from
// exports. The text is cleaned like everything that is drawn, and is one line, so that pasting it
// into a shell does not run it.
func (dash *dashboard) copyWords() tea.Cmd {
	m := dash.transcript.TargetMessage()
	if m == nil || m.Text.IsEmpty() || dash.places.Panes[layout.Transcript].Empty() {
		dash.showToast("No message is in view to copy.")
		return nil
	}
	words := clip(dash.style.Known(m.Text).String())
	dash.showToast("Sent to the terminal's clipboard (if it allows that): the message of the " + transcript.Author(m) + " at " + draw.ClockTime(m.SentAt, dash.zone, 8) + ", " + draw.Count(utf8.RuneCountInString(words), "letter", "letters") + ".")
	return tea.SetClipboard(words)
}

// clip turns a cleaned text into one line of printable characters, at most maxCopy bytes long.
func clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	if len(s) <= maxCopy {
		return s
	}
	n := maxCopy
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// copyAddress copies the address of the selected chat in Acquire to the terminal's clipboard. It
// is built from the configuration and numbers only.
func (dash *dashboard) copyAddress() tea.Cmd {
	r := dash.threads.Selected()
	if r == nil {
		dash.showToast("No chat is selected.")
		return nil
	}
	dash.showToast("Sent to the terminal's clipboard (if it allows that): the address of " + draw.ChatName(r.Chat) + ".")
	return tea.SetClipboard(model.ChatAddress(dash.cfg.Address, r.Key, r.Chat))
}

// hasAddress reports whether a valid chat address is configured.
func (c *Config) hasAddress() bool { return c.Address != "" && checkAddress(c.Address) == nil }

// checkAddress accepts only addresses of web pages.
func checkAddress(s string) error {
	if s == "" {
		return nil
	}
	if !strings.HasPrefix(s, "https://") || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) || len(s) > maxAddress {
		return fmt.Errorf("screen.address is not an address: it must begin with https://, hold only visible ASCII and at most %d letters", maxAddress)
	}
	if !strings.Contains(s, "{chat}") && !strings.Contains(s, "{visitor}") && !strings.Contains(s, "{thread}") {
		return errors.New("screen.address has none of {chat}, {visitor} and {thread}: every chat would have the same one")
	}
	return nil
}

// maxAddress is longer than any useful address.
const maxAddress = 1000
