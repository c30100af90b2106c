package threads

import (
	"time"

	"floorwatch/model"
)

// freshFor is how long a change is marked: long enough to be noticed, and gone before the
// next look at the screen.
const freshFor = 8 * time.Second

// A fingerprint has the fields whose change marks a thread as changed.
type fingerprint struct {
	at          time.Time // of the last message
	messages    int
	owner       model.AgentID
	sight       model.Sight
	over, acked bool
}

// changes tracks which threads changed and when. It keeps only threads that are waiting or had a
// message within compareFor: the others cannot change without becoming one of these.
type changes struct {
	known      map[model.Key]trackedThread
	round      int
	quietUntil time.Time // until then nothing counts as a change
	readUntil  time.Time // until then the last data of a full read may arrive
}

type trackedThread struct {
	fingerprint
	until time.Time // marked until then
	round int
}

// compareFor is how long after its last message a thread that is not waiting is still compared.
const compareFor = 5 * time.Minute

// settling is how long after a full read its last data may arrive.
const settling = 3 * time.Second

// settling reports whether the last data of a full read may still arrive.
func (c *changes) settling(now time.Time) bool { return now.Before(c.readUntil) }

// Update compares the threads with their previous state. During a full read nothing counts as a
// change, because everything arrives at once.
func (c *changes) Update(rows []*model.Row, now time.Time, reading bool) {
	if c.known == nil {
		c.known = make(map[model.Key]trackedThread)
	}
	if reading || len(c.known) == 0 {
		c.quietUntil = now.Add(settling)
	}
	if reading {
		c.readUntil = c.quietUntil
	}
	still := now.Before(c.quietUntil)
	c.round++
	kept := 0
	for _, r := range rows {
		if !r.Wait.Running && now.Sub(r.LastAt) > compareFor {
			continue
		}
		kept++
		t := fingerprint{r.LastAt, r.Messages, r.Owner, r.Sight, r.Over, r.Acked}
		k, ok := c.known[r.Key]
		if (!ok || k.fingerprint != t) && !still {
			k.until = now.Add(freshFor)
		}
		k.fingerprint, k.round = t, c.round
		c.known[r.Key] = k
	}
	if len(c.known) <= kept {
		return
	}
	for key, k := range c.known {
		if k.round != c.round {
			delete(c.known, key)
		}
	}
}

// fresh reports whether a thread changed within freshFor before now. In the past, now may be before the change.
func (c *changes) fresh(key model.Key, now time.Time) bool {
	left := c.known[key].until.Sub(now)
	return left > 0 && left <= freshFor
}
