package history

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"floorwatch/model/ledger"
)

func TestWhatIsWrittenIsReadEqual(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, name := range []string{"UTC", "Europe/Vienna", "Australia/Lord_Howe", "Asia/Kathmandu"} {
		for _, date := range []string{"2026-03-29", "2026-10-25", "2026-11-28"} {
			d := randomDay(r, date, zone(t, name))
			got, err := Decode(bytes.NewReader(encoded(t, d)), DepthAll)
			if err != nil {
				t.Fatal(err)
			}
			if !equalDays(got, d) {
				t.Errorf("%s in %s is read otherwise than it was written", date, name)
			}
		}
	}
}

// equalDays compares with moments instead of their zones.
func equalDays(a, b *ledger.Day) bool {
	return reflect.DeepEqual(inUTC(a), inUTC(b))
}

func inUTC(d *ledger.Day) ledger.Day {
	c := *d
	c.From, c.To, c.Written = d.From.UTC(), d.To.UTC(), d.Written.UTC()
	c.Slots, c.IncompleteSlots, c.Found, c.Watched = nil, nil, nil, nil
	for _, s := range d.Slots {
		s.Start = s.Start.UTC()
		if len(s.First) == 0 {
			s.First, s.Total = nil, nil
		}
		c.Slots = append(c.Slots, s)
	}
	for _, p := range d.IncompleteSlots {
		c.IncompleteSlots = append(c.IncompleteSlots, p.UTC())
	}
	for _, f := range d.Found {
		f.At = f.At.UTC()
		c.Found = append(c.Found, f)
	}
	for _, w := range d.Watched {
		c.Watched = append(c.Watched, ledger.TimeSpan{From: w.From.UTC(), To: w.To.UTC()})
	}
	return c
}

// The coarser rows are the sums of the finer ones.
func TestDepthsAgree(t *testing.T) {
	d := randomDay(rand.New(rand.NewPCG(2, 1)), "2026-11-28", zone(t, "Europe/Vienna"))
	data := encoded(t, d)
	want := d.Sum()
	want.Peak = 0
	for depth, rows := range map[Depth]int{DepthDays: 7, DepthFloor: 96} {
		got, err := Decode(bytes.NewReader(data), depth)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Slots) == 0 || len(got.Slots) > rows || len(got.Found) != len(d.Found) || len(got.IncompleteSlots) != len(d.IncompleteSlots) {
			t.Errorf("depth %d: %d slots, %d found, %d part", depth, len(got.Slots), len(got.Found), len(got.IncompleteSlots))
		}
		if sum := got.Sum(); !reflect.DeepEqual(sum, want) {
			t.Errorf("depth %d: the sum differs: %v", depth, firstDifference(sum, want))
		}
	}
	head, err := Decode(bytes.NewReader(data), DepthHeader)
	if err != nil || len(head.Slots) != 0 || len(head.Agents) != 0 || len(mustDecode(t, data, DepthDays).Agents) != 6 {
		t.Errorf("header: %+v, %v", head, err)
	}
	byAgent, days := d.ByAgent(), mustDecode(t, data, DepthDays)
	for _, s := range days.Slots {
		want := *byAgent[s.Agent]
		want.Peak = 0
		if !reflect.DeepEqual(s.SlotFigures, want) {
			t.Errorf("agent %d: %v", s.Agent, firstDifference(s.SlotFigures, want))
		}
	}
}

// A file of the first version has a row for each slot of the floor, and is read alike.
func TestTheFirstVersionIsReadAlike(t *testing.T) {
	d := randomDay(rand.New(rand.NewPCG(2, 1)), "2026-11-28", zone(t, "Europe/Vienna"))
	data := encoded(t, d)
	var first strings.Builder
	floors := mustDecode(t, data, DepthFloor).Slots
	for i, line := range lines(t, data) {
		if i == 0 {
			line = strings.Replace(line, `{"history":2,`, `{"history":1,`, 1)
		}
		if len(floors) > 0 && strings.HasPrefix(line, `{"s":`) {
			for j := range floors {
				start := floors[j].Start.Unix()
				text, err := json.Marshal(figuresRow(&start, nil, &floors[j].SlotFigures))
				if err != nil {
					t.Fatal(err)
				}
				first.Write(append(text, '\n'))
			}
			floors = nil
		}
		first.WriteString(line)
	}
	for depth := DepthHeader; depth <= DepthAll; depth++ {
		old, now := mustDecode(t, zipped(first.String()+"\n"), depth), mustDecode(t, data, depth)
		if !equalDays(old, now) {
			t.Errorf("depth %d: the first version is read otherwise", depth)
		}
	}
}

