package cli

import (
	"context"
	"log/slog"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/poller"
	"floorwatch/poller/serve"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/system"
)

// TestOnlyAPollerThatRunsFeedsTheWatchdog: a sign of life follows from what the poller says each second of how it is.
// What viewers do goes on where the poller hangs, and gives none, so that systemd starts such a server again.
func TestOnlyAPollerThatRunsFeedsTheWatchdog(t *testing.T) {
	path := socketPath(t)
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	env := map[string]string{"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "3"} // a sign is due at any time
	cfg := config.Default()
	cfg.Serve.Socket = socketPath(t)
	s := &service{
		log: slog.New(slog.DiscardHandler), systemd: system.NewSystemd(func(k string) string { return env[k] }),
		shared: serve.NewSharedBoard(board.Config{}), inbox: poller.NewInbox(),
	}
	if s.server, err = serve.Listen(serve.ServerOptions{Config: cfg.Serve, Name: "floorwatch test", Source: s.shared}); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.server.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	fed := make(chan error, 1)
	go func() { fed <- s.feed(ctx) }()

	at := time.Now()
	s.inbox.Put(model.Event{At: at, Floor: &model.Floor{Name: safetext.Line("Acme"), At: at}, Acks: []model.Ack{{Chat: 1, At: at}}})
	await(t, nil, func() bool {
		return slices.ContainsFunc(slices.Collect(s.shared.Snapshot()), func(e model.Event) bool { return e.Floor != nil })
	}, func() string { return "the Event of a viewer was not taken" })
	s.inbox.Put(model.Event{At: at, Health: &model.Health{At: at, State: model.StateLive}})
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 1000)
	n, err := conn.Read(b)
	if err != nil || !strings.Contains(string(b[:n]), "WATCHDOG=1") {
		t.Fatalf("after the poller's word systemd was told %q, %v", b[:n], err)
	}
	cancel()
	if err := <-fed; err != nil {
		t.Error(err)
	}
	if err := system.NewSystemd(func(k string) string { return env[k] }).Stopping(); err != nil { // behind all that feed has said
		t.Fatal(err)
	}
	if n, err = conn.Read(b); err != nil || string(b[:n]) != "STOPPING=1" {
		t.Errorf("a second sign of life, %q, %v: what a viewer did was one too", b[:n], err)
	}
}
