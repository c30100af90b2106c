package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/floor"
	"floorwatch/ui/cli/config"
)

// demoStep is how often the invented floor advances.
const demoStep = 250 * time.Millisecond

// startDemo opens an invented floor on the loopback interface and returns a
// client for it. Everything else is as with a real account: HTTP, the wire format, the
// poller, the screen. past reads the floor's time before the start.
func startDemo(group *group, o options) (config.Config, *acquire.Client, past, error) {
	if err := o.checkDemo(); err != nil {
		return config.Config{}, nil, nil, err
	}
	cfg, err := demoConfig(o.config)
	if err != nil {
		return config.Config{}, nil, nil, err
	}
	token := rand.Text()
	opened := time.Now().Add(-watchedFor(o.demoThreads))
	url, err := inventFloor(group, o, opened, fakeacquire.Options{Token: token}, 0)
	if err != nil {
		return config.Config{}, nil, nil, err
	}
	cfg.API.URL = url
	if cfg.Screen.Name = config.DemoName; o.record != "" {
		cfg.Screen.Name += " " + newRun() // what is recorded of two demos would be read as one floor
	}
	client, err := newClient(cfg, func() (*acquire.Token, error) { return acquire.NewToken(token) })
	// Enough for the first read to be over within a second. Afterwards only
	// what is due is asked, so a floor of 110 costs some 15 requests a second.
	cfg.API.RequestsPerSecond = max(500, float64(5*o.demoThreads)) // more than [api] allows: nobody's server is asked
	cfg.API.InFlight = 8
	watched := func(ctx context.Context) ([]model.Event, error) { return watchPast(ctx, o, opened) }
	return cfg, client, watched, err
}

// newRun returns a name for one run of an invented floor. Each run is a new floor with the same chat numbers.
func newRun() string { return strings.ToLower(rand.Text()[:5]) }

// inventFloor serves an invented floor, opened at a time, over HTTP on a loopback port (0: a free one) while the
// group runs, and returns its address.
func inventFloor(group *group, o options, opened time.Time, as fakeacquire.Options, port int) (url string, err error) {
	server := fakeacquire.NewServer(as)
	life := floor.New(server, o.demoSeed, o.demoAgents, o.demoThreads, opened)
	life.Advance(time.Now())
	if o.demoFaults {
		life.InjectFaults()
	}
	url, err = server.ListenOn(port)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return "", fmt.Errorf("another program has port %d of this machine: name another with --port, or none for a free one", port)
	case errors.Is(err, fs.ErrPermission):
		return "", fmt.Errorf("this user may not open port %d: name one above 1023 with --port, or none for a free one", port)
	case err != nil:
		return "", fmt.Errorf("the demo cannot open a port on this machine: %w", err)
	}
	group.start("demo floor", func(ctx context.Context) error {
		defer server.Close()
		life.Run(ctx, demoStep)
		return nil
	})
	return url, nil
}

// demoConfig returns the defaults or, if a file is named, its screen, alerts, limits,
// teams and retention. The file does not decide what is polled, how often, and what is
// stored: invented data does not belong in a real floor's recording, and nobody is
// paged for an invented wait.
func demoConfig(file string) (config.Config, error) {
	own := config.Default()
	if file == "" {
		for _, name := range floor.Departments() {
			own.Teams = append(own.Teams, model.Team{Name: name, Departments: []string{name}})
		}
		return own, nil
	}
	cfg, err := config.Read(file)
	cfg.API, cfg.Poll, cfg.Watch, cfg.Record, cfg.Serve = own.API, own.Poll, own.Watch, own.Record, own.Serve
	cfg.History, cfg.Routes = own.History, own.Routes
	cfg.Hours = own.Hours // an invented floor never closes
	for i := range cfg.Teams {
		cfg.Teams[i].Hours = nil
	}
	return cfg, err
}
