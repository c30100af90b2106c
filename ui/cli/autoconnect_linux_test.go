package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// withoutToken takes the right to read the token of a configuration away while do runs: by the file's mode, or for root,
// whom no mode stops, by another user's rights for the thread, which ends with its goroutine.
func withoutToken(t *testing.T, token string, do func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		if err := os.Chmod(token, 0); err != nil {
			t.Fatal(err)
		}
		do()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		const nobody = 65534
		syscall.RawSyscall(syscall.SYS_SETFSUID, nobody, 0, 0) // the next reads show whether it worked
		do()
	}()
	<-done
}

// Where the server has the token, whoever may not read it sees what the server reads, without any flag.
func TestConnectsBySelf(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	if err := os.Chmod(filepath.Dir(filepath.Dir(cfg)), 0o755); err != nil { // the folder that t.TempDir makes folders in
		t.Fatal(err)
	}
	server.AddAgent("Maya Okafor", "Support")
	socket := socketPath(t)
	startServer(t, socket, nil, "--config", cfg)
	text, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	token := filepath.Join(filepath.Dir(cfg), "token")
	leaders := func(socket string) string {
		path := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(path, append(text, "[serve]\nsocket = \""+socket+"\"\n"...), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	shared, none := leaders(socket), leaders(filepath.Join(t.TempDir(), "none"))
	said := "connects to the server at " + socket
	for _, c := range []struct {
		name         string
		args         []string
		token        bool // may be read
		ok           bool
		says, silent string
	}{
		{"the token is the server's", []string{"--config", shared}, false, true, said, "token_file:"},
		{"the token is ours", []string{"--config", shared}, true, true, "", said},
		{"asked for", []string{"--config", shared, "--connect", "auto"}, true, true, "", said},
		{"no server runs", []string{"--config", none}, false, false, "is not open to this user", "connects to"},
		{"asked for, no server runs", []string{"--config", none, "--connect", "auto"}, true, false, "none", "token_file:"},
		{"asked for, no socket is named", []string{"--config", cfg, "--connect", "auto"}, true, false, "[serve] socket", ""},
		{"asked for, no configuration", []string{"--connect", "auto"}, true, false, "--connect SOCKET", ""},
	} {
		run := func() {
			status, stdout, stderr := runPlain(t, nil, append([]string{"snapshot", "--timeout", patience.String()}, c.args...)...)
			if ok := status == exitOK && strings.HasPrefix(stdout, "OK - 0 waiting"); ok != c.ok {
				t.Errorf("%s: status %d, %q, %q; want an answer: %v", c.name, status, stdout, stderr, c.ok)
			}
			if !strings.Contains(stderr, c.says) || c.silent != "" && strings.Contains(stderr, c.silent) {
				t.Errorf("%s: %q on standard error, want %q and not %q", c.name, stderr, c.says, c.silent)
			}
		}
		if c.token {
			run()
			continue
		}
		withoutToken(t, token, run)
		if err := os.Chmod(token, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
