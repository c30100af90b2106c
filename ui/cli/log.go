package cli

import (
	"fmt"
	"log/slog"

	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/system"
)

// openLog logs to the file that --log names, or where it names none to other.
func openLog(o options, w Env, other slog.Handler) (*system.Logger, error) {
	path, err := config.LogPath(o.log, w.Getenv)
	if err != nil {
		return nil, fmt.Errorf("cannot write the log: %w", err)
	}
	return system.OpenLog(path, other)
}
