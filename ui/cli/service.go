package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/poller/serve"
	"floorwatch/ui/alert"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/keep"
	"floorwatch/ui/cli/system"
)

// A service is one poller for many viewers:
//
//	poller → recorder, inbox → feed → shared Board, server → viewers
type service struct {
	o   options
	w   Env
	log *slog.Logger

	systemd   *system.Systemd
	reopenLog func() error

	cfg     config.Config // as of the start
	history past          // read before the start
	shared  *serve.SharedBoard
	inbox   *poller.Inbox
	record  *keep.Recording
	figures *keep.Figures
	server  *serve.Server
	focus   *serve.Focus
	hook    alert.Hook // nil: no receivers

	restored chan struct{} // closed once today's recording is on shared

	mu      sync.Mutex
	current pollRun // the running or next one
}

// A pollRun is a poller with one configuration, replaced when another is loaded.
type pollRun struct {
	client *acquire.Client
	poller *poller.Poller
	floor  model.Floor        // its name
	end    context.CancelFunc // nil before the run
}

// openService checks everything that can be wrong before it returns. It starts only what the demo and the recorder need.
func openService(group *group, o options, w Env, log *slog.Logger) (*service, error) {
	cfg, client, past, err := openClient(group, o, w)
	if err != nil {
		return nil, err
	}
	if cfg.Serve.Socket == "" {
		return nil, errors.New("there is no socket to serve on: set socket under [serve] in the configuration, or name one with --socket PATH")
	}
	s := &service{o: o, w: w, log: log, cfg: cfg, history: past, shared: serve.NewSharedBoard(cfg.Board()), inbox: poller.NewInbox(), restored: make(chan struct{})}
	s.current = pollRun{client: client, poller: poller.New(client, cfg.Polling(), cfg.Poller(log)), floor: cfg.Floor()}
	s.focus = serve.NewFocus(func(k model.Key) { s.poller().SetFocus(k) })
	if s.server, err = serve.Listen(serve.ServerOptions{
		Config: cfg.Serve, Name: "floorwatch " + version(), Source: s.shared, Calls: s.calls(), Log: log, Rows: cfg.Keep.HeldRows(),
	}); err != nil {
		return nil, err
	}
	if s.record, err = keep.OpenRecording(group.start, cfg, w.Getenv, log); err != nil {
		return nil, errors.Join(err, s.server.Close())
	}
	if s.figures, err = keep.OpenFigures(cfg, w.Getenv, s.shared, version(), s.accept, log); err != nil {
		return nil, errors.Join(err, s.server.Close())
	}
	if s.hook, err = startAlertCalls(group, cfg, o, w, log, true); err != nil {
		s.figures.Close()
		return nil, errors.Join(err, s.server.Close())
	}
	return s, nil
}

func (s *service) start(group *group) {
	group.start("server", s.server.Serve)
	group.start("feed", s.feed)
	group.start("poller", func(ctx context.Context) error {
		s.restore(ctx)
		if s.figures != nil { // without the restored day they would be stored as the whole day's
			group.start("figures", s.figures.Run)
		}
		return s.poll(ctx)
	})
	group.start("focus", s.focus.Run)
	group.start("signals", s.listen)
	group.start("memory", system.SpareMemory)
	if s.hook != nil {
		group.start("alerts", func(ctx context.Context) error { return callAlerts(ctx, s.cfg, s.shared, s.hook) })
	}
}

// restore adds today's recording to the shared Board; connected viewers get it with the whole floor.
func (s *service) restore(ctx context.Context) {
	defer close(s.restored)
	if s.o.demo { // each demo is a new floor
		return
	}
	s.figures.Restored(s.record.Restore(ctx, time.Now(), s.shared, s.poller().Recall, s.inbox.Put))
	s.server.Resend()
}

