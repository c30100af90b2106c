package cli

import (
	"context"
	"errors"
	"fmt"

	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/ui/cli/config"
)

// poll polls, turn by turn: a new configuration ends one and begins the next.
func (s *service) poll(ctx context.Context) error {
	for ctx.Err() == nil {
		t, end := s.begin(ctx)
		s.looks.again()
		err := t.poller.Run(end, s.take)
		t.end()
		t.client.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// begin returns the turn to run and its context.
func (s *service) begin(ctx context.Context) (turn, context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx, s.turn.end = context.WithCancel(ctx)
	return s.turn, ctx
}

// listen reads the configuration again whenever it is asked to.
func (s *service) listen(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.w.Hangup:
		}
		if err := s.reload(); err != nil {
			s.log.Error("the configuration was read again and is not used, the old one stays", "err", err)
			continue
		}
		s.log.Info("the configuration was read again and is used")
	}
}

// reload reads the configuration again and polls by it from now on. After an
// error nothing has changed.
func (s *service) reload() error {
	if s.o.demo {
		return errors.New("the demo has no configuration")
	}
	path, err := config.Find(s.o.config, s.w.Getenv, s.w.System)
	if err != nil {
		return err
	}
	cfg, err := config.Read(path)
	if err != nil {
		return err
	}
	cfg = s.o.over(cfg)
	client, err := newClient(cfg, func() (*acquire.Token, error) { return acquire.OpenToken(cfg.API) })
	if err != nil {
		return err
	}
	if cfg.Serve != s.cfg.Serve || cfg.Record != s.cfg.Record {
		s.log.Warn("what is under [serve] and [record] changes with the next start only")
	}
	if err := sameZone(cfg, s.cfg); err != nil {
		s.log.Warn("the recording keeps its days", "err", err)
	}
	s.hub.reshape(cfg)
	s.next(cfg, client)
	return nil
}

// next ends the turn that runs and lays down the one that follows, which knows what is on the Board.
func (s *service) next(cfg config.Config, client *acquire.Client) {
	p := poller.New(client, cfg.Poll, cfg.Poller(s.log))
	for _, e := range s.hub.Snapshot() {
		p.Recall(e)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.turn
	s.turn = turn{client: client, poller: p}
	if old.end != nil {
		old.end()
	} else {
		old.client.Close() // it never ran
	}
}

func sameZone(a, b config.Config) error {
	if a.Screen.Location().String() != b.Screen.Location().String() {
		return fmt.Errorf("screen.timezone was %s at the start and is %s now", b.Screen.Location(), a.Screen.Location())
	}
	return nil
}
