package serve

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"floorwatch/model/safetext"
	"floorwatch/poller/feed"
	"floorwatch/poller/guard"
)

// chunk is about how many bytes a viewer must receive within writeTimeout.
const chunk = 256 << 10

var (
	errDisconnected = errors.New("the viewer has left")
	errTooSlow      = errors.New("too slow: what was sent has not been read for too long")
	errStopping     = errors.New("the server ends")
)

// A viewer is one connection. It shares the lines in its queue with all other viewers, so that each is encoded once.
type viewer struct {
	s    *Server
	peer Peer
	conn *net.UnixConn
	wake chan struct{}

	firstRequest chan struct{} // closed with its first request
	flate        atomic.Bool   // it reads blocks
	unpack       unpacker      // for one that does not read blocks

	mu     sync.Mutex
	queue  [][]byte
	size   int
	behind bool // the queue was dropped: the whole floor is sent next
}

// enqueue adds lines to the queue. It never blocks.
func (v *viewer) enqueue(lines [][]byte) {
	v.mu.Lock()
	if !v.behind {
		v.queue = append(v.queue, lines...)
		v.size += sizeOf(lines)
	}
	if v.size > v.s.queueLimit {
		v.queue, v.size, v.behind = nil, 0, true
	}
	v.mu.Unlock()
	v.signal()
}

// resend drops the queue, so that the viewer gets the whole floor again. It never blocks.
func (v *viewer) resend() {
	v.mu.Lock()
	v.queue, v.size, v.behind = nil, 0, true
	v.mu.Unlock()
	v.signal()
}

func (v *viewer) signal() {
	select {
	case v.wake <- struct{}{}:
	default:
	}
}

// replaceQueue replaces the queue by lines, which the caller must not use afterwards.
func (v *viewer) replaceQueue(lines [][]byte) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.queue, v.size, v.behind = lines, sizeOf(lines), false
}

// dequeue empties the queue and returns what was in it.
func (v *viewer) dequeue() (lines [][]byte, behind bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	lines, v.queue, v.size = v.queue, nil, 0
	return lines, v.behind
}

func sizeOf(lines [][]byte) int {
	n := 0
	for _, l := range lines {
		n += len(l)
	}
	return n
}

// run sends to the viewer and reads its requests until it disconnects, is too slow, or ctx is done. It returns why
// it ended.
func (v *viewer) run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(ctx, func() {
		v.conn.SetReadDeadline(time.Now())
		v.conn.SetWriteDeadline(time.Now().Add(closeTimeout))
	})
	defer stop()
	left := make(chan struct{})
	defer func() { cancel(nil); <-left }()
	guard.Go("listening to a viewer", func() error { v.readRequests(ctx); return nil }, func(fault error) {
		v.s.logPanic(fault)
		cancel(errDisconnected)
		close(left)
	})
	err := v.sendLoop(ctx)
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errDisconnected):
		return errDisconnected
	case cause != nil:
		err = errStopping
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = errTooSlow
	}
	v.sendClose(err)
	return err
}

// sendLoop sends lines until something fails.
func (v *viewer) sendLoop(ctx context.Context) error {
	if err := v.send(ctx, [][]byte{wireLine(handshake{wireVersion, v.s.opts.Name})}); err != nil {
		return err
	}
	v.awaitFirstRequest(ctx)
	for {
		lines, behind := v.dequeue()
		if behind {
			if err := v.sendSnapshot(ctx, v.s.join(v)); err != nil {
				return err
			}
			continue
		}
		if len(lines) == 0 {
			var err error
			if lines, err = v.idle(ctx); err != nil {
				return err
			}
		}
		if err := v.send(ctx, lines); err != nil {
			return err
		}
	}
}

// awaitFirstRequest waits for the viewer's first request, but not for long.
func (v *viewer) awaitFirstRequest(ctx context.Context) {
	timer := time.NewTimer(firstRequestTimeout)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-v.firstRequest:
	case <-timer.C:
	}
}

