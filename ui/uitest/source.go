package uitest

import "floorwatch/model"

// A Source notes what was asked of the poller.
type Source struct {
	Looks     []model.Key
	Refreshes int
	Acks      []model.Ack
	Claims    []model.Claim
	Deeds     []model.AuditAction
}

// Look notes the thread on the screen.
func (s *Source) Look(k model.Key) { s.Looks = append(s.Looks, k) }

// Refresh notes a read of everything.
func (s *Source) Refresh() { s.Refreshes++ }

// Did notes what a leader has done.
func (s *Source) Did(d model.AuditAction) { s.Deeds = append(s.Deeds, d) }

// Claim notes a claim.
func (s *Source) Claim(c model.Claim) { s.Claims = append(s.Claims, c) }

// Ack notes an acknowledgement.
func (s *Source) Ack(a model.Ack) { s.Acks = append(s.Acks, a) }
