package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"floorwatch/ui/cli/config"
	"floorwatch/ui/report/period"
)

// flagValues are the words that a flag of a command takes, by "command flag".
var flagValues = map[string][]string{
	"snapshot format":   {"text", "json", "csv", "prometheus"},
	"snapshot complete": {"half-hour", "today"},
	"report format":     period.Formats,
	"report table":      period.Tables,
	"report by":         {"hour", "day", "weekday", "agent", "team", "load"},
	"search format":     {"text", "json"},
	"search side":       {"visitor", "agent"},
	"replay speed":      {"1x", "10x", "60x", "600x"},
}

// completeValues lets the shells complete what flags take: words, files, folders, and the teams and shifts
// of the configuration that read finds.
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
			switch words := flagValues[cmd.Name()+" "+f.Name]; {
			case words != nil:
				values = func() []string { return words }
			case f.Name == "team":
				values = teams
			case f.Name == "shift":
				values = shifts
			case f.Name == "config":
				_ = cmd.MarkFlagFilename(f.Name, "toml") // fails for a flag that is not there
				return
			case f.Name == "record" || f.Name == "dir":
				_ = cmd.MarkFlagDirname(f.Name)
				return
			default:
				return // files, which the shell completes, numbers and times
			}
			_ = cmd.RegisterFlagCompletionFunc(f.Name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return values(), cobra.ShellCompDirectiveNoFileComp
			})
		}
		cmd.LocalFlags().VisitAll(complete)
	}
}
