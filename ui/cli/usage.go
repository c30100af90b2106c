package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"floorwatch/poller/acquire"
	"floorwatch/poller/history"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/report/period"
	"floorwatch/ui/suggest"
)

// plainly replaces the library's error about a command line by what is wrong and what to write instead.
func plainly(root *cobra.Command, args []string, w Env, err error) error {
	text := err.Error()
	cmd, _, found := root.Find(args)
	if found != nil || cmd == nil {
		cmd = root
	}
	switch {
	case strings.HasPrefix(text, "unknown command "):
		return unknownCommand(cmd, text)
	case strings.HasPrefix(text, "unknown flag: --"):
		name, _, _ := strings.Cut(strings.TrimPrefix(text, "unknown flag: --"), "=")
		if name == "dir" && folderOf[cmd.Name()] != nil {
			return fmt.Errorf("%s has no flag --dir: %s", cmd.CommandPath(), folderOf[cmd.Name()](cmd, w))
		}
		return unknownFlag(cmd, name)
	case strings.HasPrefix(text, "unknown shorthand flag: "):
		return fmt.Errorf("%s has no such short flag: `%[1]s --help` lists the flags", cmd.CommandPath())
	case strings.HasPrefix(text, "flag needs an argument: "):
		return fmt.Errorf("%s needs a value: `%s --help` says which", text[strings.LastIndexByte(text, ' ')+1:], cmd.CommandPath())
	case strings.HasPrefix(text, "if any flags in the group"):
		return exclusive(text)
	case strings.Contains(text, "arg(s), "):
		return fmt.Errorf("write it as `%s`: `%s --help` has examples", strings.TrimSuffix(cmd.UseLine(), " [flags]"), cmd.CommandPath())
	case strings.HasPrefix(text, "invalid argument "):
		return wrongValue(cmd, text)
	}
	return err
}

// folderOf says, for commands without a flag --dir, how they are given a folder.
var folderOf = map[string]func(cmd *cobra.Command, w Env) string{
	"floorwatch": func(*cobra.Command, Env) string { return "--record names the folder to record into" },
	"serve":      func(*cobra.Command, Env) string { return "--record names the folder to record into" },
	"import": func(cmd *cobra.Command, _ Env) string {
		return fmt.Sprintf("write the folder of the recordings as `%s FOLDER`", cmd.CommandPath())
	},
	"replay": func(cmd *cobra.Command, _ Env) string {
		return fmt.Sprintf("name one day's file, as `%s FILE`", cmd.CommandPath())
	},
	"forget": func(cmd *cobra.Command, w Env) string {
		return "it works in dir under [record]" + configuredFolders(cmd, w) + " of the configuration, so that nothing of the visitor stays in either; for others name a configuration with --config"
	},
}

// configuredFolders returns "(FOLDER) and dir under [history] (FOLDER)", without what is not known.
func configuredFolders(cmd *cobra.Command, w Env) string {
	cfg, err := readConfig(options{config: cmd.Flag("config").Value.String()}, w)
	named := func(dir string, wrong error) string {
		switch {
		case err != nil || wrong != nil:
			return "" // whoever runs the command is told
		case dir == "":
			return " (not set)"
		}
		return " (" + acquire.ShellQuote(dir) + ")"
	}
	recordings, wrong := config.RecordDir(cfg.Record.Dir, w.Getenv)
	words := named(recordings, wrong) + " and dir under [history]"
	figures, wrong := config.HistoryDir(cfg.History.Dir, w.Getenv)
	return words + named(figures, wrong)
}

// wrongValue returns an error that says which kind of value a flag needs.
func wrongValue(cmd *cobra.Command, text string) error {
	value, flag, _ := strings.Cut(strings.TrimPrefix(text, "invalid argument "), " for ")
	flag, _, _ = strings.Cut(strings.TrimPrefix(flag, "\""), "\"")
	flag = flag[strings.LastIndex(flag, "--")+2:] // also of "-o, --output"
	kind := "something else"
	if f := cmd.Flag(flag); f != nil {
		switch f.Value.Type() {
		case "duration":
			kind = "a time with its unit, such as 30s or 2m"
		case "int", "int64", "uint64":
			kind = "a whole number"
		case "int64Slice":
			kind = "a whole number, or several with commas between them"
		case "bool":
			kind = "true or false, or left out"
		}
	}
	return fmt.Errorf("--%s is %s, must be %s", flag, value, kind)
}

func unknownCommand(cmd *cobra.Command, text string) error {
	word, _, _ := strings.Cut(strings.TrimPrefix(text, "unknown command \""), "\"")
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	if cmd != cmd.Root() {
		return fmt.Errorf("%s does not take %q%s: `%[1]s --help` says what it takes", cmd.CommandPath(), word, meant(suggest.Nearest(word, names), ""))
	}
	near := meant(suggest.Nearest(word, names), "")
	if cmd.Root().Flags().Lookup(word) != nil {
		near = meant(word, "--")
	}
	return fmt.Errorf("%q is not a floorwatch command%s: `floorwatch --help` lists them", word, near)
}

// helpOfCommands makes `help` refuse unknown commands, for which cobra shows the whole program's help.
func helpOfCommands(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	help, _, _ := root.Find([]string{"help"})
	help.Args = func(_ *cobra.Command, args []string) error {
		if _, rest, err := root.Find(args); err == nil && len(rest) > 0 {
			return unknownCommand(root, fmt.Sprintf("unknown command %q", rest[0]))
		}
		return nil
	}
}

