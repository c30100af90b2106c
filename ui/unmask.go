package ui

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// hides returns what is hidden at now: what [privacy] says, unless a leader
// has just asked to see it.
func (a *App) hides(now time.Time) masks {
	if now.Before(a.unmasked) {
		return masks{}
	}
	return masksOf(a.cfg.Privacy.Mask)
}

// unmask shows what is hidden for a while, or hides it again.
func (a *App) unmask() {
	p := a.cfg.Privacy
	switch {
	case a.now.Before(a.unmasked):
		a.unmasked = time.Time{}
		a.say("Hidden again.")
	default:
		a.unmasked = a.now.Add(p.UnmaskFor)
		a.say("Shown for " + draw.Duration(p.UnmaskFor) + ".")
	}
	a.stale = true
}

// snapshot returns s with the visitors' names and the last words hidden. It
// goes over every thread, at 0.2 µs for a text in which there is nothing to
// hide, and only where something is to be hidden.
func (m masks) snapshot(s *model.Snapshot) *model.Snapshot {
	if m == (masks{}) {
		return s
	}
	out := *s
	out.Threads = slices.Clone(s.Threads)
	for i := range out.Threads {
		r := &out.Threads[i]
		r.Name, r.LastText = m.name(r.Name), m.text(r.LastText, r.Name)
	}
	return &out
}

// words returns the words of a thread with what is to be hidden in them: an
// agent may repeat what a visitor gave away, so all texts are masked. Where
// something was hidden in a text, what was sent goes whole: tags and entities
// between the letters hide an address from Mask, not from a reader.
func (m masks) words(list []model.Message) []model.Message {
	if m == (masks{}) {
		return list
	}
	out := slices.Clone(list)
	for i := range out {
		w := &out[i]
		text, source := m.text(w.Text, w.VisitorName), m.text(w.Source, w.VisitorName)
		if text != w.Text {
			source = safetext.Text{}
		}
		w.VisitorName, w.Text, w.Source = m.name(w.VisitorName), text, source
		if w.Side == model.SideVisitor {
			w.Name = m.name(w.Name)
		}
	}
	return out
}
