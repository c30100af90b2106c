package threads

import (
	"floorwatch/model"
	"time"
)

// freshFor is how long a change is marked: long enough to be found, and over
// before the next look.
const freshFor = 8 * time.Second

// A fingerprint is what a change of a thread shows in.
type fingerprint struct {
	at          time.Time // of the last word
	messages    int
	owner       model.AgentID
	sight       model.Sight
	over, acked bool
}

// changes remember how the threads were, and since when they are otherwise.
// Only those are kept that wait or in which somebody spoke a while ago: the
// others cannot change without becoming one of these.
type changes struct {
	known      map[model.Key]trackedThread
	round      int
	quietUntil time.Time // until then nothing counts as a change
	readUntil  time.Time // until then the last of a first read may come
}

type trackedThread struct {
	fingerprint
	until time.Time // marked until then
	round int
}

// keepTrace is how long after its last word a quiet thread is still compared.
const compareFor = 5 * time.Minute

// settling is how long after a read of everything the last of it arrives.
const settling = 3 * time.Second

// settling reports whether the last of what was read at once may still come.
func (c *changes) settling(now time.Time) bool { return now.Before(c.readUntil) }

// Update compares the threads with how they were. While everything is being read
// nothing counts as a change: it comes all at once.
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

// fresh reports whether a thread has changed a moment ago. Now may be long before that.
func (c *changes) fresh(key model.Key, now time.Time) bool {
	left := c.known[key].until.Sub(now)
	return left > 0 && left <= freshFor
}
