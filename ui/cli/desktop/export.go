package desktop

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"floorwatch/ui/report/table"
)

// Export returns a function that writes a table as CSV to a new file in folder, readable only by its
// owner, and returns its path; nil if folder is empty. The folder must exist. The function never
// replaces a file.
func Export(folder string) func(name string, rows [][]string) (string, error) {
	if folder == "" {
		return nil
	}
	return func(name string, rows [][]string) (path string, err error) {
		root, err := os.OpenRoot(folder)
		if err != nil {
			return "", errors.New("the folder of screen.export cannot be opened")
		}
		defer root.Close()
		err = writeNew(root, name, func(w io.Writer) error {
			_, err := io.WriteString(w, table.BOM)
			return errors.Join(err, table.Write(w, rows))
		})
		return filepath.Join(folder, name), err
	}
}

// writeNew writes a new file completely or not at all: a part would pass for the whole list.
func writeNew(root *os.Root, name string, write func(io.Writer) error) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return errors.New(name + " is there already")
	case err != nil:
		return errors.New(name + " cannot be written")
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		_ = root.Remove(name)
		return errors.New(name + " could not be written whole: is the disk full?")
	}
	return nil
}
