package record

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed/feedtest"
)

// zipped are lines as the recorder compresses them, in blocks of a size.
func zipped(t *testing.T, data []byte, size int) []byte {
	t.Helper()
	var out bytes.Buffer
	w := newBlockWriter(&out)
	w.size = size
	for line := range bytes.Lines(data) {
		if err := w.write(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.flush(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// folderOf writes files into a folder.
func folderOf(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func namesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// wordsOf are the words that Restore brings of a day.
func wordsOf(t *testing.T, dir string, day time.Time) (words []string) {
	t.Helper()
	for e, err := range Restore(t.Context(), dir, day, nil) {
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range e.Messages {
			words = append(words, m.Text.String())
		}
	}
	return words
}

const (
	overDay = "floorwatch-2026-11-20.jsonl"
	overZip = "floorwatch-2026-11-20.jsonl.gz"
)

var over = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// Whatever a program that ended left, compressing brings it to one file that says everything.
func TestCompressingAfterAnEndInTheMiddle(t *testing.T) {
	one, two, three := lines(said(1, 5, "one")), lines(said(1, 6, "two")), lines(said(1, 7, "three"))
	both := append(slices.Clone(one), two...)
	for name, c := range map[string]struct {
		files map[string][]byte
		want  []string
	}{
		"nothing":                           {map[string][]byte{overDay: both}, []string{"one", "two"}},
		"a part":                            {map[string][]byte{overDay: both, overDay + partSuffix: zipped(t, one, 9)[:20]}, []string{"one", "two"}},
		"both files":                        {map[string][]byte{overDay: both, overZip: zipped(t, both, 9)}, []string{"one", "two"}},
		"both files, cut last line":         {map[string][]byte{overDay: bytes.TrimSuffix(both, []byte("\n")), overZip: zipped(t, both, 9)}, []string{"one", "two"}},
		"another that was written since":    {map[string][]byte{overDay: three, overZip: zipped(t, both, 9)}, []string{"one", "two", "three"}},
		"a longer one that was written":     {map[string][]byte{overDay: both, overZip: zipped(t, one, 9)}, []string{"one", "one", "two"}},
		"a shorter one that was written":    {map[string][]byte{overDay: one, overZip: zipped(t, both, 9)}, []string{"one", "two", "one"}},
		"one that another program packed":   {map[string][]byte{overDay: two, overZip: gzipOf(one)}, []string{"one", "two"}},
		"the same by another program":       {map[string][]byte{overDay: one, overZip: gzipOf(one)}, []string{"one"}},
		"a day that was compressed already": {map[string][]byte{overZip: zipped(t, one, 9)}, []string{"one"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folderOf(t, c.files)
			folder{dir: dir, log: slog.New(slog.DiscardHandler)}.compress(t.Context(), "2026-11-21")
			if got := namesIn(t, dir); !slices.Equal(got, []string{overZip}) {
				t.Errorf("left %v, want %v alone", got, overZip)
			}
			if got := wordsOf(t, dir, over); !slices.Equal(got, c.want) {
				t.Errorf("restored %v, want %v", got, c.want)
			}
			if p, err := Open(t.Context(), filepath.Join(dir, overZip)); err != nil {
				t.Errorf("it cannot be replayed: %v", err)
			} else {
				p.Close()
			}
			if info, err := os.Stat(filepath.Join(dir, overZip)); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v (%v), want 0600", info.Mode(), err)
			}
		})
	}
}

// gzipOf is data as gzip the program writes it.
func gzipOf(data []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(data)
	_ = z.Close()
	return out.Bytes()
}

// What cannot be compressed stays as it is and is read as before.
func TestNotCompressed(t *testing.T) {
	one, two := lines(said(1, 5, "one")), lines(said(1, 6, "two"))
	today := "floorwatch-2026-11-21.jsonl"
	ended, end := context.WithCancel(t.Context())
	end()
	for name, c := range map[string]struct {
		ctx   context.Context
		files map[string][]byte
		lock  bool
	}{
		"the day that runs":           {t.Context(), map[string][]byte{today: one}, false},
		"a day that somebody writes":  {t.Context(), map[string][]byte{overDay: one}, true},
		"the program ends":            {ended, map[string][]byte{overDay: one}, false},
		"a compressed file is broken": {t.Context(), map[string][]byte{overDay: one, overZip: zipped(t, two, 9)[:60]}, false},
		"the files of others":         {t.Context(), map[string][]byte{"floorwatch-history-2026-11-20.jsonl": one, "notes-2026-11-20.jsonl": one}, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folderOf(t, c.files)
			if c.lock {
				if _, err := openDay(t, dir, "2026-11-20", 0); err != nil {
					t.Fatal(err)
				}
			}
			folder{dir: dir, log: slog.New(slog.DiscardHandler)}.compress(c.ctx, "2026-11-21")
			if got, want := namesIn(t, dir), slices.Sorted(maps.Keys(c.files)); !slices.Equal(got, want) {
				t.Errorf("left %v, want %v", got, want)
			}
			for name, data := range c.files {
				if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, data) {
					t.Errorf("%s has changed (%v)", name, err)
				}
			}
		})
	}
}

// A day is compressed once the next one is recorded, and what both say is what was put in.
func TestDayIsCompressedOnceItIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		r := NewRecorder(Config{Dir: dir}, nil, nil)
		stop := start(r)
		first := time.Now()
		for id := range 50 {
			r.Put(feedtest.Said(model.MessageID(id+1), 0))
			time.Sleep(time.Hour)
		}
		synctest.Wait()
		stop()
		if got, want := namesIn(t, dir), []string{"floorwatch-2000-01-01.jsonl.gz", "floorwatch-2000-01-02.jsonl.gz", "floorwatch-2000-01-03.jsonl"}; !slices.Equal(got, want) {
			t.Errorf("files %v, want %v", got, want)
		}
		n := 0
		for day := range 3 {
			n += len(wordsOf(t, dir, first.AddDate(0, 0, day)))
		}
		if n != 50 {
			t.Errorf("%d messages restored, want 50", n)
		}
	})
}