// sendSnapshot sends the whole floor, as blocks if the viewer reads them, otherwise as lines.
func (v *viewer) sendSnapshot(ctx context.Context, n *snapshot) error {
	if err := v.send(ctx, [][]byte{wireLine(snapshotMark{true})}); err != nil {
		return err
	}
	for i := 0; ; i++ {
		b, ok, err := n.block(ctx, i)
		if !ok {
			return err
		}
		if err := v.sendBlock(ctx, b); err != nil {
			return err
		}
	}
}

func (v *viewer) sendBlock(ctx context.Context, b block) error {
	if v.flate.Load() {
		return v.send(ctx, [][]byte{wireLine(blockHead{len(b)}), b})
	}
	r, err := v.unpack.open(b)
	if err != nil {
		return err
	}
	lines, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return v.send(ctx, slices.Collect(slices.Chunk(lines, chunk)))
}

// idle waits for lines to send; after heartbeatEvery it returns an empty line.
func (v *viewer) idle(ctx context.Context) ([][]byte, error) {
	timer := time.NewTimer(v.s.heartbeatEvery)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-v.wake:
		return nil, nil
	case <-timer.C:
		return [][]byte{{'\n'}}, nil
	}
}

// send writes lines in chunks, each within writeTimeout.
func (v *viewer) send(ctx context.Context, lines [][]byte) error {
	for len(lines) > 0 {
		n, size := 0, 0
		for n < len(lines) && size < chunk {
			size += len(lines[n])
			n++
		}
		v.conn.SetWriteDeadline(time.Now().Add(v.s.writeTimeout))
		if err := ctx.Err(); err != nil {
			return err // if another deadline was set meanwhile, it is shorter
		}
		part := net.Buffers(slices.Clone(lines[:n])) // WriteTo consumes the slice, which others read too
		if _, err := part.WriteTo(v.conn); err != nil {
			return err
		}
		lines = lines[n:]
	}
	return nil
}

// sendClose tells the viewer why the connection ends. It begins with LF, since the last line may be incomplete.
func (v *viewer) sendClose(why error) {
	v.conn.SetWriteDeadline(time.Now().Add(closeTimeout))
	line := append([]byte{'\n'}, wireLine(closeNotice{why.Error()})...)
	v.conn.Write(line) // best effort: the viewer may be gone
}

// readRequests handles requests until the viewer disconnects or ctx is done. Requests that come faster than
// requestInterval wait in the socket.
func (v *viewer) readRequests(ctx context.Context) {
	lines := feed.NewLineReader(v.conn, maxRequest)
	greeted := sync.OnceFunc(func() { close(v.firstRequest) })
	for {
		line, err := lines.Next()
		if err != nil {
			if !errors.Is(err, io.EOF) && ctx.Err() == nil {
				v.s.opts.Log.Debug("viewer unreadable", "uid", v.peer.UID, "err", err)
			}
			return
		}
		var r request
		if json.Unmarshal(line, &r) == nil {
			v.handle(r)
		}
		greeted()
		if !sleep(ctx, v.s.requestInterval) {
			return
		}
	}
}

func (v *viewer) handle(r request) {
	calls := v.s.opts.Calls
	if r.Flate {
		v.flate.Store(true)
	}
	if r.Look != nil && calls.SetFocus != nil {
		calls.SetFocus(v.peer, *r.Look)
	}
	if r.Refresh && calls.Refresh != nil {
		calls.Refresh(v.peer)
	}
	if r.Ack != nil && r.Ack.Chat != 0 && calls.Ack != nil {
		ack := *r.Ack
		ack.At, ack.By = time.Now(), safetext.Text{} // the newest wins, so a viewer may choose neither the time nor the name
		calls.Ack(v.peer, ack)
	}
	if r.Claim != nil && r.Claim.Chat != 0 && calls.Claim != nil {
		claim := *r.Claim
		claim.At, claim.By = time.Now(), safetext.Text{}
		calls.Claim(v.peer, claim)
	}
	if r.Did != nil && r.Did.Known() && calls.LogAction != nil {
		calls.LogAction(v.peer, *r.Did)
	}
}
