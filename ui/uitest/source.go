package uitest

import "floorwatch/model"

// A Source records the screen's requests to the poller.
type Source struct {
	Focused   []model.Key
	Refreshes int
	Acks      []model.Ack
	Claims    []model.Claim
	Actions   []model.AuditAction
}

// SetFocus records the thread on the screen.
func (s *Source) SetFocus(k model.Key) { s.Focused = append(s.Focused, k) }

// Refresh counts requests to read everything.
func (s *Source) Refresh() { s.Refreshes++ }

// LogAction records a leader's action for the test.
func (s *Source) LogAction(d model.AuditAction) { s.Actions = append(s.Actions, d) }

// Claim records a claim for the test.
func (s *Source) Claim(c model.Claim) { s.Claims = append(s.Claims, c) }

// Ack records an acknowledgement for the test.
func (s *Source) Ack(a model.Ack) { s.Acks = append(s.Acks, a) }
