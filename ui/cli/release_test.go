package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func fileText(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(module, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A release is made of files that are there, or that a hook has made before; each command of a hook works, and
// .ci/run builds for the systems that are released. `.ci/run --release` is the dry run itself.
func TestReleaseIsMadeOfWhatIsThere(t *testing.T) {
	t.Parallel()
	text := fileText(t, ".goreleaser.yml")
	made := map[string]bool{}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		made[".release/floorwatch."+shell] = true
		if status, out, errs := runPlain(t, nil, "completion", shell); status != exitOK || out == "" {
			t.Errorf("completion %s: %d, %s", shell, status, errs)
		}
	}
	if !strings.Contains(text, "for s in bash zsh fish powershell; do go run . completion $s > .release/floorwatch.$s; done") {
		t.Error("the hook makes other completions")
	}
	for _, hook := range regexp.MustCompile(`go run \. (man|report [^\n]*)`).FindAllStringSubmatch(text, -1) {
		args := strings.Fields(strings.Split(hook[1], " | ")[0])
		if i := slices.Index(args, "-o"); i >= 0 {
			made[args[i+1]] = true
			args[i+1] = filepath.Join(t.TempDir(), "out")
		}
		if status, _, errs := runPlain(t, nil, args...); status != exitOK {
			t.Errorf("%v: %d, %s", args, status, errs)
		}
	}
	for _, to := range regexp.MustCompile(`> (\.release/[a-z0-9.]+)'`).FindAllStringSubmatch(text, -1) {
		made[to[1]] = true
	}
	named := regexp.MustCompile(`(?m)(?:src: |glob: )([^, #\n]+)`).FindAllStringSubmatch(text, -1)
	if len(named) < 10 {
		t.Errorf("%d files are named, want those of the packages", len(named))
	}
	files := strings.Split(regexp.MustCompile(`files: \[(.*)\]`).FindStringSubmatch(text)[1], ", ")
	for _, n := range named {
		files = append(files, n[1])
	}
	for _, file := range files {
		if _, err := os.Stat(filepath.Join(module, file)); err != nil && !made[file] && file != ".release/*" {
			t.Errorf("%s is neither there nor made by a hook", file)
		}
	}
	systems := strings.Split(regexp.MustCompile(`goos: \[(.*)\]`).FindStringSubmatch(text)[1], ", ")
	for _, system := range systems {
		if system != "linux" && !strings.Contains(fileText(t, ".ci/run"), " "+system+"/") {
			t.Errorf(".ci/run does not build for %s", system)
		}
	}
}

// The units of the packages are those that the README shows.
func TestReadmeShowsTheUnits(t *testing.T) {
	t.Parallel()
	readme := fileText(t, "README.md")
	units, err := filepath.Glob(filepath.Join(module, "ui/cli/system/units/*.service"))
	if err != nil || len(units) != 2 {
		t.Fatalf("%v (%v), want the server's and the wall's", units, err)
	}
	for _, unit := range units {
		b, err := os.ReadFile(unit)
		if err != nil {
			t.Fatal(err)
		}
		shown := regexp.MustCompile(`(?m)^(.)`).ReplaceAllString(string(b), "    $1")
		if !strings.Contains(readme, shown) {
			t.Errorf("the README shows another %s", filepath.Base(unit))
		}
	}
}

// Every line of the README that runs floorwatch names commands and flags that are there. What they do has tests of its own.
func TestReadmeCommandsAreThere(t *testing.T) {
	t.Parallel()
	command := regexp.MustCompile("(?:^|[\\s`(\"=/])(?:\\./|/usr/bin/)?floorwatch((?: +[^\\s|`;&)]+)+)")
	n := 0
	for _, line := range strings.Split(fileText(t, "README.md"), "\n") {
		if strings.HasPrefix(line, "    install ") || strings.HasPrefix(line, "    useradd ") || strings.HasPrefix(line, "    Description=") {
			continue // they name a user, a file or a service
		}
		code, _, _ := strings.Cut(line, "  #")
		for _, found := range command.FindAllStringSubmatch(code, -1) {
			args := found[1]
			if strings.Count(args, `"`)%2 == 1 {
				args, _, _ = strings.Cut(args, `"`) // it stands in quotes itself
			}
			words := strings.Fields(strings.TrimRight(args, "'.,:"))
			if len(words) == 0 || strings.HasPrefix(words[0], "/") {
				continue // a file
			}
			if !strings.HasPrefix(line, "    ") && !strings.HasPrefix(words[0], "-") && !strings.Contains(code, "`floorwatch "+words[0]) {
				continue // a sentence
			}
			n++
			readmeCommand(t, words)
		}
	}
	if n < 40 {
		t.Errorf("%d commands were found, want those of the README", n)
	}
}

// readmeCommand parses a command line and runs nothing.
func readmeCommand(t *testing.T, words []string) {
	t.Helper()
	for i, w := range words {
		if strings.HasPrefix(w, ">") {
			words = words[:i]
			break
		}
		words[i] = strings.Trim(w, `"'`)
	}
	root := rootCommand(Env{Getenv: func(string) string { return "" }})
	root.InitDefaultCompletionCmd()
	cmd, rest, err := root.Find(words)
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil && cmd.Args != nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err != nil {
		t.Errorf("floorwatch %s: %v", strings.Join(words, " "), err)
	}
}
