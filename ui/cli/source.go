package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/poller/serve"
	"floorwatch/ui"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/keep"
)

// A floorSource produces the floor's Events: a poller, or the socket of a server that polls.
type floorSource interface {
	ui.Requests
	// Recall applies an Event of a recording, before Run.
	Recall(e model.Event)
	Run(ctx context.Context, emit func(model.Event)) error
}

// localSource polls Acquire itself. Acknowledgements go only into the
// recording: Acquire has none.
type localSource struct {
	*poller.Poller
	past   past // read before the start
	record *keep.Recording
	floor  model.Floor // the floor's name
	log    *slog.Logger
}

func newLocalSource(cfg config.Config, source poller.Source, past past, record *keep.Recording, log *slog.Logger) localSource {
	return localSource{poller.New(source, cfg.Polling(), cfg.Poller(log)), past, record, cfg.Floor(), log}
}

// addFloorName returns a function that adds the floor's name to the first Event with Acquire's time, so that a
// viewer or a replay needs no configuration for it.
func addFloorName(floor model.Floor) func(model.Event) model.Event {
	named := floor.Name.IsEmpty()
	return func(e model.Event) model.Event {
		if !named && e.Dated() {
			is := floor
			is.At, named = e.At, true
			e.Floor = &is
		}
		return e
	}
}

// Claim records that a leader is on a chat; like an acknowledgement it goes only into the recording.
func (p localSource) Claim(c model.Claim) {
	p.log.Info("claimed", "uid", os.Getuid(), "chat", c.Chat, "undo", c.Undo)
	p.record.Put(model.Event{At: c.At, Claims: []model.Claim{c}})
}

func (p localSource) Ack(a model.Ack) {
	p.log.Info("acknowledged", "uid", os.Getuid(), "chat", a.Chat, "undo", a.Undo)
	p.record.Put(model.Event{At: a.At, Acks: []model.Ack{a}})
}

func (p localSource) LogAction(d model.AuditAction) { logAction(p.log, d) }

// logAction logs an action of this process's user.
func logAction(log *slog.Logger, d model.AuditAction) {
	log.Info(d.What, "uid", os.Getuid(), "rows", d.Rows)
}

// Run polls, records every Event and adds a recording's failure to the Health.
func (p localSource) Run(ctx context.Context, emit func(model.Event)) error {
	name := addFloorName(p.floor)
	before, err := p.past.emit(ctx, func(e model.Event) model.Event {
		e = name(e)
		p.Recall(e)
		p.record.Put(e)
		return e
	})
	if err != nil {
		return err
	}
	if before.Rows() > 0 {
		emit(before)
	}
	return p.Poller.Run(ctx, func(e model.Event) {
		e = name(e)
		p.record.Put(e)
		emit(p.record.Remark(e))
	})
}

// remoteSource connects to a server on this machine.
type remoteSource struct{ *serve.Client }

// Recall does nothing: the server's poller knows the recording.
func (remoteSource) Recall(model.Event) {}

func (c remoteSource) Run(ctx context.Context, emit func(model.Event)) error {
	c.Client.Run(ctx, emit)
	return nil
}

// openFloorSource returns the source that the flags ask for, and its configuration.
func openFloorSource(group *group, o options, w Env, log *slog.Logger) (config.Config, floorSource, *keep.Recording, error) {
	if o.connect != "" {
		cfg, err := viewerConfig(o, w)
		if err == nil {
			err = checkSocket(o.connect)
		}
		return cfg, remoteSource{serve.NewClient(o.connect, cfg.Screen.Location())}, nil, err
	}
	cfg, client, past, err := openClient(group, o, w)
	if err != nil {
		return cfg, nil, nil, err
	}
	if o.once {
		past = nil // the time before the start is not read
	}
	record, err := keep.OpenRecording(group.start, cfg, w.Getenv, log)
	return cfg, newLocalSource(cfg, client, past, record, log), record, err
}

// openClient returns the client of the real account, or of the demo's.
func openClient(group *group, o options, w Env) (config.Config, *acquire.Client, past, error) {
	if o.demo {
		cfg, client, past, err := startDemo(group, o)
		cfg = o.over(cfg)
		return cfg, client, past, errors.Join(err, cfg.CheckTeam())
	}
	cfg, err := readConfig(o, w)
	if err != nil {
		return config.Config{}, nil, nil, err
	}
	if cfg = o.over(cfg); cfg.CheckTeam() != nil {
		return cfg, nil, nil, cfg.CheckTeam()
	}
	client, err := newClient(cfg, func() (*acquire.Token, error) { return acquire.OpenToken(cfg.Account()) })
	return cfg, client, nil, err
}

// readConfig reads the configuration that the flags name, otherwise the one found.
func readConfig(o options, w Env) (config.Config, error) {
	path, err := config.Find(o.config, w.Getenv, w.System)
	if err != nil {
		return config.Config{}, err
	}
	return config.Read(path)
}

// storageFolder returns the folder of stored files; of is config.RecordDir or HistoryDir, dir
// the value of a flag or of the configuration. none is the error if dir is empty.
func storageFolder(of func(dir string, env func(string) string) (string, error), w Env, dir string, none error) (string, error) {
	dir, err := of(dir, w.Getenv)
	if err == nil && dir == "" {
		return "", none
	}
	return dir, err
}

// checkFolder returns an error if the folder of recordings is missing or unreadable, which would otherwise look like
// a folder in which nothing is found.
func checkFolder(folder string) error {
	if _, err := os.ReadDir(folder); err != nil {
		return fmt.Errorf("cannot read the recordings: %w", err)
	}
	return nil
}

// viewerConfig returns the configuration of a viewer, which needs no token: limits
// and screen. Without a file it returns the defaults.
func viewerConfig(o options, w Env) (config.Config, error) {
	path, err := config.Find(o.config, w.Getenv, w.System)
	cfg := config.Default()
	if err == nil { // otherwise there is none
		if cfg, err = config.Read(path); err != nil {
			return o.over(cfg), err
		}
	}
	cfg = o.over(cfg)
	return cfg, cfg.CheckTeam()
}

// checkSocket returns an error for a path that can never be a server's socket. A
// missing one may still appear: the screen waits for it and says so.
func checkSocket(path string) error {
	if _, err := config.Home(path); err != nil {
		return fmt.Errorf("--connect %w", err)
	}
	if err := serve.CheckPath(path); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err == nil && info.Mode().Type() != fs.ModeSocket {
		return fmt.Errorf("%s is not a socket: --connect takes the one that `floorwatch serve` names when it starts", path)
	}
	return nil
}
