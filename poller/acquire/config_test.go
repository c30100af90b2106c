package acquire

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestDefaultConfigIsValid(t *testing.T) {
	if err := DefaultConfig().Validate(); err != nil {
		t.Error(err)
	}
}

func TestValidateNamesEveryProblem(t *testing.T) {
	cfg := Config{URL: "ftp://x", TokenFile: "a", TokenCommand: []string{""}, Zone: Zone{"\x1b", "5"}, Key: strings.Repeat("k", 2000), InFlight: -1}
	err := cfg.Validate()
	wantWords(t, err, "api.url must begin with https://", "api.token_file and api.token_command are both set", "api.token_command begins",
		"api.zone.timezone", "api.zone.offset", "api.key", "api.requests_per_second", "api.in_flight", "api.timeout", `write "15s"`)
	if n := len(strings.Split(err.Error(), "\n")); n != 9 {
		t.Errorf("%d problems, want 9:\n%v", n, err)
	}
}

func TestValidateURL(t *testing.T) {
	tests := []struct{ url, want string }{
		{"https://app.acquire.io", ""},
		{"https://app.acquire.io/", ""},
		{"https://proxy.example:8443/acquire", ""},
		{"HTTPS://app.acquire.io", ""},
		{"http://localhost:8080", ""},
		{"http://LOCALHOST:8080", ""},
		{"http://LocalHost.:8080", ""},
		{"http://127.0.0.1", ""},
		{"http://[::ffff:127.0.0.1]", ""},
		{"http://localhost..", "http:// only works"},
		{"http://x.localhost", "http:// only works"},
		{"http://127.0.0.1.", "http:// only works"},
		{"http://[::1%25lo]", "http:// only works"},
		{"http://[::ffff:128.0.0.1]", "http:// only works"},
		{"http://127.8.9.1:80/base", ""},
		{"http://[::1]:9", ""},
		{"http://app.acquire.io", "http:// only works with this machine itself"},
		{"http://128.0.0.1", "http:// only works"},
		{"http://localhost.example", "http:// only works"},
		{"http://127.0.0.1.example", "http:// only works"},
		{"http://[::2]", "http:// only works"},
		{"http://0.0.0.0", "http:// only works"},
		{"", "api.url is not an address"},
		{"app.acquire.io", "api.url is not an address"},
		{"https://", "api.url is not an address"},
		{"https:app.acquire.io", "api.url is not an address"},
		{"https://a b", "api.url is not an address"},
		{"ftp://app.acquire.io", "api.url must begin with https://"},
		{"https://user:" + testToken[:6] + "@app.acquire.io", "user name or password"},
		{"https://app.acquire.io?x=1", "without ? and #"},
		{"https://app.acquire.io#x", "without ? and #"},
		{"https://app.acquire.io:0", "port"},
		{"https://app.acquire.io:70000", "port"},
	}
	for _, tt := range tests {
		cfg := DefaultConfig()
		cfg.URL = tt.url
		err := cfg.Validate()
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%q: %v, want no error", tt.url, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "api.url")):
			t.Errorf("%q: %v, want api.url … %q", tt.url, err, tt.want)
		case err != nil && strings.Contains(err.Error(), testToken[:6]):
			t.Errorf("%q: the error shows the password: %v", tt.url, err)
		}
	}
}

func TestValidateNumbers(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Config)
		ok     bool
	}{
		{"slow", func(c *Config) { c.RequestsPerSecond = 0.1 }, true},
		{"no rate", func(c *Config) { c.RequestsPerSecond = 0 }, false},
		{"too fast", func(c *Config) { c.RequestsPerSecond = 101 }, false},
		{"NaN", func(c *Config) { c.RequestsPerSecond = math.NaN() }, false},
		{"infinite", func(c *Config) { c.RequestsPerSecond = math.Inf(1) }, false},
		{"as many at a time as is good", func(c *Config) { c.InFlight = 0 }, true},
		{"fewer than none at a time", func(c *Config) { c.InFlight = -1 }, false},
		{"one at a time", func(c *Config) { c.InFlight = 1 }, true},
		{"too many at a time", func(c *Config) { c.InFlight = 33 }, false},
		{"time without a unit", func(c *Config) { c.Timeout = 15 }, false},
		{"long time", func(c *Config) { c.Timeout = time.Hour }, false},
		{"NUL", func(c *Config) { c.TokenFile = "a\x00b" }, false},
	}
	for _, tt := range tests {
		cfg := DefaultConfig()
		tt.change(&cfg)
		if err := cfg.Validate(); (err == nil) != tt.ok {
			t.Errorf("%s: %v, want an error: %v", tt.name, err, !tt.ok)
		}
	}
}

func TestZoneOffsets(t *testing.T) {
	for offset, want := range map[string]int{"": 0, "+00:00": 0, "-05:00": -5 * 3600, "+05:30": 19800, "+14:00": 14 * 3600, "-12:00": -12 * 3600} {
		loc, err := Zone{Offset: offset}.location()
		if err != nil {
			t.Errorf("offset %q: %v", offset, err)
			continue
		}
		if _, got := testNow.In(loc).Zone(); got != want {
			t.Errorf("offset %q is %d s, want %d", offset, got, want)
		}
	}
	for _, offset := range []string{"5", "+5", "Z", "UTC", "+15:00", "-13:00", "+05:75", "+05:30\n"} {
		if _, err := (Zone{Offset: offset}).location(); err == nil {
			t.Errorf("offset %q: no error", offset)
		}
	}
}

func TestInFlight(t *testing.T) {
	for set, want := range map[int]struct {
		most, fixed int
		auto        bool
	}{0: {16, 0, true}, 4: {16, 0, true}, 1: {1, 1, false}, 8: {8, 8, false}} {
		c := Config{InFlight: set}
		if c.MaxInFlight() != want.most || c.FixedInFlight() != want.fixed || c.AutoInFlight() != want.auto {
			t.Errorf("in_flight %d is %d at most, automatic: %v; want %+v", set, c.MaxInFlight(), c.AutoInFlight(), want)
		}
	}
}
