package cli

import (
	"fmt"
	"runtime/debug"
)

// version is the module's version and the revision it was built from, as far as the build knows.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v, revision, dirty := info.Main.Version, "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = ", changed"
		}
	}
	if v == "" {
		v = "(devel)"
	}
	if revision == "" {
		return v
	}
	return fmt.Sprintf("%s (%.12s%s)", v, revision, dirty)
}
