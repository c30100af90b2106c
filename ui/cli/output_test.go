//go:build unix

package cli

import (
	"bufio"
	"context"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"floorwatch/ui/cli/system"
)

// snapshotTo runs the command with -o and checks that it wrote.
func snapshotTo(t *testing.T, path string) (stdout string) {
	t.Helper()
	status, stdout, stderr := runPlain(t, nil, "snapshot", "--demo", "--demo-threads", "5", "--demo-agents", "2", "-o", path)
	if status == exitUnknown || stderr != "" {
		t.Fatalf("-o %s: status %d, %q", path, status, stderr)
	}
	return stdout
}

// floorLine is how the snapshot of the demo begins.
const floorLine = "waiting"

func checkWritten(t *testing.T, path, text string) {
	t.Helper()
	if !strings.Contains(text, floorLine) || !strings.HasSuffix(text, "\n") {
		t.Errorf("%s got %q, want a snapshot", path, text)
	}
}

func checkKind(t *testing.T, path string, want fs.FileMode) {
	t.Helper()
	if info, err := os.Lstat(path); err != nil || info.Mode().Type() != want {
		t.Errorf("%s is %v (%v), want %v", path, info.Mode(), err, want)
	}
}

func TestOutputOnStandardOutput(t *testing.T) {
	t.Chdir(t.TempDir())
	checkWritten(t, "-", snapshotTo(t, "-"))
	if list, _ := os.ReadDir("."); len(list) > 0 {
		t.Errorf("there is %v now", list)
	}
}

func TestOutputIntoAFifo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	text := make(chan string, 1)
	go func() {
		b, _ := os.ReadFile(path)
		text <- string(b)
	}()
	snapshotTo(t, path)
	checkKind(t, path, fs.ModeNamedPipe)
	checkWritten(t, path, <-text)
}

// What cannot be written is named as it was asked for, with what to do, by whoever writes a file.
func TestOutputThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	away := filepath.Join(dir, "away", "x")
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"report", "--demo"}, {"snapshot", "--demo", "--demo-threads", "2", "--demo-agents", "2"}} {
		for path, want := range map[string]string{ // system.WriteOutput's words: one of them, by chance, from the report, which takes longer
			away:                             away + ": there is no folder " + filepath.Dir(away) + ": make it, or name a file elsewhere",
			dir:                              dir + " is a folder: name a file in it",
			filepath.Join(dir, "file/x"):     "leads through something that is not a folder",
			filepath.Join(dir, "away") + "/": "there is no folder",
		} {
			_, out, errs := runPlain(t, nil, append(command, "-o", path)...)
			if out != "" || !strings.Contains(errs, want) || strings.Contains(errs, ".floorwatch-") || strings.Contains(errs, "no such file") {
				t.Errorf("%s -o %s: %q, %q, want %q", command[0], path, out, errs, want)
			}
			if command[0] == "report" && testing.Short() {
				break
			}
		}
	}
}

// A fifo that nobody reads holds up the program until its time is over.
func TestOutputIntoAFifoThatNobodyReads(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := system.WriteOutput(ctx, path, "text", false, nil); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("%v, want an error that names the fifo", err)
	}
	f, err := os.Open(path) // lets go of the writer
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
}

func TestOutputIntoATerminal(t *testing.T) {
	ptm, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ptm.Close()
	defer tty.Close()
	link := filepath.Join(t.TempDir(), "terminal")
	if err := os.Symlink(tty.Name(), link); err != nil {
		t.Fatal(err)
	}
	snapshotTo(t, link)
	checkKind(t, link, fs.ModeSymlink)
	checkKind(t, tty.Name(), fs.ModeDevice|fs.ModeCharDevice)
	line, err := bufio.NewReader(ptm).ReadString('\n')
	if err != nil || !strings.Contains(line, floorLine) {
		t.Errorf("the terminal got %q (%v)", line, err)
	}
}

// A link stays, and what it leads to is written, though it may not be there yet.
func TestOutputThroughALink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := os.Symlink("target", link); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		snapshotTo(t, link)
		checkKind(t, link, fs.ModeSymlink)
		text, err := os.ReadFile(target)
		if err != nil {
			t.Fatal(err)
		}
		checkWritten(t, target, string(text))
	}
}

func TestOutputKeepsModeAndOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "floor")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o664); err != nil {
		t.Fatal(err)
	}
	uid := os.Getuid()
	if uid == 0 {
		uid = 12345
		if err := os.Chown(path, uid, 12345); err != nil {
			t.Fatal(err)
		}
	}
	snapshotTo(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if owner := info.Sys().(*syscall.Stat_t).Uid; info.Mode() != 0o664 || int(owner) != uid {
		t.Errorf("mode %v, owner %d, want 0664 and %d", info.Mode(), owner, uid)
	}
}

// A disk without room, for which a limit on files stands in, leaves the old file.
func TestOutputWithoutRoom(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "floor.json")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", `ulimit -f 1; exec "$0" "$@"`, self, "snapshot", "--demo", "--demo-threads", "20", "--format", "json", "-o", path)
	cmd.Env = []string{childVariable + "=main", "HOME=" + dir}
	said, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(said), "cannot write the snapshot") {
		t.Errorf("%v: %s", err, said)
	}
	if text, err := os.ReadFile(path); string(text) != "old" {
		t.Errorf("the file holds %q (%v), want what was there", text, err)
	}
	if list, _ := os.ReadDir(dir); len(list) != 1 {
		t.Errorf("there is %v, want the old file alone", list)
	}
}

// A server whose answers are longer than they say is no reason to write what it sends on the terminal: an agent's secret
// key, for one, stands in the agents list.
func TestRestOfAnAnswerIsNotWritten(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var answers atomic.Int32
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}\"secret_key\":\"rest-of-it\"")
					answers.Add(1)
					_, _ = io.Copy(io.Discard, conn) // until the program closes it
				}
			}()
		}
	}()
	dir := t.TempDir()
	file := filepath.Join(dir, "c.toml")
	if err := os.WriteFile(file, []byte("[api]\nurl = \"http://"+l.Addr().String()+"\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "snapshot", "--config", file, "--timeout", "500ms")
	cmd.Env = []string{childVariable + "=main", "HOME=" + dir, "FLOORWATCH_TOKEN=t"}
	said, _ := cmd.CombinedOutput()
	if strings.Contains(string(said), "rest-of-it") || answers.Load() == 0 {
		t.Errorf("after %d answers: %s", answers.Load(), said)
	}
}
