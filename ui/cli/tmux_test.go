package cli

import (
	"context"
	"fmt"
	"image/color"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/poller/feed"
	"floorwatch/ui"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/term"
)

// frozen is the time in TestTmux: what the pane shows depends on nothing but what was told.
func frozen() time.Time { return time.Date(2026, 11, 20, 12, 41, 7, 0, time.UTC) }

func frozenConfig() config.Config {
	cfg := config.Default()
	cfg.Screen.Name, cfg.Screen.Timezone, cfg.Screen.Theme, cfg.Screen.Clock = "Acme 客服 🎧", "UTC", "dark", frozen
	return cfg
}

// socketVariable names the socket from which a frozen dashboard reads its Events.
const socketVariable = "FLOORWATCH_TEST_SOCKET"

// runFrozen is the program with another clock, and with a socket in the place of
// the poller: the same group, inbox, pump, screen, guard and terminal.
func runFrozen() error {
	out, err := term.Open(os.Stdin, os.Stdout, os.Getenv)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	group, cfg := newGroup(ctx), frozenConfig()
	read := func(ctx context.Context, emit func(model.Event)) error {
		conn, err := net.Dial("unix", os.Getenv(socketVariable))
		if err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { _ = conn.Close() })
		for events := feed.NewDecoder(conn); ; {
			e, err := events.Next()
			if err != nil {
				return err
			}
			emit(e)
		}
	}
	return runScreen(group, cfg, ui.New(board.New(cfg.Board()), cfg.Dashboard(), ignoredRequests{slog.New(slog.DiscardHandler)}, frozen()), read, out)
}

// A tmuxPane is the program in a tmux of its own, and a twin of its screen that
// is told the same and never sees a terminal.
type tmuxPane struct {
	t       *testing.T
	tmux    string // the program
	socket  string // of the tmux server
	twin    *ui.App
	w, h    int
	events  net.Conn
	encoder feed.Encoder
}

// startTmux starts the program in a pane of w by h cells.
func startTmux(t *testing.T, w, h int) *tmuxPane {
	t.Helper()
	path, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("tmux is not installed: whether the screen survives it is not tested here")
	}
	dir, err := os.MkdirTemp("", "fw-tmux-") // t.TempDir is too long for a socket on some systems
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	p := &tmuxPane{t: t, tmux: path, socket: filepath.Join(dir, "tmux"), twin: ui.New(board.New(frozenConfig().Board()), frozenConfig().Screen, ignoredRequests{slog.New(slog.DiscardHandler)}, frozen())}
	conf := filepath.Join(dir, "conf")
	text := "set -g default-terminal tmux-256color\nset -g status off\nset -g remain-on-exit on\nset -g escape-time 0\n"
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	feedSocket := filepath.Join(dir, "feed")
	listener, err := net.Listen("unix", feedSocket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = exec.Command(path, "-S", p.socket, "kill-server").Run() })
	p.do("-f", conf, "new-session", "-d", "-x", strconv.Itoa(w), "-y", strconv.Itoa(h),
		"-e", childVariable+"=frozen", "-e", socketVariable+"="+feedSocket, "-e", "COLORTERM=truecolor", "-e", "NO_COLOR=",
		"sh", "-c", `"$0"; echo "ended with $?"; read -r _`, self) // tmux may drop what a shell writes right before its end
	_ = listener.(*net.UnixListener).SetDeadline(time.Now().Add(patience))
	if p.events, err = listener.Accept(); err != nil {
		t.Fatalf("the program does not come for its Events: %v; the pane:\n%s", err, p.capture())
	}
	t.Cleanup(func() { _ = p.events.Close() })
	p.twin.Update(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	p.w, p.h = w, h
	p.twin.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return p
}

