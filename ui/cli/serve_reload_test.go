package cli

import (
	"net"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"floorwatch/ui/alert"
	"floorwatch/ui/cli/config"
)

func TestServeReadsItsConfigurationAgain(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	_, _, chat := server.Visit("Ana Lima")
	server.Say(chat, "Where is my parcel?")
	socket := socketPath(t)
	s := startServer(t, socket, nil, "--config", cfg)
	v := startViewer(t, socket)
	v.waitFor("LIVE", "Where is my parcel?")

	good, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(cfg, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s.hangup <- syscall.SIGHUP
	}
	write(string(good) + "nonsense = 1\n")
	s.waitFor(s.logs, "is not used: the old one stays")
	s.waitFor(s.logs, "poll.nonsense")
	server.Say(chat, "Still read")
	v.waitFor("LIVE", "Still read")

	other, otherCfg := servedFloor(t)
	_, _, chat = other.Visit("Bo Berg")
	other.Say(chat, "From another account")
	text, err := os.ReadFile(otherCfg)
	if err != nil {
		t.Fatal(err)
	}
	write(string(text))
	s.waitFor(s.logs, "and is used")
	v.waitFor("LIVE", "Bo Berg") // the two number their visitors alike
	v.press("q")
	v.wait()
	s.stop()
	if got := other.Complaints(); len(got) > 0 {
		t.Errorf("Acquire complains of our requests: %v", got)
	}
}

// systemd is told once the socket stands.
func TestServeNotifiesSystemd(t *testing.T) {
	t.Parallel()
	path := socketPath(t)
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s := startServer(t, socketPath(t), map[string]string{"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "300000"}, "--demo", "--demo-threads", "1")
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	await := func(what string, want func(string) bool) {
		t.Helper()
		b := make([]byte, 1000)
		for {
			n, err := conn.Read(b)
			if err != nil {
				t.Fatalf("systemd was not told %s: %v", what, err)
			}
			if want(string(b[:n])) {
				return
			}
		}
	}
	is := func(text string) func(string) bool { return func(got string) bool { return got == text } }
	holds := func(text string) func(string) bool {
		return func(got string) bool { return strings.Contains(got, text) }
	}
	await("READY=1", is("READY=1"))
	await("how it is", holds("STATUS=LIVE"))
	await("that it lives", holds("WATCHDOG=1"))
	await("that it lives on", holds("WATCHDOG=1"))
	s.hangup <- syscall.SIGHUP
	reloading := regexp.MustCompile(`^RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]+$`)
	await("that it reads its configuration", func(got string) bool {
		return runtime.GOOS != "linux" && holds("RELOADING=1")(got) || reloading.MatchString(got)
	})
	await("that it has read it, though it was refused", is("READY=1"))
	s.cancel()
	await("that it ends", is("STOPPING=1"))
	s.stop()
}

// A log that logrotate has renamed is opened again by SIGHUP, and a token that came in the environment, which
// it has left since, goes on being used. A configuration of another kind of floor is refused, and the old one holds.
func TestReloadReopensTheLogAndKeepsTheToken(t *testing.T) {
	server, cfg := servedFloor(t)
	text, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^token_file.*$`).ReplaceAllString(string(text), "")
	if err := os.WriteFile(cfg, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FLOORWATCH_TOKEN", testToken)
	log := filepath.Join(t.TempDir(), "log")
	s := startServer(t, socketPath(t), nil, "--config", cfg, "--log", log)
	if os.Getenv("FLOORWATCH_TOKEN") != "" {
		t.Fatal("the token is still in the environment, so this test says nothing")
	}
	if err := os.Rename(log, log+".old"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cfg, []byte(lines+"\n[record]\ndir = \"/nowhere/at-all\"\n[keep]\nrows = 500000\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := len(server.Requests())
	s.hangup <- syscall.SIGHUP
	logged := func() string { b, _ := os.ReadFile(log); return string(b) }
	await(t, nil, func() bool { return strings.Contains(logged(), "was read again and is used") },
		func() string { return "the new log holds " + logged() + "\nstderr: " + s.logs.String() })
	if got := logged(); !strings.Contains(got, "[record], keep.rows") || !strings.Contains(got, "take effect at the next start") {
		t.Errorf("the log does not say what cannot change now:\n%s", got)
	}
	await(t, nil, func() bool { return len(server.Requests()) > before+3 }, func() string { return "nothing is asked after the reload" })
	invented := "[screen]\nname = \"" + config.DemoName + " abc\"\n"
	if err := os.WriteFile(cfg, []byte(lines+"\n"+invented), 0o600); err != nil {
		t.Fatal(err)
	}
	s.hangup <- syscall.SIGHUP
	await(t, nil, func() bool { return strings.Contains(logged(), "one of the two is invented") },
		func() string { return "another kind of floor is not refused: " + logged() })
	before = len(server.Requests())
	await(t, nil, func() bool { return len(server.Requests()) > before+3 }, func() string { return "nothing is asked after the refusal" })
	if complaints := server.Complaints(); len(complaints) > 0 {
		t.Errorf("Acquire complains: %v", complaints)
	}
	s.stop()
}

// A changed ca_file is used for Acquire at once and for webhooks from the next start on, which is said if there are any.
func TestReloadSaysThatWebhooksKeepTheirAuthorities(t *testing.T) {
	for _, routes := range [][]alert.Route{nil, {{Webhook: "https://hooks.example.com/x"}}} {
		old := config.Config{Routes: routes}
		now := old
		now.API.CAFile = "/etc/ssl/ours.pem"
		if got := needRestart(old, now); slices.Contains(got, "api.ca_file for webhooks") != (routes != nil) {
			t.Errorf("with %d routes: %q", len(routes), got)
		}
	}
}
