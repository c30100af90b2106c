package agents

import "floorwatch/model"

// NextAlert selects the next agent in the given direction who has a chat over its limit, wrapping around, and
// reports whether there is one.
func (p *Pane) NextAlert(way int) bool {
	n := len(p.rows)
	for k := 1; k <= n; k++ {
		i := ((p.Cursor+way*k)%n + n) % n
		if p.OverLimit(p.all[p.rows[i]].ID) {
			p.Move(i - p.Cursor)
			p.SelectCursorRow()
			return true
		}
	}
	return false
}

// OverLimit reports whether an agent has a chat over its limit.
func (p *Pane) OverLimit(id model.AgentID) bool { return p.needs[id].Over > 0 }
