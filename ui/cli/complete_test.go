package cli

import (
	"strings"
	"testing"
)

// TestCompletions: the shells complete what flags take, teams and shifts from the configuration that is named.
func TestCompletions(t *testing.T) {
	t.Parallel()
	_, cfg := servedFloor(t)
	cfg = extend(t, cfg, "[[team]]\nname = \"Spanish desk\"\nagents = [7]\n[[shift]]\nname = \"early\"\nfrom = \"06:00\"\nto = \"14:00\"\n[serve]\nsocket = \"/run/floor/s\"\n")
	for args, want := range map[string]string{
		"snapshot --format ":                      "prometheus\n",
		"report --by ":                            "weekday\n",
		"report --format ":                        "html\n",
		"report --config " + cfg + " --team ":     "Spanish desk\n",
		"report --config " + cfg + " --shift ":    "early\n",
		"--config " + cfg + " --connect ":         "/run/floor/s\n:0\n",
		"search --side ":                          "visitor\n",
		"--config ":                               "toml\n",
		"report --config /not/there.toml --team ": ":4\n", // no configuration, no teams, no error
		"history import --config ":                "toml\n",
	} {
		status, stdout, _ := runPlain(t, nil, append([]string{"__complete"}, strings.Split(args, " ")...)...)
		if status != exitOK || !strings.Contains(stdout, want) {
			t.Errorf("%s: status %d, %q; want %q in it", args, status, stdout, want)
		}
	}
}
