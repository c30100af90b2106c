package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"

	"floorwatch/model"
	"floorwatch/ui/keymap"
)

// exampleConfig is what the program has embedded.
func exampleConfig(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile("../../../config.example.toml")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// allSet is the example with all its keys set.
func allSet(t *testing.T) string {
	t.Helper()
	return regexp.MustCompile(`(?m)^#([a-z_]+ = )`).ReplaceAllString(string(exampleConfig(t)), "$1")
}

// TestExampleSetsEveryFieldToItsDefault loads the example with all its keys set
// over a zeroed configuration: a key that is missing from it, or has another
// default than the code, cannot hide.
func TestExampleSetsEveryFieldToItsDefault(t *testing.T) {
	var c Config
	md, err := toml.Decode(allSet(t), &c)
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	usual := keymap.New(nil)
	want.Keys = keymap.Keys{}
	for name, b := range usual.Actions() {
		want.Keys[name] = append([]string{}, b.Keys()...) // never nil, as a configuration would say it
	}
	checkEachSet(t, md, nil, reflect.ValueOf(c), reflect.ValueOf(want))
	if _, err := parse("config.example.toml", []byte(allSet(t))); err != nil {
		t.Errorf("the example is not valid: %v", err)
	}
}

// TestExamplePinsNothing: what init writes sets no more than the way to the
// token, so that a later version's better default reaches who ran it.
func TestExamplePinsNothing(t *testing.T) {
	var raw map[string]map[string]any
	if _, err := toml.Decode(string(exampleConfig(t)), &raw); err != nil {
		t.Fatal(err)
	}
	for section, keys := range raw {
		for key := range keys {
			if section+"."+key != "api.token_file" {
				t.Errorf("the example sets %s.%s", section, key)
			}
		}
	}
	got, err := parse("config.example.toml", exampleConfig(t))
	want, _ := decode(nil)
	got.Keys, got.Screen.Keys = nil, nil // an empty table
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("the example makes %+v, %v; want the defaults", got, err)
	}
}

// TestExampleBeginsWithWhatMattersFirst: who fills in what init wrote finds address, token, teams and time zone on its first page.
func TestExampleBeginsWithWhatMattersFirst(t *testing.T) {
	lines := strings.Split(string(exampleConfig(t)), "\n")
	for _, key := range []string{"#url = ", "token_file = ", "#token_command = ", "# [[team]]", "# agents = ", "#timezone = "} {
		if !slices.ContainsFunc(lines[:50], func(line string) bool { return strings.HasPrefix(line, key) }) {
			t.Errorf("%q is not among the first 50 lines of the example", key)
		}
	}
}

func checkEachSet(t *testing.T, md toml.MetaData, path []string, got, want reflect.Value) {
	t.Helper()
	for i := range got.NumField() {
		tag := got.Type().Field(i).Tag.Get("toml")
		if tag == "-" || tag == "watch" || tag == "team" || tag == "shift" || tag == "alert" { // lists of tables have no default
			continue
		}
		key := append(path[:len(path):len(path)], tag)
		if strings.Join(key, ".") == "history.agents" { // must be said, so it has no default
			continue
		}
		if !md.IsDefined(key...) {
			t.Errorf("the example does not set %s", strings.Join(key, "."))
			continue
		}
		g, w := got.Field(i), want.Field(i)
		if g.Kind() == reflect.Struct {
			checkEachSet(t, md, key, g, w)
			continue
		}
		if k := g.Kind(); (k == reflect.Slice || k == reflect.Map) && g.Len() == 0 && w.Len() == 0 {
			continue
		}
		if !reflect.DeepEqual(g.Interface(), w.Interface()) {
			t.Errorf("the example sets %s to %v, the default is %v", strings.Join(key, "."), g, w)
		}
	}
}

