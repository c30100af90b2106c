package cli

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestWrongCommandLine: each mistake ends in one sentence of our own that names what to write, and in the exit status
// of one who could not start.
func TestWrongCommandLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		want []string
	}{
		{"--deom", []string{"no flag --deom", "--demo?"}},
		{"chekc", []string{`"chekc" is not a floorwatch command`, "check?"}},
		{"demo", []string{`"demo" is not a floorwatch command`, "--demo?"}},
		{"help chekc", []string{`"chekc" is not a floorwatch command`, "check?"}},
		{"help alert tset", []string{`"tset" is not a floorwatch command`}},
		{"snapshot --formt json", []string{"no flag --formt", "--format?"}},
		{"serve --wall", []string{"--wall, which belongs to `floorwatch`"}},
		{"replay", []string{"floorwatch replay FILE"}},
		{"search", []string{"floorwatch search TEXT..."}},
		{"report a b", []string{"floorwatch report [PERIOD]"}},
		{"--connect", []string{"--connect needs a value"}},
		{"--wall --plain --demo", []string{"--plain and --wall cannot be given together"}},
		{"--demo --connect x", []string{"--connect and --demo cannot be given together"}},
		{"snapshot -z", []string{"no such short flag"}},
		{"init x", []string{`does not take "x"`}},
		{"snapshot --demo --timeout abc", []string{`--timeout is "abc"`, "30s"}},
		{"snapshot --demo --demo-agents many", []string{`--demo-agents is "many"`, "a whole number"}},
		{"forget --visitor 1 --chat abc", []string{`--chat is "abc"`, "a whole number"}},
		{"forget --visitor 1 --chat 7 --chat 0", []string{"--chat takes the number of a chat, above 0"}},
		{"snapshot --demo --team Suport", []string{`--team is "Suport", which is not a [[team]]`, `"Support"?`}},
		{"snapshot --demo --team Facilities", []string{`--team is "Facilities"`, `"Support", "Sales", "Billing"`}},
		{"snapshot --demo --format jsn", []string{`--format is "jsn" (did you mean json?), must be text, json, csv or prometheus`}},
		{"snapshot --demo --list all", []string{`--list is "all", must be missed`}},
		{"snapshot --demo --complete now", []string{`--complete is "now", must be half-hour or today`}},
		{"report --demo --format htlm", []string{`--format is "htlm" (did you mean html?), must be text, markdown, csv, json or html`}},
		{"report --demo --by hourly", []string{"--by is \"hourly\"", "hour, day, weekday, agent, team or load"}},
		{"report --demo --table agents", []string{"--table works with --format csv only"}},
		{"report --demo --shift erly", []string{`--shift is "erly"`, "no [[shift]]", "config.example.toml"}},
		{"search x --side bot", []string{`--side is "bot", must be visitor or agent`}},
		{"alert test --demo", []string{"no flag --demo, which belongs to `floorwatch report`, `floorwatch serve`, `floorwatch snapshot` and `floorwatch`"}},
		{"history imprt", []string{`floorwatch history does not take "imprt" (did you mean import?)`}},
		{"forget --visitor 1 --dir x", []string{"no flag --dir", "dir under [record]", "dir under [history]", "--config"}},
		{"history import --dir=x", []string{"no flag --dir", "`floorwatch history import FOLDER`"}},
		{"--demo --dir x", []string{"no flag --dir: --record"}},
		{"alert tset", []string{`floorwatch alert does not take "tset" (did you mean test?)`}},
		{"man --foo", []string{"floorwatch man has no flag --foo: `floorwatch man --help` lists them"}},
		{"man --lgo x", []string{"floorwatch man has no flag --lgo (did you mean --log?)"}},
		{"report --demo lastweek", []string{`"lastweek" is not a period (did you mean last-week?): say today`}},
		{"report --demo Tusday", []string{`"tusday" is not a period (did you mean tuesday?): say today`}},
		{"report --demo 2026-13", []string{`"2026-13" is not a period: say today`}},
		{"completion basch", []string{`floorwatch completion does not take "basch" (did you mean bash?)`}},
		{"snapshot --demo=maybe", []string{`--demo is "maybe"`, "true or false"}},
	} {
		status, stdout, stderr := runPlain(t, nil, strings.Fields(c.args)...)
		want := exitUsage
		if strings.HasPrefix(c.args, "snapshot") {
			want = exitUnknown
		}
		if status != want || stdout != "" || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: status %d, %q, %q; want %d and one sentence", c.args, status, stdout, stderr, want)
		}
		for _, part := range c.want {
			if !strings.Contains(stderr, part) {
				t.Errorf("%s: %q does not say %q", c.args, stderr, part)
			}
		}
		for _, raw := range []string{"arg(s)", "strconv", "time:", "unknown flag", "shorthand", "in the group"} {
			if strings.Contains(stderr, raw) {
				t.Errorf("%s: %q has the library's words %q", c.args, stderr, raw)
			}
		}
	}
}

