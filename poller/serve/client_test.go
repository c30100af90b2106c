package serve

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
)

func TestClientComesBack(t *testing.T) {
	path := socketPath(t)
	f := feedtest.NewFloor()
	w, _ := watched(t, path)
	says := func(what string) func() bool {
		return func() bool {
			h := w.LastHealth()
			return h.State == model.StateRetrying && strings.Contains(h.Why.String(), what)
		}
	}
	want := "there is no server on this box: floorwatch serve starts it; there is no socket at " + path
	until(t, "that there is no server", says(want))
	if why := w.LastHealth().Why.String(); why != want {
		t.Errorf("without a server: %q, want %q", why, want)
	}
	for round := range 3 {
		h := opened(t, path, f, nil)
		h.publish(feedtest.Said(model.MessageID(round+1), round))
		at := feedtest.Noon.Add(time.Duration(round) * time.Hour) // far behind the viewer's own clock
		h.publish(model.Event{At: at, Health: &model.Health{At: at, State: model.StateLive, LastGood: at}})
		until(t, "the floor", func() bool { return w.Has(1, round+1) })
		until(t, "that all is well", func() bool { return w.LastHealth().State == model.StateLive })
		h.stop()
		until(t, "that the server is gone", says("the server on this box is gone since "))
		if got := w.LastHealth(); !got.LastGood.Equal(at) || !got.RetryAt.After(got.At) {
			t.Errorf("round %d: last good %v, again at %v of %v; want %v and later", round, got.LastGood, got.RetryAt, got.At, at)
		}
	}
}

func TestClientSaysWhatIsWrong(t *testing.T) {
	say := func(lines ...string) func(net.Conn) {
		return func(conn net.Conn) { fmt.Fprint(conn, strings.Join(lines, "\n")+"\n") }
	}
	const ok = `{"floorwatch":1,"server":"x"}`
	for _, c := range []struct {
		name   string
		answer func(net.Conn)
		want   string
	}{
		{"closes", say(), "there is no server on this box"},
		{"closes later", say(ok, ``), "there is no server on this box"},
		{"refuses", say(`{"bye":"you are not in the group leaders"}`), "the server on this box says: you are not in the group leaders"},
		{"throws out", say(ok, ``, `{"bye":"too slow"}`), "the server on this box says: too slow"},
		{"hostile", say("{\"bye\":\"\\u001b[2Jx\"}"), "says: "},
		{"another program", say(`HTTP/1.1 400 Bad Request`), "what answers on the socket is not a floorwatch server"},
		{"a later version", say(`{"floorwatch":2,"server":"floorwatch 9"}`), "does not fit: floorwatch 9 speaks version 2 of the feed, this program version 1"},
		{"silent", func(conn net.Conn) { conn.Read(make([]byte, 1)) }, "it says nothing any more"},
		{"silent later", func(conn net.Conn) { say(ok)(conn); io.Copy(io.Discard, conn) }, "it says nothing any more"},
		{"silent after the floor", func(conn net.Conn) {
			say(ok, `{"joining":true}`, `{"joining":false}`)(conn)
			io.Copy(io.Discard, conn)
		}, "it says nothing any more"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := socketPath(t)
			serveBy(t, path, c.answer)
			client := NewClient(path, time.UTC)
			client.readTimeout = 20 * time.Millisecond
			if client.silentTimeout = time.Hour; strings.Contains(c.name, "after") {
				client.readTimeout, client.silentTimeout = client.silentTimeout, client.readTimeout
			}
			got := firstHealth(t, client)
			if why := got.Why.String(); got.State != model.StateRetrying || !strings.Contains(why, c.want) {
				t.Errorf("%v: %q, want %q", got.State, why, c.want)
			}
		})
	}
}

// serveBy lets answer answer each connection on path until the test ends.
func serveBy(t *testing.T, path string, answer func(net.Conn)) {
	t.Helper()
	ln, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	var served sync.WaitGroup
	served.Go(func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			answer(conn)
			conn.Close()
		}
	})
	t.Cleanup(func() {
		ln.Close()
		served.Wait()
	})
}

