package poller_test

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/poller/fakeacquire"
)

// token has characters that look different in every encoding.
const token = `tok+en/4f"7\9%~sEcReT==`

// long reports whether the long versions of the tests were asked for.
func long() bool { return os.Getenv("FLOORWATCH_LONG") != "" }

// seed returns what a test draws from: another with each run, told in the
// log, so that FLOORWATCH_SEED=… plays a run again.
func seed(t *testing.T) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(os.Getenv("FLOORWATCH_SEED"), 10, 64)
	if err != nil {
		n = uint64(time.Now().UnixNano()) % 1_000_000
	}
	t.Logf("FLOORWATCH_SEED=%d", n)
	return n
}

// A path is the whole way from the server to the Board, with the real client,
// poller and inbox. It lives in a bubble of virtual time, without a socket.
type path struct {
	t      *testing.T
	server *fakeacquire.Server
	poller *poller.Poller
	cfg    poller.Config

	news chan struct{} // an Event has been applied

	mu     sync.Mutex
	board  *board.Board
	events []model.Event // the first ones, and of the others those with a new state
	last   model.State
	lossy  bool
	stops  []func()

	perSecond float64 // the budget to hold the requests against; 0: none
}

// A setup is what a path is laid with beside the server. The zero value is the defaults.
type setup struct {
	api   func(*acquire.Config)
	cfg   func(*poller.Config)
	wire  http.RoundTripper // the server's own where nil
	token *acquire.Token
	log   *slog.Logger
	keep  model.Retention   // of the Board; the defaults where zero
	net   *network          // the client's own connections over this one
	own   bool              // the client's own connections instead of a wire
	emit  func(model.Event) // called on the poller's goroutine with all it tells
	known []model.Event     // of a recording
	lossy bool              // the server keeps words back, so gaps are to be claimed
}

// lay starts reading server. stop, which the end of the test calls as well, waits for every goroutine.
func lay(t *testing.T, server *fakeacquire.Server, s setup) *path {
	t.Helper()
	api, cfg := acquire.DefaultConfig(), poller.DefaultConfig()
	if s.api != nil {
		s.api(&api)
	}
	if s.cfg != nil {
		s.cfg(&cfg)
	}
	if s.token == nil {
		s.token = known(t, token)
	}
	client := s.client(t, server, api)
	p := &path{t: t, server: server, cfg: cfg, lossy: s.lossy, news: make(chan struct{}, 1), board: board.New(board.Config{Limits: model.DefaultLimits(), Keep: s.keep})}
	p.poller = poller.New(client, cfg, poller.Options{
		RequestsPerSecond: api.RequestsPerSecond, InFlight: api.InFlight, Seed: "test", Log: s.log,
	})
	if s.net == nil && !s.own && s.wire == nil {
		p.perSecond = api.RequestsPerSecond
	}
	for _, e := range s.known {
		p.poller.Recall(e)
		p.board.Apply(e)
	}
	inbox := poller.NewInbox()
	p.start(func(ctx context.Context) {
		if err := p.poller.Run(ctx, func(e model.Event) { inbox.Put(e); s.told(e) }); err != nil {
			t.Errorf("Run returned %v, want nil", err)
		}
	})
	p.start(func(ctx context.Context) {
		for {
			e, err := inbox.Take(ctx)
			if err != nil {
				return
			}
			p.apply(e)
		}
	})
	t.Cleanup(p.stop)
	return p
}

func (s setup) told(e model.Event) {
	if s.emit != nil {
		s.emit(e)
	}
}

