package ui

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
)

// Keys is the [keys] section: the keys of an action by its name. An action that
// is left out keeps its usual keys; an empty list takes them away.
type Keys map[string][]string

// DefaultKeys returns the usual keys of every action.
func DefaultKeys() Keys {
	k, out := newKeyMap(nil), Keys{}
	for name, b := range k.actions() {
		out[name] = b.Keys()
	}
	return out
}

// actions are the bindings by their names in the configuration, which are those
// of their fields: PageUp is "page_up". So no binding can be without a name.
func (k *keyMap) actions() map[string]*key.Binding {
	v, out := reflect.ValueOf(k).Elem(), map[string]*key.Binding{}
	for _, f := range reflect.VisibleFields(v.Type()) {
		if f.Anonymous {
			continue
		}
		if b, ok := v.FieldByIndex(f.Index).Addr().Interface().(*key.Binding); ok {
			out[actionName(f.Name)] = b
		}
	}
	return out
}

// actionName turns a field's name into that of an action.
func actionName(field string) string {
	var b strings.Builder
	for i, r := range field {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// rebind gives actions other keys. Ctrl+c ends the program whatever else does.
func (k *keyMap) rebind(keys Keys) {
	actions := k.actions()
	for name, list := range keys {
		b := actions[name]
		if b == nil || slices.Equal(b.Keys(), list) {
			continue
		}
		if b == &k.Quit && !slices.Contains(list, hardQuit) {
			list = append(slices.Clone(list), hardQuit)
		}
		give(b, list)
	}
}

// give gives an action its keys; without any it is none.
func give(b *key.Binding, keys []string) {
	b.SetKeys(keys...)
	b.SetHelp(keyWords(keys), b.Help().Desc)
	if len(keys) == 0 {
		b.SetEnabled(false)
	}
}

// hardQuit works also while something is typed.
const hardQuit = "ctrl+c"

// keyCol is the width of the keys in the help.
const keyCol = 12

// keyWords names as many of an action's keys as fit into the help.
func keyWords(keys []string) string {
	if n := len(keys); n > 3 && len(keys[0]) == 1 && len(keys[n-1]) == 1 {
		return keys[0] + "-" + keys[n-1]
	}
	words := ""
	for i, k := range keys {
		if i > 0 {
			k = ", " + keyWord(k)
		} else {
			k = keyWord(k)
		}
		if i > 0 && utf8.RuneCountInString(words+k) >= keyCol {
			break
		}
		words += k
	}
	return words
}

// keyWord is the name of a key on the screen.
func keyWord(name string) string {
	switch name {
	case "pgdown":
		return "pgdn"
	case "pgup":
		return "pgup"
	}
	return name
}

// Validate returns everything that is wrong with the section, joined.
func (keys Keys) Validate() error {
	k := newKeyMap(nil)
	actions := k.actions()
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		if actions[name] == nil {
			known := strings.Join(slices.Sorted(maps.Keys(actions)), ", ")
			errs = append(errs, fmt.Errorf("keys.%s is no action; the actions are %s", name, known))
			continue
		}
		for _, n := range keys[name] {
			if !isKey(n) {
				errs = append(errs, fmt.Errorf(`keys.%s has %.20q, which is no key: a letter or sign, or a name like "up", "pgdown", "enter", "f1", "ctrl+k"`, name, n))
			}
		}
	}
	k.rebind(keys)
	return errors.Join(append(errs, k.clashes()...)...)
}

// clashes names the keys that do two things. In the past a key may move in time
// instead of on the screen, but must not take anything else away.
func (k *keyMap) clashes() []error {
	var errs []error
	moves := []string{"up", "down", "page_up", "page_down", "home", "end", "next", "previous"}
	used, actions := map[string]string{}, k.actions()
	names := slices.SortedFunc(maps.Keys(actions), func(a, b string) int {
		return cmp.Or(order(isPast(a), isPast(b)), cmp.Compare(a, b))
	})
	for _, name := range names {
		for _, n := range actions[name].Keys() {
			other, ok := used[n]
			if ok && !(isPast(name) && slices.Contains(moves, other)) {
				errs = append(errs, fmt.Errorf("keys.%s has %.20q, which %s has too", name, n, other))
			}
			used[n] = name
		}
	}
	return errs
}

// isPast reports whether an action is one of the past only.
func isPast(action string) bool {
	past := reflect.TypeFor[pastKeys]()
	for f := range past.Fields() {
		if actionName(f.Name) == action {
			return true
		}
	}
	return false
}

// isKey reports whether Bubble Tea ever calls a key by this name.
func isKey(name string) bool {
	for _, mod := range []string{"ctrl+", "alt+", "shift+"} {
		if rest, ok := strings.CutPrefix(name, mod); ok && rest != "" {
			name = rest
		}
	}
	if utf8.RuneCountInString(name) == 1 {
		r, _ := utf8.DecodeRuneInString(name)
		return unicode.IsGraphic(r) && !unicode.IsSpace(r)
	}
	switch name {
	case "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "tab", "enter", "esc", "space", "backspace", "delete", "insert",
		"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12":
		return true
	}
	return false
}