// calls returns the requests that viewers may make.
func (s *service) calls() serve.Calls {
	return serve.Calls{
		SetFocus: s.focus.Set,
		Refresh:  func(serve.Peer) { s.poller().Refresh() },
		Ack: func(p serve.Peer, a model.Ack) {
			a.At, a.By = s.shared.ServerNow(a.At), s.nameOf(p)
			s.audit("acknowledged", p, a.Chat, a.Undo)
			s.accept(model.Event{At: a.At, Acks: []model.Ack{a}})
		},
		Claim: func(p serve.Peer, c model.Claim) {
			c.At, c.By = s.shared.ServerNow(c.At), s.nameOf(p)
			s.audit("claimed", p, c.Chat, c.Undo)
			s.accept(model.Event{At: c.At, Claims: []model.Claim{c}})
		},
		LogAction: func(p serve.Peer, d model.AuditAction) {
			s.log.Info(d.What, "uid", p.UID, "pid", p.PID, "rows", d.Rows)
		},
		Left: s.focus.Left,
	}
}

// nameOf returns a viewer's name on other screens; empty if [privacy] acks hides names.
func (s *service) nameOf(p serve.Peer) safetext.Text {
	if s.cfg.Privacy.HidesAcks() {
		return safetext.Text{}
	}
	return serve.UserName(p.UID)
}

// audit logs in one line what a viewer changed for all.
func (s *service) audit(what string, p serve.Peer, chat model.ChatID, undo bool) {
	s.log.Info(what, "uid", p.UID, "pid", p.PID, "chat", chat, "undo", undo)
}

func (s *service) poller() *poller.Poller {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current.poller
}

func (s *service) client() *acquire.Client {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current.client
}

// accept applies an Event. It waits neither for the disk nor for viewers.
func (s *service) accept(e model.Event) {
	s.record.Put(e)
	if s.hook != nil {
		e = addTrouble(keep.WithRemark(e, s.hook.Trouble()), s.hook)
	}
	s.inbox.Put(s.figures.Remark(s.record.Remark(e)))
}

// tidyEvery is how often the shared Board is tidied.
const tidyEvery = time.Minute

// feed passes Events to the shared Board and then to the viewers: one who joins in
// between gets an Event twice rather than not at all.
func (s *service) feed(ctx context.Context) error {
	tidied, log := time.Now(), healthLog{log: s.log}
	for {
		e, err := s.inbox.Take(ctx)
		if err != nil {
			return nil //nolint:nilerr // the only error is the end of ctx
		}
		s.shared.Apply(e)
		s.server.Publish(e)
		if e.Health != nil { // sent every second by the poller, so this shows that both loops run
			h := s.shared.Standing(s.shared.ServerNow(time.Now()))
			s.logSystemd(s.systemd.Alive(time.Now(), statusLine(h)))
			log.logChange(h)
		}
		if time.Since(tidied) >= tidyEvery {
			tidied = time.Now()
			s.shared.Tidy()
		}
	}
}

// readingLogged is how often the progress of the first read is logged.
const readingLogged = 15 * time.Second

// readingStep is the progress of the first read, or a restore, in per cent that is logged sooner.
const readingStep = 25

// A healthLog logs every change of the health's state, and the progress of the first read.
type healthLog struct {
	log     *slog.Logger
	state   model.State
	percent int
	at      time.Time // of the last logged Health
}

func (l *healthLog) logChange(h model.Health) {
	if !l.at.IsZero() && h.State == l.state && (h.State != model.StateReading || h.At.Sub(l.at) < readingLogged && h.Percent < l.percent+readingStep) {
		return
	}
	l.state, l.percent, l.at = h.State, h.Percent, h.At
	l.log.Info("the floor is "+h.Word(), "why", h.Why.String())
}

