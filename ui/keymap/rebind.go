package keymap

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"golang.org/x/text/unicode/norm"
)

// Keys is the [keys] section: the keys of an action by its name. An action that
// is left out keeps its usual keys; an empty list takes them away.
type Keys map[string][]string

// Actions are the bindings by their names in the configuration, which are those
// of their fields: PageUp is "page_up". So no binding can be without a name.
func (k *Map) Actions() map[string]*key.Binding {
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

// rebind gives actions other keys, and takes these from the actions that have
// them only by default: a default that is new must not break a configuration
// that has used its key before. Ctrl+c ends the program whatever else does.
func (k *Map) rebind(keys Keys) {
	actions := k.Actions()
	for name, list := range keys {
		b := actions[name]
		if b == nil {
			continue
		}
		list = meantKeys(list)
		if b == &k.Quit && !slices.Contains(list, HardQuit) {
			list = append(list, HardQuit)
		}
		if !slices.Equal(b.Keys(), list) {
			Give(b, list)
		}
	}
	for name, b := range actions {
		if _, own := keys[name]; own {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(b.Keys()), func(n string) bool { return n != HardQuit && keys.give(n, name) })
		if len(left) < len(b.Keys()) {
			Give(b, left)
		}
	}
}

// give reports whether a key is given to another action than one, with which it cannot be shared.
func (keys Keys) give(key, action string) bool {
	for name, list := range keys {
		if slices.Contains(meantKeys(list), key) && !mayShare(name, action) {
			return true
		}
	}
	return false
}

// mayShare reports whether two actions may have the same key: in the past a key
// may move in time instead of on the screen.
func mayShare(a, b string) bool {
	return IsPast(a) && isMove(b) || isMove(a) && IsPast(b)
}

func isMove(action string) bool {
	return slices.Contains([]string{"up", "down", "page_up", "page_down", "half_up", "half_down", "home", "end", "next", "previous"}, action)
}

// meant are the keys that terminals send for others, which therefore never come themselves.
var meant = map[string]string{"ctrl+m": "enter", "ctrl+i": "tab", "ctrl+[": "esc"}

// meantKey is the key that a name means: a binding to shift+a could never fire, since what comes is A.
func meantKey(name string) string {
	name = norm.NFC.String(name)                                                // é is one letter, however it was written
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok && len(letter) == 1 { // ctrl knows no capitals
		name = "ctrl+" + strings.ToLower(letter)
	}
	if m, ok := meant[name]; ok {
		return m
	}
	if letter, ok := strings.CutPrefix(name, "shift+"); ok && utf8.RuneCountInString(letter) == 1 {
		if r, _ := utf8.DecodeRuneInString(letter); unicode.IsLetter(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return name
}

func meantKeys(list []string) []string {
	out := make([]string, 0, len(list)+1)
	for _, n := range list {
		if n = meantKey(n); !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// Remarks returns the keys that are understood as others than written, each beginning with its name.
func (keys Keys) Remarks() []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		for _, n := range keys[name] {
			if m := meantKey(n); m != norm.NFC.String(n) {
				out = append(out, fmt.Sprintf("keys.%s has %.20q, which no terminal sends: it is taken for %q", name, n, m))
			}
		}
	}
	return out
}

// Give gives an action its keys; without any it is none.
func Give(b *key.Binding, keys []string) {
	b.SetKeys(keys...)
	b.SetHelp(rangeOf(keys), b.Help().Desc)
	if len(keys) == 0 {
		b.SetEnabled(false)
	}
}

// HardQuit works also while something is typed.
const HardQuit = "ctrl+c"

// rangeOf names many keys of one character each, as the digits, by the first and the last of them; empty for others.
func rangeOf(keys []string) string {
	if n := len(keys); n > 3 && len(keys[0]) == 1 && len(keys[n-1]) == 1 {
		return keys[0] + "-" + keys[n-1]
	}
	return ""
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
	k := New(nil)
	actions := k.Actions()
	known := "; the actions are " + strings.Join(slices.Sorted(maps.Keys(actions)), ", ")
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		if actions[name] == nil {
			errs = append(errs, fmt.Errorf("keys.%s is not an action%s", name, known))
			known = "" // said once
			continue
		}
		for _, n := range keys[name] {
			switch {
			case neverSent(n):
				errs = append(errs, fmt.Errorf("keys.%s has %.20q, which no terminal sends: what comes is the sign that the key types with shift, so name that", name, n))
			case !isKey(norm.NFC.String(n)):
				errs = append(errs, fmt.Errorf(`keys.%s has %.20q, which is not a key: a letter or sign, or a name like "up", "pgdown", "enter", "f1", "ctrl+k"`, name, n))
			}
		}
	}
	k.rebind(keys)
	return errors.Join(append(errs, k.clashes()...)...)
}

// clashes names the keys that do two things.
func (k *Map) clashes() []error {
	var errs []error
	used, actions := map[string]string{}, k.Actions()
	var names, past []string
	for _, name := range slices.Sorted(maps.Keys(actions)) {
		if IsPast(name) {
			past = append(past, name)
			continue
		}
		names = append(names, name)
	}
	for _, name := range append(names, past...) {
		for _, n := range actions[name].Keys() {
			other, ok := used[n]
			if ok && other != name && !mayShare(name, other) {
				errs = append(errs, fmt.Errorf("keys.%s has %.20q, which %s has too", name, n, other))
			}
			used[n] = name
		}
	}
	return errs
}

// IsPast reports whether an action is one of the past only.
func IsPast(action string) bool {
	past := reflect.TypeFor[pastKeys]()
	for f := range past.Fields() {
		if actionName(f.Name) == action {
			return true
		}
	}
	return false
}

// neverSent reports whether a name is shift with a digit or a sign. With shift
// these are other signs, and which ones depends on the keyboard.
func neverSent(name string) bool {
	sign, ok := strings.CutPrefix(meantKey(name), "shift+")
	return ok && utf8.RuneCountInString(sign) == 1
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