// A large floor's file has the floor's slots before the agents', and what is usual is read without the latter.
func TestALargeFloorsSlotsAreReadWithoutItsAgents(t *testing.T) {
	for _, c := range []struct {
		floor benchFloor
		rows  bool
	}{{smallFloor, false}, {benchFloor{80, 1600}, true}} {
		d := c.floor.day(1)
		var want []ledger.Slot
		for i := range d.Slots {
			want = addToFloor(want, &d.Slots[i])
		}
		all := lines(t, encoded(t, d))
		row := 0
		for i, line := range all {
			if strings.HasPrefix(line, `{"s":`) && !strings.Contains(line, `"a":`) {
				row = i
			}
		}
		text := strings.Join(all, "")
		if row > 0 {
			text = strings.Join(all[:row+2], "") + "what follows is not read\n"
		}
		got := mustDecode(t, zipped(text+"\n"), DepthFloor)
		if !reflect.DeepEqual(got.Slots, want) || row > 0 != c.rows {
			t.Errorf("%d agents: %d slots of the floor, want %d; rows of them %v, want %v", c.floor.agents, len(got.Slots), len(want), row > 0, c.rows)
		}
	}
}

// No more is unpacked than a Depth needs: the row after it, by which a reader sees that it is over.
func TestNoMoreIsUnpackedThanADepthNeeds(t *testing.T) {
	data := encoded(t, benchFloor{80, 1600}.day(1))
	all := lines(t, data)
	after := map[Depth]int{DepthHeader: 1}
	for i, line := range all[1:] {
		switch floor := strings.HasPrefix(line, `{"s":`) && !strings.Contains(line, `"a":`); {
		case floor && after[DepthDays] == 0:
			after[DepthDays] = i + 2
		case !floor && strings.HasPrefix(line, `{"s":`) && after[DepthFloor] == 0:
			after[DepthFloor] = i + 2
		}
	}
	for depth, n := range after {
		r := bytes.NewReader(data) // read byte by byte, since it is an io.ByteReader
		if _, err := Decode(r, depth); err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(bytes.NewReader(data[:len(data)-r.Len()]))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(z)
		if got := bytes.Count(plain, []byte("\n")); got != n || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("depth %d needs %d lines of %d, want %d (%v)", depth, got, len(all), n, err)
		}
	}
}

// firstDifference names what differs, without pages of histograms.
func firstDifference(got, want ledger.SlotFigures) string {
	a, b := got.Counts(), want.Counts()
	for i := range a {
		if *a[i] != *b[i] {
			return fmt.Sprintf("count %d is %d, want %d", i+1, *a[i], *b[i])
		}
	}
	return fmt.Sprintf("unknown %d, %d; peak %v, %v; first %d, %d; total %d, %d; next %d, %d", got.Unknown, want.Unknown, got.Peak, want.Peak,
		got.First.Count(), want.First.Count(), got.Total.Count(), want.Total.Count(), got.Next.Count(), want.Next.Count())
}

func mustDecode(t *testing.T, data []byte, depth Depth) *ledger.Day {
	t.Helper()
	d, err := Decode(bytes.NewReader(data), depth)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestHistogramText(t *testing.T) {
	h := ledger.Histogram{{Seconds: 9, N: 2}, {Seconds: 18, N: 1}, {Seconds: 33, N: 1}}
	if got := histogramText(h); got != "9x2 18 33" {
		t.Errorf("wrote %q", got)
	}
	for _, bad := range []string{"9 9", "18 9", "-1", "9x0", "9x-2", "2147483648", "9x2147483648", "x", "9x", " 9", "9  10", "1x2147483647 2", "9 ", "9x2x3", "9,10", "09x", "99999999999999999999"} {
		if got, err := new(bucketRoom).histogram(bad); err == nil {
			t.Errorf("%q was read as %v", bad, got)
		}
	}
}

func TestCountsThatAnOlderFileLacksAreUnknown(t *testing.T) {
	var f ledger.SlotFigures
	if err := new(bucketRoom).readFigures(&row{Counts: "1 2 3 4 5 6 7 8 9 10 11"}, &f); err != nil || f.Unknown != 4 || f.Replies != 11 || f.Known(11) {
		t.Errorf("%+v, %v", f, err)
	}
	if err := new(bucketRoom).readFigures(&row{Counts: "1 2 3 4 5 6 7 8 9 10 11 12 13"}, &f); err != nil || f.Unknown != 2 || f.LowRated != 13 || f.Known(13) {
		t.Errorf("of before out of hours was counted: %+v, %v", f, err)
	}
	if err := new(bucketRoom).readFigures(&row{Counts: "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16"}, &f); err != nil || f.Unknown != 0 || f.Waiting != 15 || f.OutOfHours != 14 {
		t.Errorf("a newer file's: %+v, %v", f, err)
	}
	sum := ledger.SlotFigures{Rated: 3}
	sum.Add(&ledger.SlotFigures{Unknown: 4})
	if sum.Known(11) {
		t.Error("a sum with an unknown part is known")
	}
}

// lines unzips.
func lines(t *testing.T, data []byte) []string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
}

