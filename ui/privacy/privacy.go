// Package privacy hides visitors' names and what they give away in texts, as
// the [privacy] section says. It imports model and safetext. What it cannot
// understand it hides.
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

// Config is the [privacy] section: what of the visitors the screen hides.
//
// A visitor without a name is shown by number, "#61793", and where an agent's text repeats the name a mark
// stands for it. Where texts are masked, e-mail addresses and numbers of seven digits or more in them become marks.
type Config struct {
	Mask        string        `toml:"mask"`         // on the dashboard: off, names, texts or all
	Wall        string        `toml:"wall"`         // the same on the wall display
	AllowUnmask bool          `toml:"allow_unmask"` // a key shows for a while what the dashboard hides
	UnmaskFor   time.Duration `toml:"unmask_for"`   // for how long
	Acks        string        `toml:"acks"`         // who acknowledged and claimed: names, or nobody
}

// The time for which a leader can need what is hidden: long enough to copy a
// number, short enough to be over before somebody else comes by.
const (
	minUnmask = time.Second
	maxUnmask = 10 * time.Minute
)

func maskNames() []string { return []string{"off", "names", "texts", "all"} }

// DefaultConfig hides nothing from a leader, who works with it, and all on the
// wall, which anybody can read.
func DefaultConfig() Config {
	return Config{Mask: "off", Wall: "all", AllowUnmask: true, UnmaskFor: 30 * time.Second, Acks: "names"}
}

// Validate returns everything that is wrong with p, joined, each naming its key.
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

// HidesAcks reports whether nobody is to see who acknowledged or claimed a chat.
func (p Config) HidesAcks() bool { return p.Acks == "nobody" }

// Masks say what is hidden.
type Masks struct{ Names, Texts bool }

// MasksOf returns what a word of the configuration hides. A word that is none hides all.
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

// Name returns a visitor's name as it may be shown: where it is hidden, none,
// as if nobody knew it. The screen has the visitor's number then.
func (m Masks) Name(t safetext.Text) safetext.Text {
	if m.Names {
		return safetext.Text{}
	}
	return t
}

// Text returns words as they may be shown: a visitor's, or an agent's to one of these names.
func (m Masks) Text(t safetext.Text, names ...safetext.Text) safetext.Text {
	if m.Texts {
		t = t.Mask()
	}
	for i := 0; m.Names && i < len(names); i++ {
		t = t.MaskName(names[i])
	}
	return t
}

// Messages returns the words of a thread with what is to be hidden in them: an
// agent may repeat what a visitor gave away, so all texts are masked, for every name
// under which the visitor is known: those given and those that the messages have. Where
// something was hidden in a text, what was sent goes whole: tags and entities
// between the letters hide an address from Mask, not from a reader.
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

// withName is names and another one.
func withName(names []safetext.Text, name safetext.Text) []safetext.Text {
	if name.IsEmpty() || slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}
