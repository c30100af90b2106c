package ui

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/ui/alert"
	"floorwatch/ui/keymap"
	"floorwatch/ui/privacy"
	"floorwatch/ui/threads"
	"floorwatch/ui/uitest"
	"floorwatch/ui/wall"

	"github.com/BurntSushi/toml"
)

func TestDefaultConfigIsValid(t *testing.T) {
	if err := DefaultConfig().Validate(); err != nil {
		t.Error(err)
	}
}

// All problems come at once, each with its key.
func TestValidate(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Config)
		want   []string
	}{
		{"theme", func(c *Config) { c.Theme = "pink" }, []string{`screen.theme is "pink"`, "auto, dark, light, contrast, mono"}},
		{"no theme", func(c *Config) { c.Theme = "" }, []string{"screen.theme"}},
		{"fps", func(c *Config) { c.FPS = 0 }, []string{"screen.fps is 0"}},
		{"too many", func(c *Config) { c.FPS = 61 }, []string{"screen.fps is 61"}},
		{"timezone", func(c *Config) { c.Timezone = "Mars/Base" }, []string{`screen.timezone is "Mars/Base"`}},
		{"key", func(c *Config) { c.Keys = keymap.Keys{"up": {"upp"}} }, []string{`keys.up has "upp", which is not a key`}},
		{"no action", func(c *Config) { c.Keys = keymap.Keys{"fly": {"F"}} }, []string{"keys.fly is not an action", "alerts, as_sent, back, claim, command, copy_address", "zoom"}},
		{"key with two actions", func(c *Config) { c.Keys = keymap.Keys{"zoom": {"a"}, "acknowledge": {"a"}} }, []string{`keys.zoom has "a", which acknowledge has too`}},
		{"view", func(c *Config) { c.Views = []threads.SavedFilter{{Name: "x", Level: "awful", Team: "Sales"}} },
			[]string{`screen.views[0].level is "awful", must be one of: waiting, warning, critical`, `screen.views[0].team is "Sales"`}},
		{"view without a name", func(c *Config) { c.Views = make([]threads.SavedFilter, 1) }, []string{"screen.views[0].name"}},
		{"too many views", func(c *Config) { c.Views = slices.Repeat([]threads.SavedFilter{{Name: "x"}}, 10) }, []string{"screen.views has 10"}},
		{"address of a program", func(c *Config) { c.Address = "file:///{chat}" }, []string{"screen.address"}},
		{"address with a control character", func(c *Config) { c.Address = "https://x/{chat}\x1b" + "\x07" }, []string{"screen.address"}},
		{"one address for all", func(c *Config) { c.Address = "https://app.acquire.io/" }, []string{"screen.address has none of {chat}"}},
		{"all", func(c *Config) { c.Theme, c.FPS, c.Timezone = "x", -1, "y" }, []string{"screen.theme", "screen.fps", "screen.timezone"}},
	} {
		cfg := DefaultConfig()
		c.change(&cfg)
		err := cfg.Validate()
		if err == nil {
			t.Errorf("%s: valid, want a problem", c.name)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %q does not say %q", c.name, err, w)
			}
		}
		if got, want := strings.Count(err.Error(), "\n")+1, len(c.want); c.name == "all" && got != want {
			t.Errorf("%s: %d problems, want %d: %v", c.name, got, want, err)
		}
	}
}

func TestConfigKeys(t *testing.T) {
	cfg := DefaultConfig()
	md, err := toml.Decode(`
name = "Acme"
timezone = "UTC"
theme = "light"
ascii = true
mouse = true
fps = 20
`, &cfg)
	if err != nil || len(md.Undecoded()) > 0 {
		t.Fatalf("%v, not decoded: %v", err, md.Undecoded())
	}
	want := Config{Name: "Acme", Timezone: "UTC", Theme: "light", ASCII: true, Mouse: true, FPS: 20, Alerts: alert.DefaultConfig(), Wall: wall.DefaultConfig()}
	want.Privacy = privacy.DefaultConfig()
	if !reflect.DeepEqual(cfg, want) {
		t.Errorf("got %+v, want %+v", cfg, want)
	}
}

func TestLocation(t *testing.T) {
	for name, want := range map[string]string{"": time.Local.String(), "Local": time.Local.String(), "UTC": "UTC", "Europe/Vienna": "Europe/Vienna"} {
		got, err := Config{Timezone: name}.location()
		if err != nil || got.String() != want {
			t.Errorf("location of %q is %v, %v; want %s", name, got, err, want)
		}
	}
	cfg := testConfig()
	cfg.Timezone = "Mars/Base"
	if a, _ := newAppWith(uitest.NewFloor(), cfg, 80, 24); a.zone != time.UTC {
		t.Errorf("a screen with an unknown time zone is in %v, want UTC", a.zone)
	}
}
