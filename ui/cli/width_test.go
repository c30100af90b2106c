package cli

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// TestTheFrameHoldsBesideTextOfDoubtfulWidth runs the program on an emulator that counts cells by clusters and
// says that it does not, as kitty does, with names and words of which it draws fewer cells than the
// program counts: no frame and no gutter moves, in no row.
func TestTheFrameHoldsBesideTextOfDoubtfulWidth(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	words := []string{"\u0915\u094d\u0937\u093f \u0928\u092e\u0938\u094d\u0924\u0947", "\u0e01\u0e33\u0e01\u0e33", "\u1b13\u1b44\u1b13", "\uff8a\uff9f\uff8a\uff9f", "\u0b95\u0bbf\u0b95\u0bbf"}
	for _, w := range words {
		_, _, chat := server.Visit(w)
		server.Say(chat, strings.Repeat(w+" ", 20)+"\n"+w+"\n"+strings.Repeat(w, 40))
	}
	s := startSession(t, hostileWidth, hostileHeight, nil, "--config", cfg)
	s.waitFor(fmt.Sprintf("%d waiting of %d ", len(words), len(words)))
	s.press("sssg")
	s.waitFor("by visitor")
	for range words {
		wrong := ""
		s.awaitSaid(&wrong, func() bool {
			g := s.grid()
			if wrong = g.moved(); wrong == "" && !strings.Contains(g.transcript(), "visitor ") {
				wrong = "no transcript is drawn"
			}
			return wrong == ""
		})
		s.press("\x1b[B")
	}
	s.press("q")
	s.wait()
	s.checkRestored()
	raw := s.all()
	checkOnlyOurs(t, []byte(raw))
	if !strings.Contains(raw, "\r\x1b[158C") {
		t.Error("no frame was placed by a move of its own, so the emulator counts as the program does")
	}
}

// TestKittyCountsClusters: a kitty that counts by clusters, and denies the mode that says so, is counted as it counts; an older one by
// code points, as it is.
func TestKittyCountsClusters(t *testing.T) {
	t.Parallel()
	for version, clusters := range map[string]bool{"kitty(0.42.1)": true, "kitty(1.0.0)": true, "kitty(0.26.5)": false, "foot(1.42.0)": false} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			c := startChild(t, []string{"TERM=xterm-kitty"}, "--demo", "--demo-threads", "10")
			await(t, c.drawn, func() bool { return strings.Contains(c.out.String(), ansi.RequestNameVersion) }, func() string { return "the terminal is not asked for its version" })
			c.say("\x1bP>|" + version + "\x1b\\:") // the answer has been read once the key that follows it has
			c.waitFor("enter does it")
			c.say("\x03")
			c.end()
			if got := strings.Contains(c.all(), ansi.SetModeUnicodeCore); got != clusters {
				t.Errorf("counting by clusters: %v, want %v", got, clusters)
			}
		})
	}
}
