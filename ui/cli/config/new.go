package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"floorwatch/poller/regular"
)

// WriteNew writes a new configuration, readable only by the user since it may name a
// token command or file. It never replaces a file.
func WriteNew(path string, text []byte) error {
	made, err := regular.MakeFolder(filepath.Dir(path), 0o700)
	if err != nil {
		return fmt.Errorf("cannot make the folder of the configuration: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder: name a file in it with --config FILE", path)
	}
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already and is left as it is: edit it, remove it, or name another with --config FILE", path)
	}
	if err != nil {
		made.RemoveEmpty()
		return fmt.Errorf("cannot write the configuration: %w", err)
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(path) // leave no partial file
		made.RemoveEmpty()
		return fmt.Errorf("cannot write the configuration: %w", err)
	}
	return nil
}
