package ui

import (
	"slices"

	"floorwatch/ui/help"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"

	"charm.land/bubbles/v2/key"
)

// Reserve names keys that are handled before App gets them, as in a replay. The help lists them, the footer begins
// with those that footer names, and they are removed from the actions that had them.
func (a *App) Reserve(title string, footer []keymap.Hint, keys ...key.Binding) {
	a.reserved, a.reservedHints = keymap.NewGroup(title, keys), footer
	for name, b := range a.keys.Actions() {
		if !keymap.IsPast(name) {
			keymap.Give(b, slices.DeleteFunc(slices.Clone(b.Keys()), func(n string) bool { return keymap.HasKey(keys, n) }))
		}
	}
	a.dirty = true
}

// HandlesReserved reports whether App needs a reserved key itself: while text is typed, the help or
// the wall is open, or the key moves in time.
func (a *App) HandlesReserved(name string) bool {
	_, helping := a.overlays.top().(*help.Pane)
	return a.prompt.isOpen() || helping || a.wall != nil || a.timeTravel.on && keymap.HasKey(a.keys.Past(), name)
}

// NoticeRow returns the row of the notice on a screen of w by h cells, in which a replay's line stands, how many
// notices there are besides the day so far, and whether the first is urgent: the line must not hide it. ok is false if
// there is no such row: on the wall or on a low screen.
func (a *App) NoticeRow(w, h int) (row, notices int, urgent, ok bool) {
	at := layout.Split(w, h, layout.Options{}).Notice
	if at.Empty() || a.wall != nil {
		return 0, 0, false, false
	}
	head := a.header()
	return at.Min.Y, head.Notices(a.snap), head.Urgent(), true
}
