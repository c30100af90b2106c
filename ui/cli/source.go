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
	// Recall passes on what a recording held, before Run.
	Recall(e model.Event)
	Run(ctx context.Context, emit func(model.Event)) error
}

// localSource polls Acquire itself. Acknowledgements go nowhere but
// into the recording: Acquire knows none.
type localSource struct {
	*poller.Poller
	past   past // what was read before it
	record *keep.Recording
	floor  model.Floor // what the floor is called
	log    *slog.Logger
}

func newLocalSource(cfg config.Config, source poller.Source, past past, record *keep.Recording, log *slog.Logger) localSource {
	return localSource{poller.New(source, cfg.Polling(), cfg.Poller(log)), past, record, cfg.Floor(), log}
}

// addFloorName returns what adds the floor to the first Event with a time of Acquire's, so that a viewer, or
// who plays the recording, needs no configuration for its name.
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

// Claim is kept likewise.
func (p localSource) Claim(c model.Claim) {
	p.log.Info("claimed", "uid", os.Getuid(), "chat", c.Chat, "undo", c.Undo)
	p.record.Put(model.Event{At: c.At, Claims: []model.Claim{c}})
}

func (p localSource) Ack(a model.Ack) {
	p.log.Info("acknowledged", "uid", os.Getuid(), "chat", a.Chat, "undo", a.Undo)
	p.record.Put(model.Event{At: a.At, Acks: []model.Ack{a}})
}

func (p localSource) LogAction(d model.AuditAction) { logAction(p.log, d) }

// logAction leaves a line of what the user of this process has done.
func logAction(log *slog.Logger, d model.AuditAction) {
	log.Info(d.What, "uid", os.Getuid(), "rows", d.Rows)
}

// Run records what it brings, and says in it where that fails.
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

// Recall does nothing: the server's poller knows what came before.
func (remoteSource) Recall(model.Event) {}

func (c remoteSource) Run(ctx context.Context, emit func(model.Event)) error {
	c.Client.Run(ctx, emit)
	return nil
}

// openFloorSource makes the source that the flags ask for, with the configuration that goes with it.
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
		past = nil // what it was before is not asked
	}
	record, err := keep.OpenRecording(group.start, cfg, w.Getenv, log)
	return cfg, newLocalSource(cfg, client, past, record, log), record, err
}

// openClient makes the client of the real account, or of the demo's invented one.
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

// readConfig reads the configuration that the flags name, else the one that is found.
func readConfig(o options, w Env) (config.Config, error) {
	path, err := config.Find(o.config, w.Getenv, w.System)
	if err != nil {
		return config.Config{}, err
	}
	return config.Read(path)
}

// storageFolder returns the folder in which something is kept, by RecordDir or HistoryDir
// of config: dir is what a flag says, else the configuration. none is the error
// where dir is empty.
func storageFolder(of func(dir string, env func(string) string) (string, error), w Env, dir string, none error) (string, error) {
	dir, err := of(dir, w.Getenv)
	if err == nil && dir == "" {
		return "", none
	}
	return dir, err
}

// checkFolder is an error where there is no such folder of recordings, or where it cannot be read: without it that
// would look like a folder in which nothing is found.
func checkFolder(folder string) error {
	if _, err := os.ReadDir(folder); err != nil {
		return fmt.Errorf("cannot read the recordings: %w", err)
	}
	return nil
}

// viewerConfig is the configuration of who needs no token: the limits and the
// screen. Where there is none the defaults do.
func viewerConfig(o options, w Env) (config.Config, error) {
	path, err := config.Find(o.config, w.Getenv, w.System)
	cfg := config.Default()
	if err == nil { // else there is none
		if cfg, err = config.Read(path); err != nil {
			return o.over(cfg), err
		}
	}
	cfg = o.over(cfg)
	return cfg, cfg.CheckTeam()
}

// checkSocket finds a path that can never be a server's. One where nothing is
// yet may become one: the screen waits for it and says so.
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