func (s setup) client(t *testing.T, server *fakeacquire.Server, api acquire.Config) *acquire.Client {
	t.Helper()
	var options []acquire.Option
	switch {
	case s.own:
	case s.net != nil:
		options = append(options, acquire.WithNetwork(s.net.dial, certificate().roots))
	case s.wire != nil:
		options = append(options, acquire.WithTransport(s.wire))
	default:
		options = append(options, acquire.WithTransport(server.Transport()))
	}
	client, err := acquire.New(api, s.token, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

func known(t *testing.T, text string) *acquire.Token {
	t.Helper()
	tok, err := acquire.NewToken(text)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// start runs f until stop.
func (p *path) start(f func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); f(ctx) }()
	p.stops = append(p.stops, func() { cancel(); <-done })
}

func (p *path) stop() {
	defer p.wantBudget()
	for _, stop := range p.stops {
		stop()
	}
	p.stops = nil
}

// wantBudget wants no second with more requests than the budget, where time is virtual and nothing else counts requests.
func (p *path) wantBudget() {
	if p.perSecond == 0 {
		return
	}
	sent := p.server.Requests()
	most := int(math.Ceil(p.perSecond))
	for i := most; i < len(sent); i++ {
		if within := sent[i].At.Sub(sent[i-most].At); within >= 0 && within < time.Second-time.Microsecond {
			p.t.Errorf("%d requests within %v, want at most %d a second", most+1, within, most)
			return
		}
	}
}

func (p *path) apply(e model.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.board.Apply(e)
	if len(e.Gaps) > 0 && !p.lossy {
		p.t.Errorf("a gap is claimed where nothing is missing: %+v", e.Gaps)
	}
	if news := e.Health != nil && e.Health.State != p.last; news || len(p.events) < 300 {
		p.events = append(p.events, e)
	}
	if e.Health != nil {
		p.last = e.Health.State
	}
	select {
	case p.news <- struct{}{}:
	default: // the look that is due will see this too
	}
}

// now returns the newest Health.
func (p *path) now() model.Health {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.board.Health()
}

// pass lets d of virtual time go by.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// A shown is a message on the Board, with the row of the screen that holds it.
type shown struct {
	model.Message
	row model.Key
}

// all returns every message on the Board by id; the same id twice is an error.
func (p *path) all() map[model.MessageID]shown {
	p.mu.Lock()
	defer p.mu.Unlock()
	got := map[model.MessageID]shown{}
	for _, row := range p.board.At(time.Now().Add(p.board.Health().Skew + time.Second)).Threads {
		for _, m := range p.board.Transcript(row.Key) {
			if _, twice := got[m.ID]; twice {
				p.t.Errorf("message %d is on the Board twice", m.ID)
			}
			got[m.ID] = shown{m, row.Key}
		}
	}
	return got
}

// settle lets virtual time go by until all is well, which is to be within the given time: LIVE, no next try to wait for,
// and the Board holds what the server holds. It wants that to be so half a minute later as well.
func (p *path) settle(within time.Duration, when string) {
	p.t.Helper()
	well := func() bool {
		h := p.now()
		return h.State == model.StateLive && h.RetryAt.IsZero() && len(p.differences()) == 0
	}
	for end := time.Now().Add(within); time.Now().Before(end) && !well(); {
		pass(5 * time.Second)
	}
	pass(30 * time.Second)
	p.wantState(model.StateLive, when)
	p.wantTruth(when)
}

// wantTruth checks that the Board holds what the server holds and nothing else.
func (p *path) wantTruth(when string) {
	p.t.Helper()
	wrong := p.differences()
	for _, words := range wrong[:min(len(wrong), 8)] {
		p.t.Errorf("%s: %s", when, words)
	}
	if len(wrong) > 8 {
		p.t.Errorf("%s: %d messages of %d are wrong in all", when, len(wrong), len(p.server.Lines()))
	}
	if c := p.server.Complaints(); len(c) > 0 {
		p.t.Errorf("%s: the server complains of %q", when, c)
	}
}

// differences says what the Board holds otherwise than the server, in a sentence a message.
func (p *path) differences() (wrong []string) {
	got := p.all()
	fail := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	for _, l := range p.server.Lines() {
		m, ok := got[l.ID]
		delete(got, l.ID)
		switch key := (model.Key{Visitor: l.Visitor, Thread: l.Thread}); {
		case !ok:
			fail("message %d of %+v, chat %d, sent %s, is not on the Board: %q", l.ID, key, l.Chat, l.At.Format(time.TimeOnly), l.Text)
		case m.row != key || m.Chat != l.Chat:
			fail("message %d stands in %+v, chat %d, want %+v, chat %d", l.ID, m.row, m.Chat, key, l.Chat)
		case m.Text != safetext.CleanHTML(l.Text):
			fail("message %d is %q, want %q", l.ID, m.Text, safetext.CleanHTML(l.Text))
		case (m.Seen == model.SeenYes) != l.Seen:
			fail("message %d of %+v, chat %d: seen is %v, want %v", l.ID, key, l.Chat, m.Seen, l.Seen)
		case !m.SentAt.Equal(l.At):
			fail("message %d was sent at %v, want %v", l.ID, m.SentAt, l.At)
		}
	}
	for id, m := range got {
		fail("message %d in %+v is on the Board and not on the server: %q", id, m.row, m.Text)
	}
	return wrong
}
