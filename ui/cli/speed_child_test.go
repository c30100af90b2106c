package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"floorwatch/poller/fakeacquire"
)

// A measured program is floorwatch as a process of its own on a pty of 200x50 cells, so
// that its CPU time and memory are its own. The Acquire that it asks runs in the test.
type measured struct {
	tb       testing.TB
	cmd      *exec.Cmd
	ptm, tty *os.File
	began    time.Time
	drawn    chan time.Duration // from start to the first frame

	mu   sync.Mutex
	sent int
	tail []byte
}

// buildProgram builds floorwatch and returns the path.
func buildProgram(tb testing.TB) string { return built(tb, ".") }

// buildEmpty builds the program that has nothing but the stack of floorwatch's screen and a clock.
func buildEmpty(tb testing.TB) string { return built(tb, "./ui/cli/testdata/empty") }

func built(tb testing.TB, pkg string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "program")
	if out, err := exec.Command("go", "build", "-o", path, pkg).CombinedOutput(); err != nil {
		tb.Fatalf("building: %v\n%s", err, out)
	}
	return path
}

// startMeasured starts floorwatch with a configuration. With mute the terminal answers no query.
func startMeasured(tb testing.TB, program, config string, mute bool) *measured {
	tb.Helper()
	ptm, tty, err := pty.Open()
	if err != nil {
		tb.Fatal(err)
	}
	if err := pty.Setsize(ptm, &pty.Winsize{Cols: 200, Rows: 50}); err != nil {
		tb.Fatal(err)
	}
	args, home := []string{"--config", config}, filepath.Dir(config)
	if filepath.Base(config) == "btop.conf" { // which btop finds below its home
		args, home = []string{"--utf-force"}, filepath.Dir(filepath.Dir(home))
	}
	c := &measured{tb: tb, cmd: exec.Command(program, args...), ptm: ptm, tty: tty, drawn: make(chan time.Duration, 1)}
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = tty, tty, tty
	c.cmd.Env = []string{"TERM=xterm-256color", "COLORTERM=truecolor", "HOME=" + home}
	answers := vt.NewSafeEmulator(200, 50)
	if !mute {
		go func() { _, _ = io.Copy(ptm, answers) }()
	}
	c.began = time.Now()
	if err := c.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	go c.read(answers, mute)
	return c
}

// read reads what the program draws until the pty is closed. The first frame
// is there when the title of a figure is.
func (c *measured) read(answers io.Writer, mute bool) {
	seen, first := []byte(nil), true
	buf := make([]byte, 64<<10)
	for {
		n, err := c.ptm.Read(buf)
		if err != nil {
			return
		}
		now := time.Since(c.began)
		if first {
			seen = append(seen, buf[:n]...)
			if bytes.Contains(seen, []byte("Longest wait")) {
				c.drawn <- now
				first = false
			}
		}
		if !mute {
			_, _ = answers.Write(buf[:n]) // to answer is all it is for
		}
		c.mu.Lock()
		c.sent += n
		c.tail = append(c.tail, buf[:n]...)
		c.tail = c.tail[max(0, len(c.tail)-4096):]
		c.mu.Unlock()
	}
}

// firstFrame waits for the first frame and returns how long it took.
func (c *measured) firstFrame() time.Duration {
	c.tb.Helper()
	select {
	case d := <-c.drawn:
		return d
	case <-time.After(patience):
		c.tb.Fatalf("no frame came; the terminal's last bytes: %q", c.last())
		return 0
	}
}

// last are the last bytes that were drawn.
func (c *measured) last() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return string(c.tail)
}

// end quits the program.
func (c *measured) end() {
	c.tb.Helper()
	if _, err := c.ptm.WriteString("q"); err != nil {
		c.tb.Error(err)
	}
	if err := c.cmd.Wait(); err != nil {
		c.tb.Errorf("floorwatch ended with %v; the terminal's last bytes: %q", err, c.last())
	}
	_, _ = c.tty.Close(), c.ptm.Close()
}

// cpu is the CPU time that the process has used, by Linux.
func (c *measured) cpu() time.Duration {
	c.tb.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.cmd.Process.Pid))
	if err != nil {
		c.tb.Fatal(err)
	}
	// Fields 14 and 15 are user and system time in hundredths of a second; the
	// second field may hold blanks but ends with the last bracket.
	_, rest, _ := strings.Cut(string(text[bytes.LastIndexByte(text, ')'):]), " ")
	fields := strings.Fields(rest)
	sum := 0
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			c.tb.Fatal(err)
		}
		sum += n
	}
	return time.Duration(sum) * 10 * time.Millisecond
}

// memory is a size of the process in MiB, by its name in Linux's status: VmRSS, VmHWM.
func (c *measured) memory(name string) float64 {
	c.tb.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		c.tb.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), name+":")
	fields := strings.Fields(rest)
	if !found || len(fields) == 0 {
		c.tb.Fatalf("no %s in %s", name, text)
	}
	kb, err := strconv.ParseFloat(fields[0], 64)
	if err != nil {
		c.tb.Fatal(err)
	}
	return kb / 1024
}

// share is the part of a core that the process uses over d, in per cent, and the bytes a second it draws.
func (c *measured) share(d time.Duration) (percent, bytes float64) {
	c.mu.Lock()
	sent := c.sent
	c.mu.Unlock()
	before, from := c.cpu(), time.Now()
	time.Sleep(d)
	took := time.Since(from).Seconds()
	percent = 100 * (c.cpu() - before).Seconds() / took
	c.mu.Lock()
	defer c.mu.Unlock()
	return percent, float64(c.sent-sent) / took
}

// speedConfig writes a configuration for an Acquire at url with nothing but the rate changed.
func speedConfig(tb testing.TB, url string, perSecond int) string {
	tb.Helper()
	dir := tb.TempDir()
	token, path := filepath.Join(dir, "token"), filepath.Join(dir, "config.toml")
	text := fmt.Sprintf("[api]\nurl = %q\ntoken_file = %q\nrequests_per_second = %d\n", url, token, perSecond)
	for file, content := range map[string]string{token: testToken, path: text} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return path
}

// listen serves an Acquire for the length of the test.
func listen(tb testing.TB, s *fakeacquire.Server) string {
	tb.Helper()
	url, err := s.Listen()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Close)
	return url
}
