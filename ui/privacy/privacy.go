// Package privacy masks visitors' names and personal data in texts, as the [privacy] section says. It imports
// model and safetext. If it does not understand a setting, it masks.
package privacy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Config is the [privacy] section: what the screen hides about visitors.
//
// A visitor without a name is shown by number, "#61793"; where an agent's text repeats the name, a mark replaces
// it. In masked texts, e-mail addresses and numbers of seven digits or more become marks.
type Config struct {
	Mask        string        `toml:"mask"`         // on the dashboard: off, names, texts or all
	Wall        string        `toml:"wall"`         // the same for the wall display
	AllowUnmask bool          `toml:"allow_unmask"` // whether a key reveals for a while what the dashboard hides
	UnmaskFor   time.Duration `toml:"unmask_for"`   // for how long
	Acks        string        `toml:"acks"`         // who acknowledged and claimed: names, or nobody
}

// Limits of unmask_for: long enough to copy a number, short enough to be over before somebody else comes by.
const (
	minUnmask = time.Second
	maxUnmask = 10 * time.Minute
)

func maskNames() []string { return []string{"off", "names", "texts", "all"} }

// DefaultConfig hides nothing from a leader, who works with it, and everything on the wall, which anybody can
// read.
func DefaultConfig() Config {
	return Config{Mask: "off", Wall: "all", AllowUnmask: true, UnmaskFor: 30 * time.Second, Acks: "names"}
}

// Validate returns all errors in p, joined, each naming its key.
func (p Config) Validate() error {
	var errs []error
	for _, m := range []struct{ key, word string }{{"privacy.mask", p.Mask}, {"privacy.wall", p.Wall}} {
		if !slices.Contains(maskNames(), m.word) {
			errs = append(errs, fmt.Errorf("%s is %q, must be one of %s", m.key, m.word, strings.Join(maskNames(), ", ")))
		}
	}
	if p.Acks != "names" && p.Acks != "nobody" {
		errs = append(errs, fmt.Errorf("privacy.acks is %q, must be names or nobody", p.Acks))
	}
	if p.UnmaskFor < minUnmask || p.UnmaskFor > maxUnmask {
		errs = append(errs, fmt.Errorf(`privacy.unmask_for is %v, must be from %v to %v (write "30s", with the unit)`, p.UnmaskFor, minUnmask, maxUnmask))
	}
	return errors.Join(errs...)
}

// HidesAcks reports whether to hide who acknowledged or claimed a chat.
func (p Config) HidesAcks() bool { return p.Acks == "nobody" }

// Masks says what is hidden: visitors' names, personal data in texts.
type Masks struct{ Names, Texts bool }

// MasksOf returns what a word of the configuration hides. An unknown word hides everything.
func MasksOf(word string) Masks {
	switch word {
	case "off":
		return Masks{}
	case "names":
		return Masks{Names: true}
	case "texts":
		return Masks{Texts: true}
	}
	return Masks{Names: true, Texts: true}
}

// Name returns a visitor's name as it may be shown: an empty one if hidden, for which the screen shows the
// visitor's number.
func (m Masks) Name(t safetext.Text) safetext.Text {
	if m.Names {
		return safetext.Text{}
	}
	return t
}

// Text returns a text as it may be shown: a visitor's, or an agent's to a visitor with one of these names.
func (m Masks) Text(t safetext.Text, names ...safetext.Text) safetext.Text {
	if m.Texts {
		t = t.Mask()
	}
	for i := 0; m.Names && i < len(names); i++ {
		t = t.MaskName(names[i])
	}
	return t
}

// Messages returns a thread's messages with their texts masked. Agents may repeat what a visitor wrote, so all
// texts are masked, for every known name of the visitor: those given and those in the messages. If a text was
// masked, its source is removed, because tags and entities between the letters hide an address from Mask but not
// from a reader.
func (m Masks) Messages(list []model.Message, names ...safetext.Text) []model.Message {
	if m == (Masks{}) {
		return list
	}
	names = slices.Clone(names)
	for i := range list {
		w := &list[i]
		if names = withName(names, w.VisitorName); w.Side == model.SideVisitor {
			names = withName(names, w.Name)
		}
	}
	out := slices.Clone(list)
	for i := range out {
		w := &out[i]
		text, source := m.Text(w.Text, names...), m.Text(w.Source, names...)
		if text != w.Text {
			source = safetext.Text{}
		}
		w.VisitorName, w.Text, w.Source = m.Name(w.VisitorName), text, source
		if w.Side == model.SideVisitor {
			w.Name = m.Name(w.Name)
		}
	}
	return out
}

// withName returns names with another one added.
func withName(names []safetext.Text, name safetext.Text) []safetext.Text {
	if name.IsEmpty() || slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}
