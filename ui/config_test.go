package ui

import (
	"reflect"
	"strings"
	"testing"
	"time"

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
fps = 30
`, &cfg)
	if err != nil || len(md.Undecoded()) > 0 {
		t.Fatalf("%v, not decoded: %v", err, md.Undecoded())
	}
	want := Config{Name: "Acme", Timezone: "UTC", Theme: "light", ASCII: true, Mouse: true, FPS: 30, Alerts: DefaultAlerts(), Limits: DefaultConfig().Limits}
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
	if a, _ := newAppWith(newFixture(), cfg, 80, 24); a.zone != time.UTC {
		t.Errorf("a screen with an unknown time zone is in %v, want UTC", a.zone)
	}
}
