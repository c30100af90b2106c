package ui

import (
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/privacy"
)

// masks is what is hidden: what [privacy] says, unless a leader has just revealed it.
type masks struct {
	cfg  privacy.Config
	open time.Time // until when everything is revealed
	rows privacy.Cache
	last privacy.Masks // those of the snapshot that is shown
}

// snapshot returns s with the masks at now applied.
func (m *masks) snapshot(now time.Time, s *model.Snapshot) *model.Snapshot {
	m.last = m.at(now)
	return m.rows.Snapshot(m.last, s)
}

// changed reports whether the masks at now are others than those of the snapshot that is shown.
func (m *masks) changed(now time.Time) bool { return m.at(now) != m.last }

// messages returns a thread's messages with the masks at now applied.
func (m *masks) messages(now time.Time, k model.Key, list []model.Message) []model.Message {
	return m.at(now).Messages(list, m.rows.Name(k))
}

// at returns the masks at now.
func (m *masks) at(now time.Time) privacy.Masks {
	if now.Before(m.open) {
		return privacy.Masks{}
	}
	return privacy.MasksOf(m.cfg.Mask)
}

// hides reports whether the configuration hides anything.
func (m *masks) hides() bool { return privacy.MasksOf(m.cfg.Mask) != privacy.Masks{} }

// toggle reveals what is hidden for a while, or hides it again, and returns a message. It reports
// revealing to did, for the log.
func (m *masks) toggle(now time.Time, did func(model.AuditAction)) string {
	if now.Before(m.open) {
		m.open = time.Time{}
		return "Hidden again."
	}
	m.open = now.Add(m.cfg.UnmaskFor)
	did(model.AuditAction{What: model.AuditUnmask})
	return "Shown for " + draw.Duration(m.cfg.UnmaskFor) + "."
}
