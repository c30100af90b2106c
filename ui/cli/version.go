package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"floorwatch/ui/cli/manual"
)

// A buildInfo describes how the program was built, for people and, as JSON, for programs.
type buildInfo struct {
	Version  string `json:"version"`            // the module's; "(devel)" for one built from a checkout
	Revision string `json:"revision,omitempty"` // of version control
	Time     string `json:"time,omitempty"`     // of the revision, RFC 3339
	Changed  bool   `json:"changed,omitempty"`  // the checkout had uncommitted changes
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

// thisBuild returns the build information in the binary.
func thisBuild() buildInfo {
	b := buildInfo{Version: "unknown", Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Version = cmp.Or(info.Main.Version, "(devel)")
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.time":
			b.Time = s.Value
		case "vcs.modified":
			b.Changed = s.Value == "true"
		}
	}
	return b
}

// date returns the day of the revision, or today.
func (b buildInfo) date() time.Time {
	if at, err := time.Parse(time.RFC3339, b.Time); err == nil {
		return at
	}
	return time.Now()
}

// version returns the module's version and revision, as far as known.
func version() string {
	b := thisBuild()
	if b.Revision == "" {
		return b.Version
	}
	changed := ""
	if b.Changed {
		changed = ", changed"
	}
	return fmt.Sprintf("%s (%.12s%s)", b.Version, b.Revision, changed)
}

func versionCommand(w Env) *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "floorwatch version\nfloorwatch version --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				return json.NewEncoder(w.Out).Encode(thisBuild())
			}
			b := thisBuild()
			_, err := fmt.Fprintf(w.Out, "floorwatch %s, %s, %s/%s\n", version(), b.Go, b.OS, b.Arch)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object, for programs and bug reports")
	return cmd
}

func manCommand(w Env) *cobra.Command {
	return &cobra.Command{
		Use:                   "man",
		Short:                 "Write the manual page",
		Example:               "floorwatch man | man -l -",
		Args:                  cobra.NoArgs,
		Hidden:                true, // packages include the page
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return manual.Write(w.Out, cmd.Root(), w.Example, thisBuild().date())
		},
	}
}
