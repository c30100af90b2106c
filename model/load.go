package model

// A LoadTable relates load to service level in past half hours: how the service level was by new chats per agent.
type LoadTable struct {
	Classes []LoadClass `json:"classes"` // by load, of equal size
	Target  int         `json:"target"`  // service level to reach, per cent
}

// A LoadClass summarises half hours of similar load.
type LoadClass struct {
	Lo         float64 `json:"lo"`   // new chats per agent who wrote in the half hour: from …
	Hi         float64 `json:"hi"`   // … to
	N          int     `json:"n"`    // half hours in the class
	HeldTarget int     `json:"held"` // … of them with a service level at or above the target
	P10        int     `json:"p10"`  // of the service level, per cent
	P90        int     `json:"p90"`
}

// ClassMin is how many half hours a class needs to be meaningful.
const ClassMin = 20

// Class returns the class of a load; each class begins where the one before it ends. ok is false if there is too
// little data.
func (t *LoadTable) Class(load float64) (c LoadClass, ok bool) {
	for i, c := range t.Classes {
		if load <= c.Hi {
			return c, c.N >= ClassMin && (i > 0 || load >= c.Lo)
		}
	}
	return LoadClass{}, false
}

// Needed returns the smallest number of agents with whom that many chats in a half hour met the target in 3 of 4
// half hours; ok is false if there is too little data.
func (t *LoadTable) Needed(chats int) (agents int, ok bool) {
	for agents = 1; agents <= max(chats, 1); agents++ {
		c, ok := t.Class(float64(chats) / float64(agents))
		if ok && 4*c.HeldTarget >= 3*c.N {
			return agents, true
		}
	}
	return 0, false
}