// A compressed recording is replayed as the other is, at every time of it.
func TestReplayOfACompressedRecording(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		plainPath := tapeOf(t, feedtest.Script(2, 400, feedtest.Noon, time.Second), "damage\n")
		data, err := os.ReadFile(plainPath)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), overZip)
		if err := os.WriteFile(path, zipped(t, data, 4000), 0o600); err != nil {
			t.Fatal(err)
		}
		a, b := play(t, plainPath), play(t, strings.TrimSuffix(path, ".gz")) // the name that it had
		defer func() {
			if err := errors.Join(a.stop(), b.stop()); err != nil {
				t.Error(err)
			}
		}()
		if n := len(b.index.blocks); n < 10 || !a.From.Equal(b.From) || !a.To.Equal(b.To) {
			t.Fatalf("%d blocks from %v to %v, want ten at least from %v to %v", n, b.From, b.To, a.From, a.To)
		}
		for _, after := range []time.Duration{100 * time.Second, 399 * time.Second, 30 * time.Second, 300 * time.Second} {
			for _, s := range []*show{a, b} {
				s.Pause(true)
				s.Seek(s.From.Add(after))
			}
			time.Sleep(time.Second)
			synctest.Wait()
			feedtest.SameFloor(t, after.String(), b.floor, a.floor)
		}
		if a.Damaged() != 1 || b.Damaged() != 1 {
			t.Errorf("%d and %d damaged lines, want 1 each", a.Damaged(), b.Damaged())
		}
	})
}

func TestCompressedFilesThatCannotBeReplayed(t *testing.T) {
	one := lines(said(1, 5, "one"))
	whole := zipped(t, one, 9)
	broken := slices.Clone(whole)
	broken[len(broken)-12] ^= 0xff
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"another program's": {gzipOf(one), errForeignGzip},
		"cut":               {whole[:len(whole)-1], io.ErrUnexpectedEOF},
		"cut in the header": {whole[:20], io.EOF},
		"without events":    {zipped(t, []byte("no event\n"), 9), ErrNoEvents},
	} {
		_, err := Open(t.Context(), put(t, filepath.Join(t.TempDir(), overZip), string(c.data)))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	p, err := Open(t.Context(), put(t, filepath.Join(t.TempDir(), overZip), string(broken)))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	replay := playback{p: p, emit: func(model.Event) {}}
	if _, err := replay.advance(t.Context(), p.To); err == nil {
		t.Error("a block with another checksum was replayed")
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), overDay)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("neither file is there: %v, want %v", err, fs.ErrNotExist)
	}
}

