package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"floorwatch/ui/cli/config"
)

func initCommand(o *options, w Env) *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Write a commented configuration to fill in",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			path := o.config
			if path == "" {
				var err error
				if path, err = config.UserPath(w.Getenv); err != nil {
					return err
				}
			}
			if err := writeNewConfig(path, w.Example); err != nil {
				return err
			}
			fmt.Fprintf(w.Out, "Wrote %s.\nFill in one way to the token under [api], then run `floorwatch check`.\n", path)
			return nil
		},
	}
}

// writeNewConfig writes the example, readable by the user alone since a token
// command or file name stands in it. It never replaces a file.
func writeNewConfig(path string, example []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("cannot make the folder of the configuration: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already and is left as it is: edit it, or name another with --config FILE", path)
	}
	if err != nil {
		return fmt.Errorf("cannot write the configuration: %w", err)
	}
	_, err = f.Write(example)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(path) // nothing half written
		return fmt.Errorf("cannot write the configuration: %w", err)
	}
	return nil
}
