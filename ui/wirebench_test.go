package ui

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"floorwatch/ui/draw"
	"floorwatch/ui/term"
	"floorwatch/ui/uitest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"
)

const wireWidth, wireHeight = 200, 50

// A stage shows an App whose ticks come from outside, and keeps the last frame.
type stage struct {
	*App
	mu    sync.Mutex
	frame string
}

func (s *stage) Init() tea.Cmd { return nil }

func (s *stage) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := s.App.Update(msg)
	if _, ok := msg.(draw.Tick); ok {
		cmd = nil // the next tick is ours to send
	}
	return s, cmd
}

func (s *stage) View() tea.View {
	v := s.App.View()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.frame = v.Content
	return v
}

func (s *stage) shown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.frame
}

// BenchmarkWire counts what a second of a floor on which only time goes by
// sends to a terminal of 200x50 cells behind a pty: through our App and Bubble
// Tea version 2, as a plain cell diff of the same frames, and through Bubble
// Tea version 1 with the same frames. An iteration is a second of the floor.
func BenchmarkWire(b *testing.B) {
	for _, bench := range []struct {
		name  string
		floor *uitest.Floor
	}{{"ascii", tickingFixture(false)}, {"wide", tickingFixture(true)}, {"quiet", quietFixture()}} {
		b.Run(bench.name, func(b *testing.B) {
			sent, frames := playOurs(b, bench.floor)
			seconds := float64(len(frames) - 1)
			plain, grouped, old := playDiff(b, frames, cellDiff), playDiff(b, frames, groupedDiff), playOld(b, frames)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(sent)/seconds, "B/s")
			b.ReportMetric(float64(plain)/seconds, "plain-B/s")
			b.ReportMetric(float64(old)/seconds, "v1-B/s")
			b.ReportMetric(float64(sent)/float64(plain), "x-plain")
			b.ReportMetric(float64(sent)/float64(grouped), "x-grouped")
			b.ReportMetric(float64(old)/float64(sent), "v1-x")
		})
	}
}

// playOurs runs App in a real program and returns the bytes of its ticks and the frames.
func playOurs(b *testing.B, f *uitest.Floor) (sent int, frames []string) {
	a := New(f, testConfig(), &uitest.Source{}, uitest.Now())
	s := &stage{App: a}
	l := newWireEnd(b, wireWidth, wireHeight)
	p := tea.NewProgram(s, tea.WithInput(l.tty), tea.WithOutput(terminalFile{l.tty}), tea.WithColorProfile(colorprofile.TrueColor),
		tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithoutSignalHandler())
	done := make(chan error, 1)
	go func() { _, err := p.Run(); done <- err }()
	l.settle()
	frames = append(frames, s.shown())
	now := uitest.Now()
	for b.Loop() {
		now = now.Add(time.Second)
		p.Send(draw.Tick(now))
		sent += l.settle()
		frames = append(frames, s.shown())
	}
	checkShows(b, l.term, frames[len(frames)-1])
	p.Quit()
	if err := <-done; err != nil {
		b.Fatal(err)
	}
	return sent, frames
}

// A terminalFile is a terminal to which as much is written as ui/term writes.
type terminalFile struct{ *os.File }

func (f terminalFile) Write(p []byte) (int, error) {
	if _, err := f.File.Write(term.DropRedundantStyles(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// playDiff adds up the diffs from frame to frame.
func playDiff(b *testing.B, frames []string, diff func(from, to *vt.Emulator) []byte) int {
	sum := 0
	from := screenOf(b, wireWidth, wireHeight, frames[0])
	for _, frame := range frames[1:] {
		to := screenOf(b, wireWidth, wireHeight, frame)
		sum += len(diff(from, to))
		from = to
	}
	return sum
}

// playOld shows the frames through Bubble Tea version 1, which is built from a module of its own.
func playOld(b *testing.B, frames []string) int {
	dir := b.TempDir()
	list, err := json.Marshal(frames)
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "frames.json"), list, 0o600); err != nil {
		b.Fatal(err)
	}
	build := exec.Command("go", "build", "-C", "testdata/v1", "-o", filepath.Join(dir, "v1"), ".")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("building the player of version 1: %v\n%s", err, out)
	}
	l := newWireEnd(b, wireWidth, wireHeight)
	cmd := exec.Command(filepath.Join(dir, "v1"), filepath.Join(dir, "frames.json"))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = l.tty, l.tty, os.Stderr
	cmd.Env = []string{"TERM=xterm-256color", "COLORTERM=truecolor"}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	l.settle()
	sum := 0
	for range len(frames) - 1 {
		l.press(" ")
		sum += l.settle()
	}
	checkShows(b, l.term, frames[len(frames)-1])
	l.press(" ")
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	return sum
}

// checkShows checks that the counted bytes were not too few: the terminal shows the frame.
func checkShows(b *testing.B, term *vt.Emulator, frame string) {
	b.Helper()
	if n := differing(term, screenOf(b, wireWidth, wireHeight, frame)); n != 0 {
		b.Errorf("%d cells on the terminal are not as in the frame", n)
	}
}