// TestCommentedSectionsOfTheExampleAreValid uncomments [[watch]] and [[team]].
func TestCommentedSectionsOfTheExampleAreValid(t *testing.T) {
	var b strings.Builder
	in := false
	for line := range strings.Lines(string(exampleConfig(t))) {
		bare := strings.TrimPrefix(line, "# ")
		in = strings.HasPrefix(bare, "[[") || in && strings.HasPrefix(line, "# ")
		if in {
			line = bare
		}
		b.WriteString(line)
	}
	c, err := parse("example", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Watch) != 1 || c.Polling().Watch[0].VisitorID != 61793 || len(c.Teams) != 1 || len(c.Teams[0].Agents) != 2 ||
		len(c.Shifts) != 1 || c.Shifts[0].From != "06:00" {
		t.Errorf("got watch %v, teams %v and shifts %v", c.Watch, c.Teams, c.Shifts)
	}
	team, floor := c.Teams[0].Limits, c.Limits
	if h := c.Teams[0].Hours; h == nil || h.Open[0] != "mon-sun 08:00-22:00" {
		t.Errorf("the team's hours are %+v", h)
	}
	if team.First.Warn != 45*time.Second || team.First.Severe != floor.First.Severe || team.Next != floor.Next {
		t.Errorf("the team's limits %+v do not lie over the floor's %+v", *team, floor)
	}
}

