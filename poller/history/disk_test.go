package history

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"floorwatch/model/ledger"
)

var (
	errKilled = errors.New("killed")
	errFull   = errors.New("no space left on device")
)

// memDisk is a folder in memory that stops working at the step-th operation:
// the process is killed, power is lost, or the disk is full.
type memDisk struct {
	step  int // operations until it stops; below 0: never
	err   error
	dead  bool // after a kill nothing is done any more, cleaning up included
	now   map[string]*memFile
	saved map[string]*memFile // the folder as it is after a loss of power
}

type memFile struct {
	d     *memDisk
	data  []byte
	saved []byte // what Sync has brought to the disk
}

func newMemDisk() *memDisk {
	return &memDisk{step: -1, now: map[string]*memFile{}, saved: map[string]*memFile{}}
}

// op counts one operation and says whether it fails.
func (d *memDisk) op() error {
	if d.dead {
		return errKilled
	}
	d.step--
	if d.step == 0 {
		d.dead = errors.Is(d.err, errKilled)
		return d.err
	}
	return nil
}

func (d *memDisk) Create(name string, _ os.FileMode, _ int) (diskFile, error) {
	if err := d.op(); err != nil {
		return nil, err
	}
	f := &memFile{d: d}
	d.now[name] = f
	return f, nil
}

func (d *memDisk) Rename(from, to string) error {
	if err := d.op(); err != nil {
		return err
	}
	d.now[to] = d.now[from]
	delete(d.now, from)
	return nil
}

func (d *memDisk) Remove(name string) error {
	if err := d.op(); err != nil {
		return err
	}
	delete(d.now, name)
	return nil
}

func (d *memDisk) SyncDir() error {
	if err := d.op(); err != nil {
		return err
	}
	d.saved = maps.Clone(d.now)
	return nil
}

// Write writes in pieces, so that a failure leaves half of it.
func (f *memFile) Write(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if err := f.d.op(); err != nil {
			return n, err
		}
		step := min(100, len(p)-n)
		f.data = append(f.data, p[n:n+step]...)
		n += step
	}
	return n, nil
}

func (f *memFile) Sync() error {
	if err := f.d.op(); err != nil {
		return err
	}
	f.saved = bytes.Clone(f.data)
	return nil
}

func (f *memFile) Close() error { return f.d.op() }

// Whatever the step at which the process is killed, power is lost or the disk
// is full, the file is the old one or the new one, whole.
func TestAFileIsTheOldOneOrTheNewOne(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	older, newer := randomDay(r, "2026-11-28", time.UTC), randomDay(r, "2026-11-28", time.UTC)
	older.Slots, newer.Slots = older.Slots[:20], newer.Slots[:30]
	name := fileName("2026-11-28")
	put := func(d *memDisk, day *ledger.Day) error {
		return replace(d, name, 0o600, -1, func(w io.Writer) error { return Encode(w, day) })
	}
	for _, failure := range []error{errKilled, errFull} {
		ended := false
		for step := 1; !ended; step++ {
			if step > 1000 {
				t.Fatal("it never ended")
			}
			d := newMemDisk()
			if err := put(d, older); err != nil {
				t.Fatal(err)
			}
			d.step, d.err = step, failure
			err := put(d, newer)
			ended = err == nil
			where := fmt.Sprintf("%v at step %d", failure, step)
			checkWhole(t, where+", as it is", d.now[name].data, err, older, newer)
			if ended {
				checkWhole(t, where+", after power is lost", d.saved[name].saved, err, older, newer)
			}
			// a rename that was not synced may or may not be on the disk
			checkWhole(t, where+", power lost, renamed", d.now[name].saved, errKilled, older, newer)
			checkWhole(t, where+", power lost, not renamed", d.saved[name].saved, errKilled, older, newer)
			if _, left := d.now[name+tempSuffix]; left && !errors.Is(failure, errKilled) && err != nil {
				t.Errorf("%s: a half file stays", where)
			}
		}
	}
}

func checkWhole(t *testing.T, where string, data []byte, err error, older, newer *ledger.Day) {
	t.Helper()
	got, bad := Decode(bytes.NewReader(data), DepthAll)
	switch {
	case bad != nil:
		t.Errorf("%s: %v", where, bad)
	case err == nil && !equalDays(got, newer):
		t.Errorf("%s: not the new file", where)
	case !equalDays(got, newer) && !equalDays(got, older):
		t.Errorf("%s: neither the old file nor the new one", where)
	}
}