// firstHealth is the first Health that a client reports.
func firstHealth(t *testing.T, c *Client) (h model.Health) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	c.Run(ctx, func(e model.Event) {
		if e.Health != nil && h.At.IsZero() {
			h = *e.Health
			cancel()
		}
	})
	return h
}

func TestClientSaysWhyItCannotConnect(t *testing.T) {
	path := socketPath(t)
	crashed(t, path)
	if why := firstHealth(t, NewClient(path, nil)).Why.String(); !strings.Contains(why, "floorwatch serve starts it; nobody answers on its socket") {
		t.Errorf("a socket that a crash left: %q", why)
	}
	c := NewClient("", nil)
	c.lost, c.connected = feedtest.Noon, true
	for err, want := range map[error]string{
		os.NewSyscallError("connect", syscall.EACCES): "the socket of the server on this box is not for this user: join its group ([serve] group), then log out and in again",
		syscall.ENFILE: "gone since 12:00:00: too many open files in system",
		net.ErrClosed:  "the server on this box is gone since 12:00:00",
	} {
		if got := c.why(err); !strings.HasSuffix(got, want) {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

func TestClientSkipsDamage(t *testing.T) {
	path := socketPath(t)
	var enc feed.Encoder
	serveBy(t, path, func(conn net.Conn) {
		fmt.Fprintf(conn, "{\"floorwatch\":1}\n%s\nnonsense\n%s%s", enc.Append(nil, feedtest.Said(1, 0)), strings.Repeat("x", feed.MaxLine+1)+"\n", enc.Append(nil, feedtest.Said(2, 0)))
		conn.Read(make([]byte, 1))
	})
	w, _ := watched(t, path)
	until(t, "both messages", func() bool { return w.Has(1, 2) })
}

func TestClientAsks(t *testing.T) {
	path := socketPath(t)
	w, c := watched(t, path)
	c.SetFocus(model.Key{Visitor: 1, Thread: 1})
	for n := range maxAcks + 10 { // nobody is there yet
		c.Ack(model.Ack{Chat: model.ChatID(n + 1), Upto: 1})
		c.Refresh()
	}
	c.SetFocus(model.Key{Visitor: 2, Thread: 2})
	fast := func(s *Server) { s.requestInterval = time.Microsecond }
	h := opened(t, path, feedtest.NewFloor(), fast)
	asked := func(look model.Key, acks int) func() bool {
		return func() (ok bool) {
			h.calls.read(func() {
				for _, k := range h.calls.looks {
					ok = ok || k == look && len(h.calls.acks) == acks && h.calls.fresh == 1
				}
			})
			return ok
		}
	}
	until(t, "what was asked before there was a server", asked(model.Key{Visitor: 2, Thread: 2}, maxAcks))
	h.calls.read(func() {
		if first, last := h.calls.acks[0].Chat, h.calls.acks[maxAcks-1].Chat; first != 11 || last != maxAcks+10 {
			t.Errorf("acks of chats %d to %d, want the newest, 11 to %d", first, last, maxAcks+10)
		}
	})
	c.Claim(model.Claim{Chat: 7, Upto: 1, By: safetext.Line("somebody else")})
	until(t, "the claim, without the name that the viewer gives itself", func() (ok bool) {
		h.calls.read(func() { ok = h.calls.claim.Chat == 7 && h.calls.claim.By.IsEmpty() && !h.calls.claim.At.IsZero() })
		return ok
	})
	c.LogAction(model.AuditAction{What: "\x1b[2J"})
	c.LogAction(model.AuditAction{What: model.AuditExport, Rows: 4})
	until(t, "what its user did, if that is known", func() (ok bool) {
		h.calls.read(func() {
			ok = len(h.calls.deeds) == 1 && h.calls.deeds[0] == model.AuditAction{What: model.AuditExport, Rows: 4}
		})
		return ok
	})
	c.Ack(model.Ack{Chat: 1, Upto: 1})
	c.SetFocus(model.Key{Visitor: 3, Thread: 3})
	until(t, "what is asked now", asked(model.Key{Visitor: 3, Thread: 3}, maxAcks+1))
	h.stop()
	until(t, "the client to notice", func() bool { return w.LastHealth().State == model.StateRetrying })
	h = opened(t, path, feedtest.NewFloor(), fast)
	c.Refresh()
	until(t, "the look again, of a new server", asked(model.Key{Visitor: 3, Thread: 3}, 0))
}

func TestClientsWaitsGrow(t *testing.T) {
	c := NewClient("", nil)
	for failures, want := range map[int]time.Duration{
		1: retryFirst, 2: 2 * retryFirst, 5: 16 * retryFirst, 7: retryMost, 8: retryMost, 1000: retryMost,
	} {
		var waits []time.Duration
		for range 100 {
			waits = append(waits, c.backoff(failures))
		}
		if low, high := slices.Min(waits), slices.Max(waits); high > want || low < want*4/5 || low == high {
			t.Errorf("after %d failures: %v to %v, want different ones of up to a fifth below %v", failures, low, high, want)
		}
	}
}

func TestHealthKeepsTheOrderOfArrival(t *testing.T) {
	c := NewClient("", nil)
	var last time.Time
	now := time.Now()
	health := func(state model.State, at time.Time) model.Event {
		return model.Event{At: at, Health: &model.Health{At: at, State: state}}
	}
	steps := []func() model.Event{
		func() model.Event { return c.stamp(health(model.StateLive, feedtest.Noon), now) },
		func() model.Event { return c.outage(net.ErrClosed, now, time.Second) },
		func() model.Event { return c.stamp(health(model.StateLive, feedtest.Noon.Add(-time.Hour)), now) },
		func() model.Event { return c.stamp(health(model.StateLive, feedtest.Noon.Add(-time.Hour)), now) },
		func() model.Event { return c.stamp(health(model.StateLive, feedtest.Noon.Add(time.Hour)), now) },
	}
	for i, step := range steps {
		got := step().Health
		if !got.At.After(last) || (got.State == model.StateRetrying) != (i == 1) {
			t.Errorf("health %d: %v at %v, want it later than %v", i, got.State, got.At, last)
		}
		last = got.At
	}
	given := health(model.StateLive, feedtest.Noon)
	if c.stamp(given, now); !given.Health.At.Equal(feedtest.Noon) {
		t.Errorf("what was handed in has changed: it is at %v", given.Health.At)
	}
	c.stamp(health(model.StateLive, feedtest.Noon.Add(time.Hour)), now)
	e := c.outage(net.ErrClosed, now.Add(time.Minute), time.Second)
	if want := feedtest.Noon.Add(time.Hour + time.Minute); e.Health.At.Sub(want).Abs() > time.Microsecond {
		t.Errorf("a minute after the last health the server is gone: at %v, want %v by that clock", e.Health.At, want)
	}
}

// The floor that those who join are sent is seconds old. How well it is read is told
// them once, as of now, and behind all that has happened since.
func TestJoiningNeverGoesBackInTime(t *testing.T) {
	f := feedtest.NewFloor()
	h := opened(t, socketPath(t), f, nil)
	say := func(n int, s model.State) {
		at := feedtest.Noon.Add(time.Duration(n) * time.Second)
		h.publish(model.Event{
			At: at, Health: &model.Health{At: at, State: s},
			Coverage: &model.Coverage{List: model.ListHealth{At: at, Unfinished: s == model.StateLive}},
		})
	}
	say(1, model.StateRetrying)
	watched(t, h.path) // takes the floor that the next one shares
	until(t, "the first viewer", func() bool { return h.Viewers() == 1 })
	h.publish(feedtest.Polled(1, 0))
	say(2, model.StateLimited)
	h.publish(feedtest.Polled(11, 0))
	say(3, model.StateLive)

	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	seen := map[model.MessageID]bool{}
	NewClient(h.path, nil).Run(ctx, func(e model.Event) {
		for _, m := range e.Messages {
			seen[m.ID] = true
		}
		if e.Health == nil && e.Coverage == nil {
			return
		}
		if e.Health == nil || e.Health.State != model.StateLive || e.Coverage == nil || !e.Coverage.List.Unfinished || !seen[1] || !seen[20] {
			t.Errorf("told of the reading: %+v, %+v, with %d messages; want LIVE and a list that is not whole, after 20", e.Health, e.Coverage, len(seen))
		}
		cancel()
	})
	if len(seen) != 20 {
		t.Errorf("%d messages before the first word on the reading, want 20", len(seen))
	}
}
