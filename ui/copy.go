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

// maxCopy bounds what a key puts on the clipboard, in bytes: terminals drop long ones.
const maxCopy = 4000

// copyWords puts the words of one message on the terminal's clipboard: of the
// match that is shown, else of the lowest message in view. It is the only way
// that a stranger's text leaves the screen. It is cleaned like everything that
// is drawn, and one line, so that what is pasted into a shell is not run.
func (dash *dashboard) copyWords() tea.Cmd {
	m := dash.transcript.TargetMessage()
	if m == nil || m.Text.IsEmpty() || dash.places.Panes[layout.Transcript].Empty() {
		dash.say("No message is in view to copy.")
		return nil
	}
	words := clip(dash.style.Known(m.Text).String())
	dash.say("Copied the message of the " + transcript.Author(m) + " at " + draw.ClockTime(m.SentAt, dash.zone, 8) + ", " + draw.Count(utf8.RuneCountInString(words), "letter", "letters") + ".")
	return tea.SetClipboard(words)
}

// clip makes a cleaned text one line of printable letters, of at most maxCopy bytes.
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

// copyAddress puts the address of the selected chat in Acquire on the
// terminal's clipboard. It is made of the configuration and of numbers.
func (dash *dashboard) copyAddress() tea.Cmd {
	r := dash.threads.Selected()
	if r == nil {
		dash.say("No chat is selected.")
		return nil
	}
	dash.say("Copied the address of " + draw.ChatName(r.Chat) + ".")
	return tea.SetClipboard(model.ChatAddress(dash.cfg.Address, r.Key, r.Chat))
}

// hasAddress reports whether there is an address of a chat that can be used.
func (c *Config) hasAddress() bool { return c.Address != "" && checkAddress(c.Address) == nil }

// checkAddress refuses an address that could be anything but a page in a browser.
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

// maxAddress is longer than any that browsers and chat tools take.
const maxAddress = 1000