func zipped(text string) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.Bytes()
}

func TestDamagedFilesAreRefused(t *testing.T) {
	d := randomDay(rand.New(rand.NewPCG(3, 1)), "2026-11-28", time.UTC)
	good := encoded(t, d)
	all := lines(t, good)
	text := strings.Join(all, "") + "\n"
	swap := func(i, j int) string {
		c := append([]string{}, all...)
		c[i], c[j] = c[j], c[i]
		return strings.Join(c, "")
	}
	for name, data := range map[string][]byte{
		"empty":           {},
		"no gzip":         []byte(text),
		"cut gzip":        good[:len(good)/2],
		"no end":          zipped(strings.Join(all[:len(all)-1], "")),
		"half a line":     zipped(text[:len(text)/2]),
		"after the end":   zipped(text + "{}\n"),
		"two files":       append(append([]byte{}, good...), good...),
		"wrong sum":       flip(good, len(good)-6),
		"swapped rows":    zipped(swap(1, 2)),
		"swapped parts":   zipped(swap(1, len(all)-2)),
		"twice":           zipped(strings.Replace(text, all[1], all[1]+all[1], 1)),
		"negative":        zipped(strings.Replace(text, `"c":"`, `"c":"-`, 1)),
		"large":           zipped(strings.Replace(text, `"c":"`, `"c":"99999999999 `, 1)),
		"no json":         zipped(strings.Replace(text, `{"a"`, `{"a`, 1)),
		"long line":       zipped(all[0] + strings.Repeat("x", maxLine+1) + "\n"),
		"version 0":       zipped(strings.Replace(text, `"history":2`, `"history":0`, 1)),
		"another zone":    zipped(strings.Replace(text, `"to":"2026-11-29T00`, `"to":"2026-12-29T00`, 1)),
		"off the slots":   zipped(strings.Replace(text, `"s":`, `"s":1`, 1)),
		"unknown kind":    zipped(strings.Replace(text, `"k":"missed"`, `"k":"mist"`, 1)),
		"agent is text":   zipped(strings.Replace(text, `{"a":`, `{"a":"x",`, 1)),
		"nan concurrency": zipped(strings.Replace(text, `"p":`, `"p":-`, 1)),
	} {
		if got, err := Decode(bytes.NewReader(data), DepthAll); err == nil {
			t.Errorf("%s: read as %d slots", name, len(got.Slots))
		}
	}
	if _, err := Decode(bytes.NewReader(zipped(strings.Replace(text, `"history":2`, `"history":3`, 1))), DepthDays); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer file: %v", err)
	}
	if _, err := Decode(bytes.NewReader(zipped(text)), DepthAll); err != nil {
		t.Errorf("the undamaged file: %v", err)
	}
}

// Every line of a bomb is a good one with blanks before it, so that nothing but its size tells.
func TestABombIsRefused(t *testing.T) {
	all := lines(t, encoded(t, randomDay(rand.New(rand.NewPCG(3, 1)), "2026-11-28", time.UTC)))
	most, blanks := int64(1<<20), strings.Repeat(" ", 8<<10)
	if os.Getenv("FLOORWATCH_LONG") != "" {
		most, blanks = maxUnzipped, strings.Repeat(" ", 1<<20)
	}
	bomb := zipped(all[0] + blanks + strings.Join(all[1:], blanks) + "\n")
	if _, err := decode(bytes.NewReader(bomb), DepthAll, most); !errors.Is(err, errTooMuch) {
		t.Errorf("%d lines of %d bytes and more: %v, want %v", len(all), len(blanks), err, errTooMuch)
	}
	if _, err := decode(bytes.NewReader(bomb), DepthAll, int64(len(all)*(len(blanks)+1000))); err != nil {
		t.Errorf("where as much is allowed: %v", err)
	}
}

func flip(data []byte, i int) []byte {
	c := append([]byte{}, data...)
	c[i] ^= 0x55
	return c
}

func FuzzDecode(f *testing.F) {
	d := randomDay(rand.New(rand.NewPCG(4, 1)), "2026-11-28", time.UTC)
	d.Slots = d.Slots[:10]
	f.Add(strings.Join(linesOf(f, d), ""))
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Decode(bytes.NewReader(zipped(text)), DepthAll)
		if err != nil {
			return
		}
		again, err := Decode(bytes.NewReader(encoded(t, got)), DepthAll)
		if err != nil || !equalDays(got, again) {
			t.Errorf("read, written and read again: %v", err)
		}
	})
}

func linesOf(tb testing.TB, d *ledger.Day) []string {
	z, err := gzip.NewReader(bytes.NewReader(encoded(tb, d)))
	if err != nil {
		tb.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		tb.Fatal(err)
	}
	return strings.SplitAfter(string(text), "\n")
}
