package wall

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model/safetext"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/privacy"
	"floorwatch/ui/uitest"
)

// everywhere shows every page in several sizes, as it is, with a new alert, and out of date.
func everywhere(f *uitest.Floor, cfg Config) string {
	var b strings.Builder
	for _, size := range [][2]int{{10, 3}, {40, 12}, {80, 24}, {120, 40}, {200, 50}, {300, 100}} {
		w := wallOn(f, cfg, drawtest.Screen(), size[0], size[1])
		for s := range 20 {
			wallTick(w, uitest.Now().Add(time.Duration(10*s)*time.Second))
			b.WriteString(wallScreen(w))
		}
		w.Update(tea.KeyPressMsg{Code: 'q', Text: "q"})
		b.WriteString(wallScreen(w) + w.View().WindowTitle)
	}
	return b.String()
}

func TestWallPrivacy(t *testing.T) {
	words := []string{"Secretname", "Agentname", "secretwords", "mail@secret", "1234567", "[mail]", "[num]"}
	for _, c := range []struct {
		name  string
		names Names
		text  bool
		wall  string
		shown string // the words above that are shown, by their initials
	}{
		{"by default", NamesInitials, false, "all", ""},
		{"nothing masked, nothing asked for", NamesNone, false, "off", ""},
		{"names", NamesFull, false, "all", "A"},
		{"names unmasked", NamesFull, false, "texts", "SA"},
		{"text", NamesInitials, true, "all", "s[["},
		{"text unmasked", NamesNone, true, "names", "sm1"},
		{"all there is", NamesFull, true, "off", "SAsm1"},
		{"a word that is none hides all", NamesFull, true, "nonsense", "As[["},
	} {
		cfg := DefaultConfig()
		cfg.Names, cfg.Text, cfg.Privacy.Wall = c.names, c.text, c.wall
		screen := everywhere(uitest.TellingFloor(), cfg)
		got := ""
		for _, word := range words {
			if strings.Contains(screen, word) {
				got += word[:1]
			}
		}
		if got != c.shown {
			t.Errorf("%s: shows %q, want %q (initials of %q)", c.name, got, c.shown, words)
		}
	}
}

// The same words are masked once and not with each tick, and what is remembered stays small.
func TestWallRemembersMasks(t *testing.T) {
	f, cfg := uitest.TellingFloor(), DefaultConfig()
	cfg.Text, cfg.Pages = true, []string{"waiting"}
	w := wallOn(f, cfg, drawtest.Screen(), 120, 40)
	wallHas(t, w, "[mail] +[num]")
	for i := range maxMasked + 200 {
		f.Threads[i%12].LastText = safetext.Clean(strings.Repeat("x", i+1))
		wallTick(w, uitest.Now())
		w.View()
		if len(w.maskCache) > maxMasked {
			t.Fatalf("%d masked texts are remembered, want at most %d", len(w.maskCache), maxMasked)
		}
	}
}

func TestPrivacyConfig(t *testing.T) {
	if err := privacy.DefaultConfig().Validate(); err != nil {
		t.Errorf("the defaults are wrong: %v", err)
	}
	for _, c := range []struct {
		change func(*privacy.Config)
		want   []string
	}{
		{func(p *privacy.Config) { p.Mask = "none" }, []string{`privacy.mask is "none", must be one of off, names, texts, all`}},
		{func(p *privacy.Config) { p.Wall = "" }, []string{`privacy.wall is ""`}},
		{func(p *privacy.Config) { p.UnmaskFor = 0 }, []string{"privacy.unmask_for is 0s, must be from 1s to 10m0s"}},
		{func(p *privacy.Config) { p.UnmaskFor = time.Hour }, []string{"privacy.unmask_for is 1h0m0s"}},
		{func(p *privacy.Config) { p.Mask, p.Wall, p.UnmaskFor = "x", "y", -1 }, []string{"privacy.mask", "privacy.wall", "privacy.unmask_for"}},
	} {
		p := privacy.DefaultConfig()
		c.change(&p)
		problems(t, p.Validate(), c.want)
	}
}

// problems checks that an error says these things, a line each.
func problems(t *testing.T, err error, want []string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want %q", want)
		return
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != len(want) {
		t.Errorf("error %q, want %d lines", err, len(want))
		return
	}
	for i, w := range want {
		if !strings.HasPrefix(lines[i], w) {
			t.Errorf("line %d is %q, want %q", i, lines[i], w)
		}
	}
}

func TestWallConfigProblems(t *testing.T) {
	if err := DefaultConfig().Validate(); err != nil {
		t.Errorf("the defaults are wrong: %v", err)
	}
	for _, c := range []struct {
		change func(*Config)
		want   []string
	}{
		{func(c *Config) { c.Rotate = 0 }, []string{"wall.rotate is 0s, must be from 5s to 1h0m0s"}},
		{func(c *Config) { c.Rotate = 2 * time.Hour }, []string{"wall.rotate is 2h0m0s"}},
		{func(c *Config) { c.Pages = nil }, []string{"wall.pages is empty, must name at least one of figures, waiting, agents, activity"}},
		{func(c *Config) { c.Pages = []string{"figures", "chats", "figures"} }, []string{`wall.pages has "chats", must be of figures`, `wall.pages has "figures" twice`}},
		{func(c *Config) { c.Names = "some" }, []string{`wall.names is "some", must be "none", "initials" or "full"`}},
		{func(c *Config) { c.Night = "22-6" }, []string{`wall.night is "22-6", must be a span like "22:00-06:00", or empty`}},
		{func(c *Config) { c.Night = "22:00" }, []string{`wall.night is "22:00"`}},
		{func(c *Config) { c.Night = "25:00-06:00" }, []string{`wall.night is "25:00-06:00"`}},
		{func(c *Config) { c.Night = "06:00-06:00" }, []string{`wall.night is "06:00-06:00"`}},
		{func(c *Config) { c.Rotate, c.Night = -1, "x" }, []string{"wall.rotate", "wall.night"}},
	} {
		cfg := DefaultConfig()
		c.change(&cfg)
		problems(t, cfg.Validate(), c.want)
		w := wallOn(uitest.NewFloor(), cfg, drawtest.Screen(), 80, 24) // it is drawn with defaults all the same
		for range 3 {
			wallTick(w, w.now.Add(20*time.Second))
			if wrong, row := uitest.Fits(w.View().Content, 80, 24, w.term.Method); wrong != "" {
				t.Errorf("%v: wrong %s in %q", c.want, wrong, row)
			}
		}
	}
}