// What is wrong with flags and arguments alone is said first, before a configuration, a terminal or a folder is missed.
func TestFlagsAreCheckedBeforeFiles(t *testing.T) {
	t.Parallel()
	none := filepath.Join(t.TempDir(), "none")
	for args, want := range map[string]string{
		"report 2026-13":                               `"2026-13" is not a period`,
		"report --dir " + none + " 2026-13":            `"2026-13" is not a period`,
		"report --from 2026-11-27":                     "--from and --to go together",
		"report --from 2026-11-27 --to noon":           "--to noon: write it as",
		"report today --from 2026-11-01 --to 2026-12":  "go with no other period",
		"report --shift a --from 2026-11-01 --to 2026": "--shift goes with a PERIOD",
		"report --agent=-1":                            "--agent takes the number",
		"report --bom":                                 "--bom works with csv",
		"replay " + none + " --speed fast":             "--speed is",
		"replay " + none + " --at noon":                "--at is",
		"search x --days 0":                            "--days and --limit must be above 0",
		"report --agent 0":                             "--agent takes the number of an agent",
		"search x --agent=-1":                          "--agent takes the number of an agent",
		"search x --visitor 0":                         "--visitor takes the number of a visitor",
		"forget --visitor 0":                           "--visitor takes",
		"forget --visitor 1 --chat 0":                  "--chat takes",
		"snapshot --timeout=-1s":                       "--timeout must be above 0",
		"snapshot --explain --format csv":              "--explain works with",
		"snapshot --connect a --connect b":             "--connect can be given several times with --wall only",
		"demo-server --port 70000":                     "--port must be",
	} {
		var out, errs strings.Builder
		w := Env{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }}
		if status := Execute(t.Context(), append(strings.Fields(args), "--config", none), w); status == exitOK || !strings.Contains(errs.String(), want) {
			t.Errorf("%s: status %d, %q; want %q", args, status, &errs, want)
		}
	}
}

// An error about --dir names the folders that forget uses.
func TestForgetNamesItsFolders(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.toml")
	if err := os.WriteFile(file, []byte("[api]\nurl = \"https://a.example\"\n[record]\ndir = \"/var/lib/floor\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, errs := runPlain(t, nil, "forget", "--config", file, "--visitor", "1", "--dir", "x")
	if want := "dir under [record] (/var/lib/floor) and dir under [history] (not set)"; !strings.Contains(errs, want) {
		t.Errorf("%q does not say %q", errs, want)
	}
}

// The help names what a flag takes, in capitals, where it is not one of a few words.
func TestHelpNamesWhatFlagsTake(t *testing.T) {
	placeholder := regexp.MustCompile(`\b(FILE|FOLDER|SOCKET|NAME|NUMBER|PORT|TIME|TIMES)\b`)
	root := rootCommand(Env{Getenv: func(string) string { return "" }})
	for _, cmd := range append(root.Commands(), root) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			_, words := flagValues[cmd.Name()+" "+f.Name]
			if !f.Hidden && f.Value.Type() != "bool" && !words && f.Name != "list" && !placeholder.MatchString(f.Usage) {
				t.Errorf("%s --%s takes what? %q", cmd.Name(), f.Name, f.Usage)
			}
		})
	}
}

// A flag whose value is empty, as a script leaves it whose variable is not set, is refused: it would else count as
// left out, and a recording, another floor or a filter would be missing without a word.
func TestEmptyFlagValues(t *testing.T) {
	t.Parallel()
	root := rootCommand(Env{Getenv: func(string) string { return "" }})
	tried := 0
	for _, cmd := range append(root.Commands(), root) {
		args := strings.Fields(cmd.CommandPath())[1:]
		switch cmd.Name() {
		case "replay", "search":
			args = append(args, "word")
		}
		check := func(f *pflag.Flag) {
			if f.Value.Type() != "string" {
				return
			}
			tried++
			status, _, stderr := runPlain(t, nil, append(args, "--"+f.Name, "")...)
			if (status != exitUsage && status != exitUnknown) || !strings.Contains(stderr, "--"+f.Name+" is empty: give it a value, or leave it out") {
				t.Errorf("%s --%s '': status %d, %q", cmd.CommandPath(), f.Name, status, stderr)
			}
		}
		if cmd.Runnable() && cmd.Name() != "help" {
			cmd.LocalFlags().VisitAll(check)
			check(root.PersistentFlags().Lookup("config"))
		}
	}
	if tried < 30 {
		t.Errorf("only %d flags were tried", tried)
	}
}

// A shell leaves "--flag=~/x" as it is: every flag that takes a path puts the home directory there, and refuses what
// would else become a folder called ~ann.
func TestPathFlagsTakeHome(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	root := rootCommand(Env{Getenv: func(string) string { return "" }})
	tried := map[string]bool{}
	for _, cmd := range append(root.Commands(), root) {
		for _, flags := range []*pflag.FlagSet{cmd.Flags(), cmd.PersistentFlags()} {
			flags.VisitAll(func(f *pflag.Flag) {
				if !regexp.MustCompile(`\b(FILE|FOLDER|SOCKET)\b`).MatchString(f.Usage) || tried[f.Name] {
					return
				}
				tried[f.Name] = true
				one := &cobra.Command{}
				one.Flags().AddFlag(f)
				err := errors.Join(one.Flags().Set(f.Name, "~/x"), checkValues(one))
				if want := filepath.Join(os.Getenv("HOME"), "x"); err != nil || f.Value.String() != want {
					t.Errorf("--%s=~/x is %q (%v), want %q", f.Name, f.Value, err, want)
				}
			})
		}
	}
	if len(tried) != len(pathFlags)+1 {
		t.Errorf("tried %v, want those of %v and connect", tried, pathFlags)
	}
	for _, args := range [][]string{{"serve", "--socket=~ann/x"}, {"--plain", "--connect=~ann/x"}, {"snapshot", "--connect=~ann/x"}} {
		if status, _, stderr := runPlain(t, nil, args...); (status != exitUsage && status != exitUnknown) || !strings.Contains(stderr, "begins with ~: write the path from / or ~/ on") {
			t.Errorf("%q: status %d, %q", args, status, stderr)
		}
	}
}