// Forgetting takes a visitor out of compressed recordings too, which stay compressed.
func TestForgetInCompressedRecordings(t *testing.T) {
	data := append(append(lines(said(1, 5, "one")), lines(said(7_770_001, 7_770_002, "MARKER"))...), lines(said(2, 6, "two"))...)
	dir := folderOf(t, map[string][]byte{overZip: zipped(t, data, 9), "floorwatch-2026-11-21.jsonl": lines(said(7_770_001, 7_770_002, "MARKER"))})
	if n, err := Forget(t.Context(), dir, model.NewForgotten(7_770_001)); n != 2 || err != nil {
		t.Fatalf("%d files written again (%v), want 2", n, err)
	}
	if got := wordsOf(t, dir, over); !slices.Equal(got, []string{"one", "two"}) {
		t.Errorf("restored %v, want one and two", got)
	}
	p, err := Open(t.Context(), filepath.Join(dir, overZip))
	if err != nil {
		t.Fatalf("it cannot be replayed any more: %v", err)
	}
	p.Close()
}

func TestExpiredCompressedRecordingsGo(t *testing.T) {
	one := lines(said(1, 5, "one"))
	dir := folderOf(t, map[string][]byte{
		"floorwatch-2026-11-18.jsonl.gz": zipped(t, one, 9), "floorwatch-2026-11-17.jsonl.gz": gzipOf(one), "floorwatch-2026-11-18.jsonl" + partSuffix: {}, "floorwatch-2026-11-18.jsonl.gz" + forgetSuffix: {},
		overZip: zipped(t, one, 9), overDay + partSuffix: {}, "floorwatch-history-2026-11-18.jsonl.gz": {},
	})
	if _, err := openDay(t, dir, "2026-11-21", 2); err != nil {
		t.Fatal(err)
	}
	want := []string{"floorwatch-2026-11-17.jsonl.gz", overZip, overDay + partSuffix, "floorwatch-2026-11-21.jsonl", "floorwatch-history-2026-11-18.jsonl.gz"}
	if got := namesIn(t, dir); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
		t.Errorf("left %v, want %v", got, want)
	}
}

// Whose floor a folder is of is known from compressed days too.
func TestCompressedRecordingsAreKeptApart(t *testing.T) {
	demo := lines(model.Event{At: over, Floor: &model.Floor{Invented: true, At: over}})
	dir := folderOf(t, map[string][]byte{overZip: zipped(t, demo, 9)})
	if name, of := Conflicting(dir, model.Floor{}); name != overZip || !of.Invented {
		t.Errorf("a real floor is kept apart from %q (%+v), want from %s", name, of, overZip)
	}
}

// A restore tells how far it has come over all files of a day, upwards and to the end.
func TestRestoreTellsHowFar(t *testing.T) {
	var data []byte
	for id := range 2000 {
		data = append(data, lines(said(1, model.ChatID(id+1), "Where is it?"))...)
	}
	dir := folderOf(t, map[string][]byte{overDay: data, overZip: zipped(t, data, 10_000)})
	var told []int
	for _, err := range RestoreWithProgress(t.Context(), dir, over, nil, func(percent int) { told = append(told, percent) }) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if n := len(told); n < 5 || !slices.IsSorted(told) || told[0] > 20 || told[n-1] != 100 {
		t.Errorf("told %v, want from some to 100 in several steps", told)
	}
}

// Where the disk has lost half of a compressed recording, and the other is still there, that is read.
func TestABrokenCompressedRecordingHidesNoOther(t *testing.T) {
	both := append(lines(said(1, 5, "one")), lines(said(1, 6, "two"))...)
	whole := gzipOf(both)
	for name, broken := range map[string][]byte{"cut": whole[:len(whole)-12], "no gzip": []byte("x\n"), "nothing": {}} {
		dir := folderOf(t, map[string][]byte{overDay: both, overZip: broken})
		var words []string
		var errs []error
		for e, err := range Restore(t.Context(), dir, over, nil) {
			if err != nil {
				errs = append(errs, err)
			}
			for _, m := range e.Messages {
				words = append(words, m.Text.String())
			}
		}
		if !slices.Contains(words, "one") || !slices.Contains(words, "two") {
			t.Errorf("%s: restored %v (%v)", name, words, errs)
		}
		if name == "cut" && len(errs) != 1 {
			t.Errorf("%s: %v, want one error", name, errs)
		}
	}
}
