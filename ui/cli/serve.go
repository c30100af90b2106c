package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/poller/serve"
	"floorwatch/ui/cli/config"
)

func serveCommand(o *options, w Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Read the floor once, for any number of dashboards on this machine",
		Long: "Serve reads the floor and serves it on a Unix socket, so that ten team leaders cost Acquire one\n" +
			"client and only this program needs the token. `floorwatch --connect SOCKET` shows the dashboard.\n" +
			"SIGHUP reads the configuration again; a wrong one is refused and the old one stays.",
		Example: "floorwatch serve --socket /run/floorwatch/socket\nfloorwatch serve --demo --socket ./demo.socket",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runServe(cmd.Context(), *o, w) },
	}
	o.demoFlags(cmd.Flags())
	cmd.Flags().StringVar(&o.socket, "socket", "", "serve on this socket (default: socket under [serve] in the configuration)")
	cmd.Flags().StringVar(&o.record, "record", "", "record the floor into this folder, a file a day, or auto: $XDG_DATA_HOME/floorwatch")
	return cmd
}

func runServe(ctx context.Context, o options, w Env) error {
	log, err := openLog(o.log, w.Getenv, slog.NewTextHandler(w.Err, nil))
	if err != nil {
		return err
	}
	defer log.close()
	group := newGroup(ctx)
	s, err := openService(group, o, w, log.Logger)
	if err != nil {
		return errors.Join(err, group.stop())
	}
	s.start(group)
	where := s.cfg.Serve.Socket
	fmt.Fprintf(w.Out, "Serving on %s: connect with `floorwatch --connect %[1]s`.\n", where)
	if err := notify(w.Getenv, "READY=1"); err != nil {
		log.Warn("systemd", "err", err)
	}
	<-group.ctx.Done()
	err = group.stop()
	log.Info("stopped", "err", err)
	return exitWith(exitFault, err)
}

// A service is one poller for many viewers:
//
//	poller → recorder, inbox → feed → hub, server → viewers
type service struct {
	o   options
	w   Env
	log *slog.Logger

	cfg    config.Config // as it was at the start
	hub    *hub
	inbox  *poller.Inbox
	record *recording
	keeper *figureKeeper
	server *serve.Server
	looks  *looks

	mu   sync.Mutex
	turn turn // the one that polls, or polls next
}

// A turn is the time from one reading of the configuration to the next.
type turn struct {
	client *acquire.Client
	poller *poller.Poller
	end    context.CancelFunc // nil until it runs
}

// openService finds all that can be wrong; nothing runs yet but what the demo and the recorder need.
func openService(group *group, o options, w Env, log *slog.Logger) (*service, error) {
	cfg, client, err := openSource(group, o, w)
	if err != nil {
		return nil, err
	}
	if cfg.Serve.Socket == "" {
		return nil, errors.New("there is no socket to serve on: set socket under [serve] in the configuration, or name one with --socket PATH")
	}
	s := &service{o: o, w: w, log: log, cfg: cfg, hub: newHub(cfg), inbox: poller.NewInbox()}
	s.turn = turn{client: client, poller: poller.New(client, cfg.Poll, cfg.Poller(log))}
	s.looks = newLooks(func(k model.Key) { s.poller().Look(k) })
	if s.server, err = serve.Listen(serve.ServerOptions{
		Config: cfg.Serve, Name: "floorwatch " + version(), Source: s.hub, Calls: s.calls(), Log: log, Rows: cfg.Keep.HeldRows(),
	}); err != nil {
		return nil, err
	}
	if s.record, err = openRecording(group, cfg, w.Getenv, log); err != nil {
		return nil, errors.Join(err, s.server.Close())
	}
	if s.keeper, err = openFigureKeeper(cfg, w.Getenv, s.hub, log); err != nil {
		return nil, errors.Join(err, s.server.Close())
	}
	s.record.restore(time.Now(), s.hub.apply, s.turn.poller.Recall)
	return s, nil
}

func (s *service) start(group *group) {
	group.start("server", s.server.Serve)
	group.start("feed", s.feed)
	group.start("poller", s.poll)
	group.start("looks", s.looks.run)
	group.start("signals", s.listen)
	group.start("memory", spareMemory)
	if s.keeper != nil {
		group.start("figures", s.keeper.run)
	}
}

// calls are what viewers may ask for.
func (s *service) calls() serve.Calls {
	return serve.Calls{
		Look:    s.looks.set,
		Refresh: func(serve.Peer) { s.poller().Refresh() },
		Ack: func(_ serve.Peer, a model.Ack) {
			a.At = s.hub.serverNow(a.At)
			s.take(model.Event{At: a.At, Acks: []model.Ack{a}})
		},
		Claim: func(_ serve.Peer, c model.Claim) {
			c.At = s.hub.serverNow(c.At)
			s.take(model.Event{At: c.At, Claims: []model.Claim{c}})
		},
		Left: s.looks.left,
	}
}

func (s *service) poller() *poller.Poller {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.turn.poller
}

// take takes an Event in. It waits neither for the disk nor for viewers.
func (s *service) take(e model.Event) {
	s.record.put(e)
	s.inbox.Put(s.keeper.remark(s.record.remark(e)))
}

// feed carries Events to the hub and then to the viewers: one who joins in
// between has it twice, never not at all.
func (s *service) feed(ctx context.Context) error {
	tidied := time.Now()
	for {
		e, err := s.inbox.Take(ctx)
		if err != nil {
			return nil //nolint:nilerr // the only error is the end of ctx
		}
		s.hub.apply(e)
		s.server.Publish(e)
		if time.Since(tidied) >= tidyEvery {
			tidied = time.Now()
			s.hub.tidy()
		}
	}
}