// A team's hours say what differs from the floor's, and faults have their lines.
func TestHoursOfTheFloorAndOfTeams(t *testing.T) {
	team := "[[team]]\nname = \"Night\"\nagents = [1]\nhours = { open = [\"mon-sun 00:00-24:00\"] }\n"
	c, err := parse("x.toml", []byte("[hours]\nopen = [\"mon-fri 08:00-18:00\"]\nexcept = [\"2026-12-25 closed\"]\n"+team))
	if err != nil {
		t.Fatal(err)
	}
	if h := c.Teams[0].Hours; h.Open[0] != "mon-sun 00:00-24:00" || len(h.Except) != 1 || c.Board().Hours.Open[0] != "mon-fri 08:00-18:00" {
		t.Errorf("the team's hours are %+v, the floor's %+v", h, c.Hours)
	}
	_, err = parse("x.toml", []byte("[hours]\nopen = [\"mon-fri 08:00-18:00\",\n  \"some day\"]\nexcept = [\"25.12. closed\"]\n"+team))
	for _, want := range []string{"2 problems", "line 3: hours.open number 2 is \"some day\"", "line 4: hours.except number 1 is \"25.12. closed\""} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestProblemsNeverHoldTheToken(t *testing.T) {
	const token = "sup3rsecret"
	for _, text := range []string{
		"[api]\ntoken = \"" + token + "\"\n",
		"[api]\ntoken_file = \"" + token + "\n",
		"[api]\ntoken_file = " + token + "\n",
		"[api]\n" + token + "\n",
		"[api]\ntimeout = \"" + token + "\"\n",
		"[api]\nurl = \"" + token + "\"\n",
	} {
		_, err := parse("my.toml", []byte(text))
		if err == nil {
			t.Errorf("%q is accepted", text)
			continue
		}
		if strings.Contains(err.Error(), token) {
			t.Errorf("the problem repeats the value: %v", err)
		}
	}
}

func TestConfigIsSearchedInTheRightOrder(t *testing.T) {
	xdg, home := t.TempDir(), t.TempDir()
	put := func(dir ...string) string {
		path := filepath.Join(append(dir, "floorwatch", "config.toml")...)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	inHome := put(home, ".config")
	env := func(vars map[string]string) func(string) string { return func(k string) string { return vars[k] } }
	none := filepath.Join(home, "none")
	inXDG, inEtc := put(xdg), put(t.TempDir())
	for _, c := range []struct {
		name   string
		flag   string
		env    map[string]string
		system string
		want   string
	}{
		{"the flag", "mine.toml", map[string]string{"XDG_CONFIG_HOME": xdg, "HOME": home}, inEtc, "mine.toml"},
		{"XDG", "", map[string]string{"XDG_CONFIG_HOME": xdg, "HOME": home}, inEtc, inXDG},
		{"no XDG", "", map[string]string{"XDG_CONFIG_HOME": "", "HOME": home}, "", inHome},
		{"an XDG path that is none", "", map[string]string{"XDG_CONFIG_HOME": "relative", "HOME": home}, inEtc, inHome},
		{"none of the user's", "", map[string]string{"HOME": filepath.Join(home, "none")}, inEtc, inEtc},
		{"a home that cannot be entered", "", map[string]string{"HOME": inHome}, inEtc, inEtc},
		{"no home", "", nil, inEtc, inEtc},
	} {
		if got, err := Find(c.flag, env(c.env), c.system); err != nil || got != c.want {
			t.Errorf("%s: Find = %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	if _, err := Find("", env(nil), none); err == nil || !strings.Contains(err.Error(), "--config") {
		t.Errorf("Find without HOME: %v", err)
	}
	if _, err := Find("", env(map[string]string{"HOME": filepath.Join(home, "none")}), none); err == nil || !strings.Contains(err.Error(), "floorwatch init") {
		t.Errorf("Find without a configuration: %v", err)
	}
}

// Whoever has used a key that a newer program gives to an action keeps it: the
// example of before keys had a second function, with one key given to another action.
func TestOldConfigurationWithNewKeys(t *testing.T) {
	text, err := os.ReadFile("../testdata/compat/config.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"r", "ctrl+u", "ctrl+d", "o", "E", ":", "c", "f1", "f3", "f5", "f10"} {
		mine := strings.Replace(string(text), `refresh = ["r"]`, `refresh = ["`+key+`"]`, 1)
		c, err := parse("old", []byte(mine))
		if err != nil || c.Keys["refresh"][0] != key {
			t.Errorf("with refresh on %s: %v, %v", key, c.Keys["refresh"], err)
		}
	}
}

func TestHistoryIsChecked(t *testing.T) {
	for text, want := range map[string]string{
		"[history]\ndir = \"x\"":                                    "history.agents must be said",
		"[history]\nweeks = 3":                                      "history.weeks must be from 4 to 26",
		"[history]\nexcept = [\"24.12.\"]":                          "history.except number 1 must be a date",
		"[history]\nkeep_days = 10":                                 "history.keep_days must not be below chats_days",
		"[[shift]]\nname = \"a\"\nfrom = \"06:00\"\nto = \"06:00\"": "shift number 1 the shift has no length",
		"[[shift]]\nname = \"a\"\nfrom = \"06:05\"\nto = \"07:00\"": "use a multiple of 15 min",
	} {
		if _, err := parse("x", []byte("[api]\nurl = \"https://a.acquire.io\"\ntoken_file = \"t\"\n"+text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	c, err := parse("x", []byte("[history]\ndir = \"x\"\nagents = false\n[api]\ntoken_file = \"t\"\nurl = \"https://a.acquire.io\""))
	if err != nil || c.History.Agents == nil || *c.History.Agents {
		t.Errorf("agents = false: %v, %v", c.History.Agents, err)
	}
}

// TestLimitsStandOnce: limits reach the faces by the Board alone; a copy beside it could differ.
func TestLimitsStandOnce(t *testing.T) {
	var places []string
	var walk func(reflect.Type, string)
	walk = func(typ reflect.Type, path string) {
		if typ == reflect.TypeFor[model.Limits]() {
			places = append(places, path)
			return
		}
		if typ.Kind() == reflect.Struct {
			for f := range typ.Fields() {
				walk(f.Type, path+"."+f.Name)
			}
		}
	}
	walk(reflect.TypeFor[Config](), "Config")
	if !slices.Equal(places, []string{"Config.Limits"}) {
		t.Errorf("limits stand in %v, want them in Config.Limits alone", places)
	}
}

// The report of a floor that could not be read names the limits of the view that was asked for.
func TestReportHasTheLimitsOfItsView(t *testing.T) {
	own := model.DefaultLimits()
	own.Missed.Critical = 9
	c := Default()
	c.Teams = []model.Team{{Name: "Night", Agents: []model.AgentID{1}, Limits: &own}}
	for team, want := range map[string]int{"": 3, "Night": 9} {
		c.Team = team
		if got := c.Report(false).Limits.Missed.Critical; got != want {
			t.Errorf("view %q: missed is critical from %d on, want %d", team, got, want)
		}
	}
}

// TestEveryValueHasOneWay: what the file says stands in its own section alone, and the methods of
// compose.go hand it to each that needs it. A copy in another section could differ from it.
func TestEveryValueHasOneWay(t *testing.T) {
	const text = "[privacy]\nmask = \"all\"\nwall = \"names\"\n[alerts]\ncommand = [\"call\"]\n[wall]\nrotate = \"40s\"\n" +
		"[people]\nmail = \"show\"\n[keys]\nrefresh = [\"ctrl+f\"]\n[[team]]\nname = \"Support\"\nagents = [1]\n[[watch]]\nvisitor_id = 1\nthread_id = 2\n" +
		"[[alert]]\nname = \"pager\"\ncommand = [\"page\"]\n"
	c, err := decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	fields := 0
	def := reflect.ValueOf(Default())
	for i, section := range reflect.ValueOf(c).Fields() {
		if section.Kind() != reflect.Struct {
			continue
		}
		for f, v := range section.Fields() {
			if f.Tag.Get("toml") != "-" || f.Name == "Written" { // that is of [poll] itself
				continue
			}
			fields++
			if was := def.FieldByIndex(i.Index).FieldByIndex(f.Index); !reflect.DeepEqual(v.Interface(), was.Interface()) {
				t.Errorf("%s.%s holds what another section says: %+v", i.Name, f.Name, v)
			}
		}
	}
	if fields < 8 {
		t.Errorf("only %d fields are not the file's: the test looks at the wrong ones", fields)
	}
	d := c.Dashboard()
	if d.Privacy.Mask != "all" || d.Wall.Privacy.Wall != "names" || d.Wall.Rotate != 40*time.Second || len(d.Keys) != 1 || len(d.Teams) != 1 ||
		len(d.Alerts.Command) != 1 || len(d.Alerts.Routes) != 1 || len(c.Polling().Watch) != 1 || !c.Account().ShowMail {
		t.Errorf("composed: %+v", d)
	}
}

// A demo-server's floor is known by its address, and its runs are told apart, whatever its name.
func TestDemoServersFloorIsInvented(t *testing.T) {
	for _, c := range []struct {
		url, name, want string
		invented        bool
	}{
		{"http://127.0.0.1:8700/demo-abcde", "Ours", "Ours (invented abcde)", true},
		{"http://127.0.0.1:8700/demo-abcde/", "", DemoName + " abcde", true},
		{"http://127.0.0.1:8700/demo-abcde", DemoName, DemoName + " abcde", true},
		{"http://127.0.0.1:8700/demo-abcde", DemoName + " abcde", DemoName + " abcde", true},
		{"http://127.0.0.1:8700/abcde", "Ours", "Ours", false},
		{"https://app.acquire.io/demo-abcde", "Ours", "Ours", false},
		{"http://127.0.0.1:8700/demo-abcde/v2", "Ours", "Ours", false},
	} {
		file := filepath.Join(t.TempDir(), "c.toml")
		if err := os.WriteFile(file, fmt.Appendf(nil, "[api]\nurl = %q\n[screen]\nname = %q\n", c.url, c.name), 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, err := Read(file)
		if f := cfg.Floor(); err != nil || f.Name.String() != c.want || f.Invented != c.invented {
			t.Errorf("%s named %q: %q, invented %v (%v); want %q, %v", c.url, c.name, f.Name, f.Invented, err, c.want, c.invented)
		}
	}
}
