package ui

import (
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/keymap"
)

// refusals are the keys that were reported to do nothing, and when.
type refusals map[string]time.Time

// refuse says why a key does nothing: it is disabled, or not bound. It says that once a minute for
// each key, since keys are also pressed by accident.
func (a *App) refuse(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	name := msg.String()
	if sayDisabled(a, name) {
		return nil, true
	}
	if r, _ := utf8.DecodeRuneInString(msg.Text); msg.Text == "" || !unicode.IsPrint(r) || a.now.Sub(a.refused[name]) < time.Minute {
		return nil, true
	}
	if a.refused == nil {
		a.refused = refusals{}
	}
	a.refused[name] = a.now
	a.showToast(name + " does nothing here. " + keymap.FirstKey(a.keys.Help) + " lists the keys")
	return nil, true
}

// sayDisabled says why the action of a key is disabled. It reports whether it is.
func sayDisabled(a *App, name string) bool {
	for action, b := range a.keys.Actions() {
		if !b.Enabled() && slices.Contains(b.Keys(), name) {
			a.showToast(name + ": " + disabledReason(a, action))
			return true
		}
	}
	return false
}

// disabledReason says why an action is disabled.
func disabledReason(a *App, action string) string {
	switch {
	case action == "refresh":
		return "a recording cannot be read again"
	case action == "unmask" && !a.cfg.Privacy.AllowUnmask:
		return "[privacy] allow_unmask is off"
	case action == "unmask":
		return "nothing is hidden"
	case (action == "open_chat" || action == "copy_address") && !a.cfg.hasAddress():
		return `set screen.address, e.g. "https://.../{chat}"`
	case action == "export" && !a.cfg.ReadOnly:
		return "set screen.export to a folder"
	case a.cfg.Clock != nil:
		return "not in a replay"
	case action == "claim":
		return "read-only, nobody can be claimed from here"
	case action == "acknowledge":
		return "read-only, nobody can be acknowledged from here"
	}
	return "read-only"
}
