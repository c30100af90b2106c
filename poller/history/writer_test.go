package history

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
	"floorwatch/poller/regular"
)

func openWriter(t *testing.T, o Options) *Writer {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	if o.Group == 0 {
		o.Group = -1
	}
	w, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

func testDay(date string) *ledger.Day { return testDayIn(date, 7, time.UTC) }

func testDayIn(date string, seed uint64, loc *time.Location) *ledger.Day {
	return randomDay(rand.New(rand.NewPCG(seed, 1)), date, loc)
}

func TestPutAndRead(t *testing.T) {
	dir := t.TempDir()
	w := openWriter(t, Options{Dir: dir, Agents: true, ChatsDays: 90})
	d := testDay("2026-11-28")
	if err := w.Put(d, time.Time{}); err != nil {
		t.Fatal(err)
	}
	f := Folder{dir}
	days, err := f.Days()
	if err != nil || len(days) != 1 || days[0] != "2026-11-28" {
		t.Fatalf("days %v, %v", days, err)
	}
	got, err := f.Read("2026-11-28", DepthAll)
	if err != nil || !equalDays(got, d) {
		t.Errorf("read otherwise than written: %v", err)
	}
	info, err := os.Stat(filepath.Join(dir, fileName("2026-11-28")))
	if err != nil || regular.ModeBits && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestASecondWriterIsRefused(t *testing.T) {
	dir := t.TempDir()
	w := openWriter(t, Options{Dir: dir})
	if _, err := Open(Options{Dir: dir, Group: -1}); regular.ModeBits && (err == nil || !strings.Contains(err.Error(), "another floorwatch")) {
		t.Errorf("the second: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	openWriter(t, Options{Dir: dir})
}

func TestAFolderThatEverybodyMayWriteIsRefused(t *testing.T) {
	if !regular.ModeBits {
		return // modes say nothing here
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Options{Dir: dir, Group: -1}); err == nil {
		t.Error("it was opened")
	}
}

func TestAGroupMayRead(t *testing.T) {
	if !regular.ModeBits {
		return // modes say nothing here
	}
	dir := filepath.Join(t.TempDir(), "figures")
	gid := os.Getgid()
	if gid == 0 {
		gid = 65534 // 0 stands for none in openWriter
	}
	w := openWriter(t, Options{Dir: dir, Agents: true, Group: gid})
	if err := w.Put(testDay("2026-11-28"), time.Time{}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{dir: 0o750, filepath.Join(dir, fileName("2026-11-28")): 0o640} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func TestWhatAKilledWriterLeftIsRemoved(t *testing.T) {
	dir := t.TempDir()
	left := filepath.Join(dir, fileName("2026-11-27")+tempSuffix)
	other := filepath.Join(dir, "mine"+tempSuffix)
	for _, name := range []string{left, other} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openWriter(t, Options{Dir: dir})
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the half file stays: %v", err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("a file that is not ours went: %v", err)
	}
}

func TestAFullDiskIsSaidAndTheNextWriteBringsEverything(t *testing.T) {
	w := openWriter(t, Options{Agents: true, ChatsDays: 90})
	real := w.disk
	full := newMemDisk()
	full.step, full.err = 3, errFull
	w.disk = full
	d := testDay("2026-11-28")
	d.Written = time.Date(2026, 11, 28, 14, 5, 0, 0, time.UTC)
	if err := w.Put(d, time.Time{}); !errors.Is(err, errFull) {
		t.Fatalf("put: %v", err)
	}
	if got := w.Status().String(); got != "figures not kept since 14:05: no space left on device" {
		t.Errorf("status %q", got)
	}
	w.disk = real
	d.Written = d.Written.Add(5 * time.Minute)
	if err := w.Put(d, time.Time{}); err != nil || w.Status().String() != "" {
		t.Errorf("put %v, status %q", err, w.Status())
	}
	if got, err := readDay(w.root, d.Date, DepthAll); err != nil || !equalDays(got, d) {
		t.Errorf("something is lost: %v", err)
	}
}

// stuckDisk writes, but removes no old file.
type stuckDisk struct{ disk }

func (stuckDisk) Remove(string) error { return errFull }

func TestOldFiguresThatStayAreNotSaidToBeFiguresNotKept(t *testing.T) {
	w := openWriter(t, Options{Agents: true, KeepDays: 1, ChatsDays: 90})
	real := w.disk
	old, d := testDay("2026-11-20"), testDay("2026-11-28")
	d.Written = time.Date(2026, 11, 28, 14, 5, 0, 0, time.UTC)
	if err := w.Put(old, time.Time{}); err != nil {
		t.Fatal(err)
	}
	w.disk = stuckDisk{real}
	if err := w.Put(d, time.Time{}); !errors.Is(err, errFull) || !strings.HasPrefix(err.Error(), "old figures stay: ") {
		t.Errorf("put: %v", err)
	}
	if got := w.Status().String(); got != "old figures not removed since 14:05: no space left on device" {
		t.Errorf("status %q", got)
	}
	if got, err := readDay(w.root, d.Date, DepthAll); err != nil || !equalDays(got, d) {
		t.Errorf("the day itself was not written: %v", err)
	}
	full := newMemDisk()
	full.step, full.err = 3, errFull
	w.disk = full
	d.Written = d.Written.Add(5 * time.Minute)
	if err := w.Put(d, time.Time{}); err == nil {
		t.Fatal("a full disk took the day")
	}
	if got := w.Status().String(); got != "figures not kept since 14:10: no space left on device" {
		t.Errorf("status %q once nothing is written at all", got)
	}
}

func TestAnOlderStateNeverReplacesANewerOne(t *testing.T) {
	w := openWriter(t, Options{Agents: true})
	d := testDay("2026-11-28")
	if err := w.Put(d, time.Time{}); err != nil {
		t.Fatal(err)
	}
	back := *d
	back.Written, back.Slots = d.Written.Add(-time.Hour), nil
	if err := w.Put(&back, time.Time{}); !errors.Is(err, ErrClock) {
		t.Errorf("put: %v", err)
	}
	if got, err := readDay(w.root, d.Date, DepthAll); err != nil || len(got.Slots) != len(d.Slots) {
		t.Errorf("the newer file is gone: %v", err)
	}
}

func TestDamagedFilesAreNamedAndReplaced(t *testing.T) {
	dir := t.TempDir()
	w := openWriter(t, Options{Dir: dir, Agents: true, ChatsDays: 90})
	if err := os.WriteFile(filepath.Join(dir, fileName("2026-11-28")), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	var damaged *DamagedError
	if _, err := (Folder{dir}).Read("2026-11-28", DepthDays); !errors.As(err, &damaged) || damaged.Day != "2026-11-28" {
		t.Errorf("read: %v", err)
	}
	d := testDay("2026-11-28")
	if err := w.Put(d, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, fileName("2026-11-28")), filepath.Join(dir, fileName("2026-11-27"))); err != nil {
		t.Fatal(err)
	}
	if _, err := (Folder{dir}).Read("2026-11-27", DepthDays); !errors.As(err, &damaged) {
		t.Errorf("a file by the name of another day: %v", err)
	}
	if regular.ModeBits {
		if err := os.Symlink(filepath.Join(dir, fileName("2026-11-27")), filepath.Join(dir, fileName("2026-11-26"))); err != nil {
			t.Fatal(err)
		}
		if _, err := (Folder{dir}).Read("2026-11-26", DepthDays); !errors.As(err, &damaged) {
			t.Errorf("a symbolic link: %v", err)
		}
	}
}

func TestOldFilesAndOldChatsGo(t *testing.T) {
	dir := t.TempDir()
	first := openWriter(t, Options{Dir: dir, Agents: true, ChatsDays: 90})
	for _, date := range []string{"2026-11-01", "2026-11-20", "2026-11-27"} {
		if err := first.Put(testDay(date), time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	_ = first.Close()
	w := openWriter(t, Options{Dir: dir, Agents: true, ChatsDays: 3, KeepDays: 10})
	if err := w.Put(testDay("2026-11-28"), time.Time{}); err != nil {
		t.Fatal(err)
	}
	f := Folder{dir}
	days, _ := f.Days()
	if got := strings.Join(days, " "); got != "2026-11-20 2026-11-27 2026-11-28" {
		t.Errorf("kept %s", got)
	}
	for day, want := range map[string]bool{"2026-11-20": false, "2026-11-27": true, "2026-11-28": true} {
		d, err := f.Read(day, DepthAll)
		if err != nil || len(d.Found) > 0 != want || len(d.Slots) != len(testDay(day).Slots) {
			t.Errorf("%s: %v, chats %d", day, err, len(d.Found))
		}
	}
}

func TestForgetTakesChatsOut(t *testing.T) {
	dir := t.TempDir()
	w := openWriter(t, Options{Dir: dir, Agents: true, ChatsDays: 90})
	d := testDay("2026-11-28")
	d.Found[0].Chat, d.Found[1].Chat = 4711, 4712
	if err := errors.Join(w.Put(d, time.Time{}), w.Put(testDay("2026-11-27"), time.Time{})); err != nil {
		t.Fatal(err)
	}
	if n, err := w.Forget(map[model.ChatID]bool{4711: true}); n != 1 || err != nil {
		t.Errorf("wrote %d files, %v", n, err)
	}
	got, err := w.readForTest(d.Date)
	if err != nil || len(got.Found) != len(d.Found)-1 || got.Found[0].Chat != 4712 {
		t.Errorf("%d chats, %v", len(got.Found), err)
	}
	full := newMemDisk()
	full.step, full.err = 2, errFull
	w.disk = full
	if n, err := w.Forget(map[model.ChatID]bool{4712: true}); n != 0 || !errors.Is(err, errFull) {
		t.Errorf("on a full disk %d files are said to be written, %v", n, err)
	}
}

func (w *Writer) readForTest(day string) (*ledger.Day, error) { return readDay(w.root, day, DepthAll) }

func TestWithoutAgentsOnlyTeamsAreWritten(t *testing.T) {
	dir := t.TempDir()
	w := openWriter(t, Options{Dir: dir, ChatsDays: 90})
	d := testDay("2026-11-28")
	d.Agents[1] = ledger.AgentLabel{Name: safetext.Line("NAME-OF-AN-AGENT"), Team: safetext.Line("Support")}
	if err := w.Put(d, time.Time{}); err != nil {
		t.Fatal(err)
	}
	got, err := w.readForTest(d.Date)
	if err != nil {
		t.Fatal(err)
	}
	want := d.Sum()
	if sum := got.Sum(); sum.Visitors != want.Visitors || sum.First.Count() != want.First.Count() {
		t.Error("the floor's sum changed")
	}
	for id, a := range got.Agents {
		if id >= 0 || !a.Name.IsEmpty() {
			t.Errorf("agent %d %q is in the file", id, a.Name)
		}
	}
	for _, s := range got.Slots {
		if s.Agent > 0 || s.Agent < 0 && s.Peak != 0 {
			t.Errorf("a slot of agent %d, peak %v", s.Agent, s.Peak)
		}
	}
	if text := strings.Join(linesOf(t, got), ""); strings.Contains(text, "NAME-OF") {
		t.Error("a name is in the file")
	}
}

// A zone that changes in the middle of a day damages no file and loses nothing of what it holds.
func TestAZoneThatChangesSpoilsNothing(t *testing.T) {
	for _, name := range []string{"America/New_York", "Asia/Kathmandu", "Pacific/Auckland"} {
		for _, started := range []bool{false, true} {
			dir := t.TempDir()
			w := openWriter(t, Options{Dir: dir, Agents: true, ChatsDays: 90})
			old := testDayIn("2026-11-28", 7, zone(t, "Europe/Vienna"))
			noon := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
			old.Slots = pick(old.Slots, nil, func(s ledger.Slot) bool { return s.Start.Before(noon) })
			old.Found = pick(old.Found, nil, func(f ledger.Finding) bool { return !f.At.After(noon) })
			old.Watched, old.Written, old.Final, old.IncompleteSlots = []ledger.TimeSpan{{From: old.From, To: noon}}, noon, false, nil
			if err := w.Put(old, time.Time{}); err != nil {
				t.Fatal(err)
			}
			fresh := DayOf(noon, zone(t, name))
			for fresh.Date != old.Date {
				fresh = DayOf(noon.Add(-13*time.Hour), zone(t, name))
			}
			fresh.Written = noon.Add(time.Hour)
			keep := time.Time{} // it ran on, and knows all of its day
			if started {
				keep = noon
			}
			if err := w.Put(fresh, keep); err != nil {
				t.Fatal(err)
			}
			got, err := Folder{dir}.Read("2026-11-28", DepthAll)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			want := 0
			for _, s := range old.Slots {
				if started || s.Start.Before(fresh.From) || s.Start.Add(ledger.SlotLength).After(fresh.To) {
					want++
				}
			}
			if len(got.Slots) != want || len(got.Watched) == 0 {
				t.Errorf("%s, started %v: %d slots, want %d; watched %v", name, started, len(got.Slots), want, got.Watched)
			}
		}
	}
}

// Sums do not depend on the order in which they are made.
func TestSumsInAnyOrder(t *testing.T) {
	d := testDay("2026-11-28")
	want := d.Sum()
	r := rand.New(rand.NewPCG(9, 9))
	r.Shuffle(len(d.Slots), func(i, j int) { d.Slots[i], d.Slots[j] = d.Slots[j], d.Slots[i] })
	if got := d.Sum(); !bytes.Equal([]byte(firstDifference(got, want)), []byte(firstDifference(want, want))) {
		t.Error(firstDifference(got, want))
	}
	var all []int
	var sum ledger.Histogram
	for range 500 {
		v := r.IntN(300)
		all = append(all, v)
		var one ledger.Histogram
		one.Add(int32(v), 1)
		sum.Merge(one)
	}
	slices.Sort(all)
	q := sum.Quantile()
	if q.N != 500 || q.Median != time.Duration(all[249])*time.Second || q.P90 != time.Duration(all[449])*time.Second {
		t.Errorf("%v, want %d and %d", q, all[249], all[449])
	}
}