// do gives tmux a command and returns what it prints.
func (p *tmuxPane) do(args ...string) string {
	p.t.Helper()
	cmd := exec.Command(p.tmux, append([]string{"-u", "-S", p.socket}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TMUX=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("tmux %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// capture is the pane with its styles.
func (p *tmuxPane) capture() string { return p.do("capture-pane", "-p", "-e", "-N") }

func (p *tmuxPane) resize(w, h int) {
	p.t.Helper()
	p.w, p.h = w, h
	p.do("resize-window", "-x", strconv.Itoa(w), "-y", strconv.Itoa(h))
	p.twin.Update(tea.WindowSizeMsg{Width: w, Height: h})
}

func (p *tmuxPane) tell(e model.Event) {
	p.t.Helper()
	if _, err := p.events.Write(p.encoder.Append(nil, e)); err != nil {
		p.t.Fatal(err)
	}
	p.twin.Update(e)
}

// press presses a key, named as tmux names it.
func (p *tmuxPane) press(name string) {
	p.t.Helper()
	p.do("send-keys", name)
	codes := map[string]rune{"Enter": tea.KeyEnter, "Escape": tea.KeyEscape, "Tab": tea.KeyTab, "Down": tea.KeyDown, "Up": tea.KeyUp}
	if code, ok := codes[name]; ok {
		p.twin.Update(tea.KeyPressMsg{Code: code})
		return
	}
	p.twin.Update(tea.KeyPressMsg{Code: []rune(name)[0], Text: name})
}

// check waits until the pane shows what the twin draws, cell for cell: signs,
// colours and all. It returns the twin's screen without styles.
func (p *tmuxPane) check(when string) string {
	p.t.Helper()
	drawn := p.twin.View().Content
	want, got, last := p.cells(drawn), []cell(nil), ""
	await(p.t, nil, func() bool {
		if now := p.capture(); now != last {
			got, last = p.untold(p.cells(now), want, now), now
		}
		return slices.Equal(got, want)
	}, func() string {
		i := 0
		for ; i < len(want)-1 && got[i] == want[i]; i++ {
		}
		return fmt.Sprintf("%s, %dx%d: cell %d of row %d is %v, want %v; the pane:\n%s\nwant\n%s",
			when, p.w, p.h, i%p.w+1, i/p.w+1, got[i], want[i], ansi.Strip(last), ansi.Strip(drawn))
	})
	return ansi.Strip(drawn)
}

// untold takes the styles of want for the blanks behind the end of a captured row: tmux does not tell in which colour
// they were erased.
func (p *tmuxPane) untold(got, want []cell, captured string) []cell {
	for y, row := range strings.Split(strings.TrimSuffix(captured, "\n"), "\n") {
		for i := y*p.w + ansi.StringWidth(row); i < min((y+1)*p.w, len(got)); i++ {
			if got[i].sign == "" {
				got[i].style = want[i].style
			}
		}
	}
	return got
}

// A cell is what somebody sees of a cell.
type cell struct {
	sign  string
	style uv.Style
}

// cells are the cells of a screen, row by row.
func (p *tmuxPane) cells(screen string) []cell {
	e := vt.NewEmulator(p.w, p.h)
	rows := strings.Split(strings.TrimSuffix(screen, "\n"), "\n")
	for y, row := range rows[:min(len(rows), p.h)] {
		_, _ = fmt.Fprintf(e, "\x1b[%dH%s", y+1, row)
	}
	out := make([]cell, 0, p.w*p.h)
	for y := range p.h {
		for x := range p.w {
			c := e.CellAt(x, y)
			s := cell{strings.TrimRight(c.Content, " "), c.Style}
			s.style.Fg, s.style.Bg = fewer(s.style.Fg), fewer(s.style.Bg)
			if s.sign == "" && s.style.Attrs&uv.AttrReverse == 0 {
				s.style.Fg, s.style.Attrs = nil, 0 // what nobody sees, a renderer need not write
			}
			out = append(out, s)
		}
	}
	return out
}

// fewer is a colour of 256: in tmux there are often no more.
func fewer(c color.Color) color.Color {
	if c == nil {
		return nil
	}
	return colorprofile.ANSI256.Convert(c)
}

// say is a message of a chat, some seconds before the frozen time.
func say(id, chat, ago int, visitor, text string) model.Message {
	at := frozen().Add(-time.Duration(ago) * time.Second)
	return model.Message{
		ID: model.MessageID(id), Chat: model.ChatID(chat), Visitor: model.VisitorID(chat * 10), Thread: model.NoThread, SentAt: at, FirstAt: at, LastAt: at,
		Side: model.SideVisitor, Kind: model.KindMessage, VisitorName: safetext.Line(visitor), Text: safetext.Clean(text), Seen: model.SeenNo,
	}
}

// answer is an agent's answer.
func answer(id, chat, ago int, agent, text string) model.Message {
	m := say(id, chat, ago, "", text)
	m.Side, m.Sender, m.Name, m.Seen = model.SideAgent, 7, safetext.Line(agent), model.SeenYes
	return m
}

// TestTmux compares what a real tmux has on its pane with what the screen draws,
// after messages with emoji and Chinese, new sizes and keys. Two counts of a
// sign's cells would move everything right of it.
func TestTmux(t *testing.T) {
	t.Parallel()
	p := startTmux(t, 80, 24)
	health := &model.Health{At: frozen(), State: model.StateLive, LastGood: frozen().Add(-time.Second), Rate: 9.6, Targets: 4, ReadDone: 4, ReadAll: 4, Read: true}
	p.check("before anything is known")
	p.tell(model.Event{At: frozen(), Health: health, Messages: []model.Message{
		say(1, 501, 200, "张伟 Wei", "请问我的退款什么时候到账？"), say(2, 502, 95, "Zoë 🎉", "Hello 👋 is anybody there?"),
		answer(3, 501, 260, "Maya 🌸 Okafor", "你好，我查一下 🔍"), say(4, 503, 20, "早川 美咲", "hi"),
	}})
	p.check("after the first words")

	for i, size := range [][2]int{{120, 40}, {200, 50}, {59, 20}, {20, 5}, {10, 2}, {1, 1}, {121, 31}, {300, 60}, {80, 24}} {
		p.resize(size[0], size[1])
		p.check("resized")
		p.tell(model.Event{At: frozen(), Messages: []model.Message{
			say(10+i, 501, 100-i, "", strings.Repeat("还没有 😀👍 ", 1+3*i)), say(30+i, 600+i, 60-i, strings.Repeat("漢字😀", i), "🚚 📦 where?"),
		}})
		p.check("appended")
	}
	for _, key := range []string{"Down", "Enter", "z", "Up", "?", "x", "z", "e", "q", "!", "q", "t", "t", "w", "w", "w", "Tab", "s"} {
		p.press(key)
		p.check("after the key " + key)
	}
	for _, size := range [][2]int{{80, 24}, {200, 50}, {120, 40}} {
		p.resize(size[0], size[1])
		text := p.check("in the end")
		for _, sign := range []string{"Zoë 🎉", "▶ REPLAY", "Agents by name."} {
			if !strings.Contains(text, sign) {
				t.Errorf("%v: %q is not on the pane:\n%s", size, sign, text)
			}
		}
	}
	golden(t, "tmux", []byte(p.check("the golden screen")+"\n"))

	p.do("send-keys", "q")
	await(t, nil, func() bool { return strings.Contains(ansi.Strip(p.capture()), "ended with 0") },
		func() string {
			return fmt.Sprintf("after q the pane shows\n%s\nwant the shell again, and status 0", ansi.Strip(p.capture()))
		})
}

// frozenMain is the whole process of a frozen dashboard.
func frozenMain() {
	if err := runFrozen(); err != nil {
		slog.Error(err.Error())
		os.Exit(exitFault)
	}
	os.Exit(exitOK)
}
