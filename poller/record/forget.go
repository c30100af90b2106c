package record

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/regular"
)

// forgetSuffix is the suffix of a rewritten recording until it replaces the old one.
const forgetSuffix = ".forget"

// Forget removes a visitor from all recordings in dir and returns how many it
// rewrote. f knows the visitor's chats afterwards. Unreadable lines may be the
// visitor's, so a rewritten recording loses them too. A recording that another
// process is writing stays as it is. The error joins all failures; the other
// recordings are rewritten nevertheless.
func Forget(ctx context.Context, dir string, f *model.Forgotten) (wrote int, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return 0, err
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	errs := []error{err}
	var names []string
	for _, entry := range entries {
		if _, ok := recordDay(entry.Name()); ok {
			names = append(names, entry.Name())
		}
	}
	var read []string
	for _, name := range names { // a later day may name a chat of an earlier one
		err := eachEvent(ctx, root, name, func(e model.Event, _ bool) error { f.Scan(&e); return nil })
		if errs = append(errs, err); err == nil {
			read = append(read, name)
		}
	}
	for _, name := range read {
		again, err := forgetIn(ctx, root, name, f)
		if again {
			wrote++
		}
		errs = append(errs, err)
	}
	return wrote, errors.Join(errs...)
}

// eachEvent calls take for every line of a recording: with its Event, or with damaged set.
func eachEvent(ctx context.Context, root *os.Root, name string, take func(e model.Event, damaged bool) error) error {
	file, err := regular.OpenIn(root, name, os.O_RDONLY, 0, maxRecording)
	if err != nil {
		return err
	}
	defer file.Close()
	lines, err := plain(ctx, file)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	dec := feed.NewDecoder(lines)
	skipped := 0
	for {
		e, err := dec.Next()
		for ; skipped < dec.Skipped(); skipped++ {
			if err := take(model.Event{}, true); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := take(e, false); err != nil {
			return err
		}
	}
}

// forgetIn rewrites a recording without the visitor if it names them or a line is damaged.
func forgetIn(ctx context.Context, root *os.Root, name string, f *model.Forgotten) (wrote bool, err error) {
	named := false
	err = eachEvent(ctx, root, name, func(e model.Event, damaged bool) error {
		_, changed := f.Without(e)
		named = named || changed || damaged
		return nil
	})
	if err != nil || !named {
		return false, err
	}
	held, err := regular.OpenIn(root, name, os.O_RDWR, 0, maxRecording)
	if err != nil {
		return false, err
	}
	defer held.Close()
	if err := regular.Lock(held); err != nil {
		return false, fmt.Errorf("%s stays as it is, stop the floorwatch that records first: %w", name, err)
	}
	_ = root.Remove(name + partSuffix) // left by a killed compression; it may name the visitor too
	if err := rewrite(ctx, root, name, f); err != nil {
		return false, errors.Join(err, root.Remove(name+forgetSuffix))
	}
	err = root.Rename(name+forgetSuffix, name)
	return err == nil, err
}

// rewrite writes a copy of a recording without the visitor, with forgetSuffix.
func rewrite(ctx context.Context, root *os.Root, name string, f *model.Forgotten) error {
	_ = root.Remove(name + forgetSuffix) // left by a killed process; if it cannot be removed, the next step fails
	file, err := root.OpenFile(name+forgetSuffix, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	out, enc := bufio.NewWriter(file), feed.Encoder{}
	write, flush := func(line []byte) error { _, err := out.Write(line); return err }, func() error { return nil }
	if strings.HasSuffix(name, compressedSuffix) {
		blocks := newBlockWriter(out)
		write, flush = blocks.write, blocks.flush
	}
	var line []byte
	err = eachEvent(ctx, root, name, func(e model.Event, damaged bool) error {
		e, _ = f.Without(e)
		if damaged || e.Rows() == 0 {
			return nil
		}
		line = enc.Append(line[:0], e)
		return write(line)
	})
	if err == nil {
		err = errors.Join(flush(), out.Flush(), file.Sync())
	}
	return errors.Join(err, file.Close())
}
