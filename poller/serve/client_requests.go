package serve

import (
	"context"
	"net"
	"time"

	"floorwatch/model"
)

// SetFocus tells the server which thread is on the screen; the zero Key is none.
func (c *Client) SetFocus(k model.Key) {
	c.mu.Lock()
	c.focus, c.focusSent = &k, false
	c.mu.Unlock()
	c.signal()
}

// Refresh asks the server to poll now. Calls that no server has received yet count as one.
func (c *Client) Refresh() {
	c.mu.Lock()
	c.refresh = true
	c.mu.Unlock()
	c.signal()
}

// Ack tells the server that a chat needs no reply. If more than 256 wait for a
// server, the oldest is dropped.
func (c *Client) Ack(a model.Ack) { enqueueRequest(c, &c.acks, a) }

// Claim tells the server that the user is on a chat; limited like Ack.
func (c *Client) Claim(claim model.Claim) { enqueueRequest(c, &c.claims, claim) }

// LogAction reports an action of the user to the server's log; limited like Ack.
func (c *Client) LogAction(d model.AuditAction) { enqueueRequest(c, &c.auditActions, d) }

// enqueueRequest adds a request to one of the client's lists and drops the oldest of too many.
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

// sendRequests tells the server that blocks may be sent, and then sends the waiting requests until ctx is done or
// sending fails. Unsent ones wait for the next connection.
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

// pending returns the next request without removing it.
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

// remove removes a request that has been sent. Others may have been added meanwhile.
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
