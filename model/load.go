package model

// A LoadTable says what a load has meant here: the service level of past half
// hours by how many new chats each agent had.
type LoadTable struct {
	Classes []LoadClass `json:"classes"` // by load; of equal size
	Target  int         `json:"target"`  // per cent
}

// A LoadClass is the half hours of a similar load.
type LoadClass struct {
	Lo         float64 `json:"lo"` // new chats for each agent with a word in the half hour, from …
	Hi         float64 `json:"hi"` // … to
	N          int     `json:"n"`
	HeldTarget int     `json:"held"` // half hours of it whose service level held the target
	P10        int     `json:"p10"`  // of the service level, per cent
	P90        int     `json:"p90"`
}

// ClassMin is how many half hours a class must have to be spoken of.
const ClassMin = 20

// Class returns the class of a load, each of which reaches up from that before
// it; ok is false where too little was ever seen at it.
func (t *LoadTable) Class(load float64) (c LoadClass, ok bool) {
	for i, c := range t.Classes {
		if load <= c.Hi {
			return c, c.N >= ClassMin && (i > 0 || load >= c.Lo)
		}
	}
	return LoadClass{}, false
}

// Needed returns the fewest agents with whom chats of a half hour have held the
// target in 3 of 4 half hours; ok is false where too little was ever seen.
func (t *LoadTable) Needed(chats int) (agents int, ok bool) {
	for agents = 1; agents <= max(chats, 1); agents++ {
		c, ok := t.Class(float64(chats) / float64(agents))
		if ok && 4*c.HeldTarget >= 3*c.N {
			return agents, true
		}
	}
	return 0, false
}
