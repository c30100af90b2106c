package acquiretest

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// TestFloorIsLively watches floors of several sizes for an hour.
func TestFloorIsLively(t *testing.T) {
	for _, size := range []struct{ agents, threads int }{{9, 60}, {12, 160}, {100, 1000}} {
		now := noon
		s := NewServer(Options{Now: func() time.Time { return now }})
		f := NewFloor(s, 1, size.agents, size.threads, now)
		var waiting, looks int
		for range 120 {
			now = now.Add(30 * time.Second)
			f.Advance(now)
			for _, c := range s.world.chats {
				if waits(c, now.Unix()) >= 0 {
					waiting++
				}
			}
			looks++
		}
		if share := 100 * float64(waiting) / float64(looks*size.threads); share < 5 || share > 10 {
			t.Errorf("%+v: %.1f %% of the threads wait, want 5 to 10", size, share)
		}
	}
}

// waits by the metrics, in short.
func waits(c *chat, now int64) int64 {
	t := c.thread
	if c.missed || c.offline || t.closed || t.chats[len(t.chats)-1] != c || now-c.updated > 1800 {
		return -1
	}
	var wh, wx, lastV int64 = -1, -1, -1
	human := false
	for _, m := range c.messages {
		if m.typ != typeMessage {
			continue
		}
		switch m.sender {
		case senderVisitor:
			if wh < 0 {
				wh = m.at
			}
			if wx < 0 {
				wx = m.at
			}
			lastV = m.at
		case senderAgent:
			wh, wx, human = -1, -1, true
		case senderBot:
			wx = -1
		}
	}
	if wh < 0 {
		return -1
	}
	if human {
		return now - wh
	}
	if wx >= 0 {
		return now - wx
	}
	if len(c.agents) == 0 {
		return -1
	}
	return now - lastV
}

func levels(s *Server, now int64) (fin, fof, nin, nof, missed, live int) {
	for _, c := range s.world.chats {
		if c.missed && now-c.updated < 1800 {
			missed++
		}
		if now-c.updated < 600 {
			live++
		}
		if c.offline {
			continue
		}
		var start int64 = -1
		first := true
		for _, m := range c.messages {
			if m.typ != typeMessage {
				continue
			}
			switch m.sender {
			case senderVisitor:
				if start < 0 {
					start = m.at
				}
			case senderBot:
				if first {
					start = m.at - 1
				}
			case senderAgent:
				if start >= 0 && now-m.at < 1800 {
					if first {
						fof++
						if m.at-start <= 30 {
							fin++
						}
					} else {
						nof++
						if m.at-start <= 60 {
							nin++
						}
					}
				}
				start, first = -1, false
			}
		}
	}
	return
}