// poll runs one pollRun after another: a new configuration ends one and starts the next.
func (s *service) poll(ctx context.Context) error {
	if err := s.emitPast(ctx); err != nil {
		return err
	}
	for ctx.Err() == nil {
		t, end := s.beginRun(ctx)
		s.focus.Repeat()
		name := addFloorName(t.floor)
		err := t.poller.Run(end, func(e model.Event) { s.accept(name(e)) })
		t.end()
		t.client.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// emitPast passes on what was read before the start.
func (s *service) emitPast(ctx context.Context) error {
	name, p := addFloorName(s.cfg.Floor()), s.poller()
	before, err := s.history.emit(ctx, func(e model.Event) model.Event {
		e = name(e)
		p.Recall(e)
		s.record.Put(e)
		return e
	})
	if before.Rows() > 0 {
		s.inbox.Put(before)
	}
	return err
}

// beginRun returns the pollRun to start and its context.
func (s *service) beginRun(ctx context.Context) (pollRun, context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx, s.current.end = context.WithCancel(ctx)
	return s.current, ctx
}

// listen reloads the configuration on request, once the day is restored, since the next poller needs it.
func (s *service) listen(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-s.restored:
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.w.Hangup:
		}
		s.logSystemd(s.systemd.Reloading())
		if err := s.reopenLog(); err != nil {
			s.log.Error("the log file could not be reopened", "err", err)
		}
		if err := s.reload(); err != nil {
			s.log.Error("the configuration was read again but is not used: the old one stays", "err", err)
		} else {
			s.log.Info("the configuration was read again and is used")
		}
		s.logSystemd(s.systemd.Ready())
	}
}

// logSystemd logs an error of notifying systemd.
func (s *service) logSystemd(err error) {
	if err != nil {
		s.log.Warn("systemd", "err", err)
	}
}

// statusLine is what `systemctl status` shows: the state and what is wrong, on one line.
func statusLine(h model.Health) string {
	line := h.Word()
	if !h.Why.IsEmpty() {
		line += ": " + h.Why.String()
	}
	return strings.Join(strings.Fields(line), " ")
}

// needRestart returns the changed settings that a reload cannot apply.
func needRestart(old, now config.Config) []string {
	authorities := func(c config.Config) string { // the webhooks' connections were made with them
		if len(c.Routes) == 0 {
			return ""
		}
		return c.API.CAFile
	}
	var list []string
	for _, c := range []struct {
		name     string
		old, now any
	}{
		{"[serve]", old.Serve, now.Serve}, {"[record]", old.Record, now.Record}, {"[history]", old.History, now.History},
		{"[[shift]]", old.Shifts, now.Shifts}, {"[alerts] and [[alert]]", old.Calls(), now.Calls()}, {"api.ca_file for webhooks", authorities(old), authorities(now)},
		{"keep.rows and keep.messages", old.Keep.HeldRows(), now.Keep.HeldRows()},
	} {
		if !reflect.DeepEqual(c.old, c.now) {
			list = append(list, c.name)
		}
	}
	return list
}

// reload reads the configuration again and restarts polling with it. On an error
// nothing has changed.
func (s *service) reload() error {
	if s.o.demo {
		return errors.New("the demo has no configuration")
	}
	cfg, err := readConfig(s.o, s.w)
	if err != nil {
		return err
	}
	cfg = s.o.over(cfg)
	if cfg.Floor().Conflicts(s.cfg.Floor()) {
		return errors.New("it is of another floor, and one of the two is invented: what is kept would mix them, so restart instead")
	}
	client, err := s.client().Reopen(cfg.Account())
	if err != nil {
		return err
	}
	if list := needRestart(s.cfg, cfg); len(list) > 0 {
		s.log.Warn("these changes take effect at the next start", "changed", strings.Join(list, ", "))
	}
	if err := sameZone(cfg, s.cfg); err != nil {
		s.log.Warn("recordings keep the days of the old time zone until the next start", "err", err)
	}
	s.shared.Reshape(cfg.Board())
	s.replaceRun(cfg, client)
	return nil
}

// replaceRun ends the current pollRun and sets the next one, which starts with what is on the Board.
func (s *service) replaceRun(cfg config.Config, client *acquire.Client) {
	p := poller.New(client, cfg.Polling(), cfg.Poller(s.log))
	for e := range s.shared.Snapshot() {
		p.Recall(e)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.current
	s.current = pollRun{client: client, poller: p, floor: cfg.Floor()}
	if old.end != nil {
		old.end()
	} else {
		old.client.Close() // never started
	}
}

func sameZone(a, b config.Config) error {
	if a.Screen.Location().String() != b.Screen.Location().String() {
		return fmt.Errorf("screen.timezone was %s at the start and is %s now", b.Screen.Location(), a.Screen.Location())
	}
	return nil
}