func unknownFlag(cmd *cobra.Command, name string) error {
	var names, elsewhere []string
	collect := func(f *pflag.Flag) { names = append(names, f.Name) }
	cmd.Flags().VisitAll(collect)
	cmd.InheritedFlags().VisitAll(collect)
	for _, other := range append(cmd.Root().Commands(), cmd.Root()) {
		if f := other.Flags().Lookup(name); f != nil && !f.Hidden {
			elsewhere = append(elsewhere, "`"+other.CommandPath()+"`")
		}
	}
	if len(elsewhere) > 0 {
		return fmt.Errorf("%s has no flag --%s, which belongs to %s", cmd.CommandPath(), name, listed(elsewhere, "and"))
	}
	return fmt.Errorf("%s has no flag --%s%s: `%[1]s --help` lists them", cmd.CommandPath(), name, meant(suggest.Nearest(name, names), "--"))
}

// meant returns "did you mean …?" if a known word is similar.
func meant(word, before string) string {
	if word == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s%s?)", before, word)
}

// exclusive returns an error that names two flags that exclude each other.
func exclusive(text string) error {
	_, list, _ := strings.Cut(text, "; [")
	list, _, _ = strings.Cut(list, "]")
	given := strings.Fields(list)
	for i, f := range given {
		given[i] = "--" + f
	}
	return fmt.Errorf("%s cannot be given together: leave one out", strings.Join(given, " and "))
}

// checkValues refuses a flag with an empty value, as from a script's empty variable, which would otherwise count as
// absent, and one whose value is not among its words or not a number that somebody can have. In paths it replaces "~/" by the home directory.
func checkValues(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		value := f.Value.String()
		words := flagValues[cmd.Name()+" "+f.Name]
		switch {
		case err != nil:
		case value == "":
			err = fmt.Errorf("--%s is empty: give it a value, or leave it out", f.Name)
		case words != nil && !slices.Contains(words, value):
			err = fmt.Errorf("--%s is %q%s, must be %s", f.Name, value, meant(suggest.Nearest(value, words), ""), listed(words, "or"))
		case (f.Name == "agent" || f.Name == "visitor") && (value == "0" || value[0] == '-'):
			err = fmt.Errorf("--%s takes the number of %s, above 0", f.Name, map[string]string{"agent": "an agent", "visitor": "a visitor"}[f.Name])
		case slices.Contains(pathFlags, f.Name):
			full, wrong := config.Home(value)
			if wrong != nil {
				err = fmt.Errorf("--%s %w", f.Name, wrong)
				return
			}
			err = f.Value.Set(full)
		}
	})
	return err
}

// pathFlags are the flags for a file, a folder or a socket, except --connect.
var pathFlags = []string{"config", "log", "record", "socket", "output", "dir"}

// speeds are the shell completions of replay --speed; other values are valid too.
var speeds = []string{"1x", "10x", "60x", "600x"}

// flagValues are the words that a flag of a command takes, by "command flag".
var flagValues = map[string][]string{
	"snapshot format":   {"text", "json", "csv", "prometheus"},
	"snapshot complete": {completeHalfHour, completeToday},
	"snapshot list":     {listMissed},
	"report format":     period.Formats,
	"report table":      period.Tables,
	"report by":         bys(),
	"search format":     {"text", "json"},
	"search side":       {"visitor", "agent"},
}

func bys() (words []string) {
	for _, by := range history.Bys {
		words = append(words, string(by))
	}
	return words
}

// completeValues adds shell completion of flags' values: words, files, folders, and the teams and shifts of the
// configuration that read returns.
func completeValues(root *cobra.Command, read func() config.Config) {
	teams := func() (names []string) {
		for _, t := range read().Teams {
			names = append(names, t.Name)
		}
		return names
	}
	shifts := func() (names []string) {
		for _, s := range read().Shifts {
			names = append(names, s.Name)
		}
		return names
	}
	for _, cmd := range append(root.Commands(), root) {
		complete := func(f *pflag.Flag) {
			var values func() []string
			otherwise := cobra.ShellCompDirectiveNoFileComp
			switch words := flagValues[cmd.Name()+" "+f.Name]; {
			case words != nil:
				values = func() []string { return words }
			case f.Name == "speed":
				values = func() []string { return speeds }
			case f.Name == "team":
				values = teams
			case f.Name == "shift":
				values = shifts
			case f.Name == "connect":
				otherwise = cobra.ShellCompDirectiveDefault // a socket is a file, which the shell completes
				values = func() []string {
					words := []string{autoConnect}
					if socket := read().Serve.Socket; socket != "" {
						words = append(words, socket)
					}
					return words
				}
			case f.Name == "config":
				_ = cmd.MarkFlagFilename(f.Name, "toml") // fails only for an unknown flag
				return
			case f.Name == "record" || f.Name == "dir":
				_ = cmd.MarkFlagDirname(f.Name)
				return
			default:
				return // files, which the shell completes; numbers; times
			}
			_ = cmd.RegisterFlagCompletionFunc(f.Name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return values(), otherwise
			})
		}
		cmd.LocalFlags().VisitAll(complete)
	}
}
