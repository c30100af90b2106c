package serve

import (
	"context"
	"net"
	"time"

	"floorwatch/model"
)

// SetFocus tells the server which thread is on the screen now.
func (c *Client) SetFocus(k model.Key) {
	c.mu.Lock()
	c.focus, c.focusSent = &k, false
	c.mu.Unlock()
	c.signal()
}

// Refresh asks the server to poll now. Several that no server has taken yet are one.
func (c *Client) Refresh() {
	c.mu.Lock()
	c.refresh = true
	c.mu.Unlock()
	c.signal()
}

// Ack says that a chat needs no reply. Where more than 256 wait for a server
// the oldest is dropped.
func (c *Client) Ack(a model.Ack) { enqueueRequest(c, &c.acks, a) }

// Claim tells the server that somebody takes care of a chat; as Ack.
func (c *Client) Claim(claim model.Claim) { enqueueRequest(c, &c.claims, claim) }

// LogAction says what the viewer's user has done, for the server's log; as Ack.
func (c *Client) LogAction(d model.AuditAction) { enqueueRequest(c, &c.auditActions, d) }

// enqueueRequest adds what is to be asked to one of the client's lists, from which the oldest goes where too many wait.
func enqueueRequest[T any](c *Client, list *[]T, v T) {
	c.mu.Lock()
	if *list = append(*list, v); len(*list) > maxAcks {
		*list = (*list)[1:]
	}
	c.mu.Unlock()
	c.signal()
}

func (c *Client) signal() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// sendRequests says what this viewer can read and then sends what waits to be asked, until ctx is done or the server does not
// take it; what it has not taken waits for the next one.
func (c *Client) sendRequests(ctx context.Context, conn net.Conn) {
	c.mu.Lock()
	c.focusSent = c.focus == nil
	c.mu.Unlock()
	c.write(conn, request{Flate: true}) // if this fails, read returns the reason
	for {
		for r, ok := c.pending(); ok; r, ok = c.pending() {
			if !c.write(conn, r) {
				return
			}
			c.remove(r)
		}
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
		}
	}
}

func (c *Client) write(conn net.Conn, r request) bool {
	conn.SetWriteDeadline(time.Now().Add(c.readTimeout))
	_, err := conn.Write(wireLine(r))
	return err == nil
}

// pending is the next request, without taking it out.
func (c *Client) pending() (request, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case len(c.acks) > 0:
		ack := c.acks[0]
		return request{Ack: &ack}, true
	case len(c.claims) > 0:
		claim := c.claims[0]
		return request{Claim: &claim}, true
	case len(c.auditActions) > 0:
		deed := c.auditActions[0]
		return request{Did: &deed}, true
	case c.refresh:
		return request{Refresh: true}, true
	case !c.focusSent && c.focus != nil:
		return request{Look: c.focus}, true
	}
	return request{}, false
}

// remove takes out a request that has been sent. Others may have come meanwhile.
func (c *Client) remove(r request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case r.Ack != nil:
		if len(c.acks) > 0 && c.acks[0] == *r.Ack {
			c.acks = c.acks[1:]
		}
	case r.Claim != nil:
		if len(c.claims) > 0 && c.claims[0] == *r.Claim {
			c.claims = c.claims[1:]
		}
	case r.Did != nil:
		if len(c.auditActions) > 0 && c.auditActions[0] == *r.Did {
			c.auditActions = c.auditActions[1:]
		}
	case r.Refresh:
		c.refresh = false
	case r.Look != nil:
		c.focusSent = c.focus == r.Look
	}
}
