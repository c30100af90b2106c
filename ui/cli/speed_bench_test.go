package cli

import (
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// whyBusy is why a time is over its budget where other work shares the processor.
const whyBusy = "it is a time, and other work on the machine makes it longer: measure it again where there is none"

// benchmarkRows are the rows whose figures the benchmarks of the packages report.
func benchmarkRows(t *testing.T) []budget {
	view := bench(t, "./ui", "^BenchmarkView$/^(warm|cold)$", "0.3s", 7)
	apply := bench(t, "./model/board", "^BenchmarkApply$", "100x", 5)
	decode := bench(t, "./poller/acquire", "^BenchmarkDecodeMessages$", "0.5s", 7)
	wire := bench(t, "./ui", "^BenchmarkWire$", "20x", 1)
	week := bench(t, "./poller", "^BenchmarkWeek$", "1x", 1)
	ours, robin := dataAge(t)
	const ms = 1e6 // ns
	return []budget{
		atMost("`View`, 200×50, 5,000 threads on the board", "%.2f ms", view.get("BenchmarkView/cold", "ns/op")/ms, 1).because(whyBusy),
		atMost("… with warm caches", "%.2f ms", view.get("BenchmarkView/warm", "ns/op")/ms, 0.2).because(whyBusy),
		atMost("`Board.Apply`, 100 messages into 5,000 threads and 200,000 messages", "%.2f ms", apply.get("BenchmarkApply", "ns/op")/ms, 1),
		atLeast("decode and clean an answer of 1,000 messages", "%.0f MB/s", decode.get("BenchmarkDecodeMessages/client", "MB/s"), 100).because(whyBusy),
		atMost("… against plain `json.Unmarshal`", "%.2f ×", decode.get("BenchmarkDecodeMessages/client", "ns/op")/decode.get("BenchmarkDecodeMessages/plain", "ns/op"), 0.5).
			because(whyBusy + "; the ratio of both in turn stands below"),
		atMost("bytes to the terminal, 40 ticking clocks, ASCII, against a plain cell diff", "%.2f ×", wire.get("BenchmarkWire/ascii", "x-plain"), 1.1).
			because("Bubble Tea's renderer writes a row from its first changed cell to its last: two lines with ticking cells far apart, of the list and the transcript and of two columns of the agents, are 30 % of the bytes"),
		atMost("… against one that sets each colour once and moves by the shortest way", "%.2f ×", wire.get("BenchmarkWire/ascii", "x-grouped"), 1.5).
			because("the same, and the renderer sets the colours again in each row"),
		atMost("… in all", "%.0f B/s", wire.get("BenchmarkWire/ascii", "B/s"), 0),
		atMost("… Bubble Tea 1 with the same frames", "%.0f B/s", wire.get("BenchmarkWire/ascii", "v1-B/s"), 0),
		atMost("… Chinese in every eighth row, against a plain cell diff", "%.2f ×", wire.get("BenchmarkWire/wide", "x-plain"), 3),
		atMost("bytes when nothing changes but clock and data age", "%.0f B/s", wire.get("BenchmarkWire/quiet", "B/s"), 200),
		atMost("held after a simulated week, 2,000 threads × 100 messages a day", "%.1f MiB", week.get("BenchmarkWeek", "MiB-day-7"), 64),
		atMost("… growth since the second day", "%.1f MiB", week.get("BenchmarkWeek", "MiB-day-7")-week.get("BenchmarkWeek", "MiB-day-2"), 1),
		atMost("age of the data of waiting threads, 300 threads, 20 waiting, 10 requests/s, p95", "%.1f s", ours.Seconds(), 3),
		atMost("… under round robin", "%.1f s", robin.Seconds(), 0),
	}
}

// speedFigures are what benchmarks reported: values by name and unit.
type speedFigures struct {
	t  *testing.T
	by map[[2]string][]float64
}

// get is the median of what a benchmark reported in a unit.
func (f speedFigures) get(name, unit string) float64 {
	f.t.Helper()
	list := f.by[[2]string{name, unit}]
	if len(list) == 0 {
		f.t.Fatalf("%s reported no %s", name, unit)
	}
	return median(list)
}

// bench runs benchmarks of a package in a process of its own.
func bench(t *testing.T, pkg, pattern, length string, times int) speedFigures {
	t.Helper()
	out, err := exec.Command("go", "test", pkg, "-run", "^$", "-bench", pattern, "-benchtime", length, "-count", strconv.Itoa(times)).CombinedOutput()
	if err != nil {
		t.Fatalf("benchmark %s of %s: %v\n%s", pattern, pkg, err, out)
	}
	return speedFigures{t, parseBench(string(out))}
}

// growthTables are the tables of budgets by the number of threads, which the packages print.
func growthTables(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "test", "-p", "1", "-run", "^$", "-bench", "Budgets$", "-benchtime", "10x",
		"./model/board", "./poller/acquire", "./poller/record", "./poller/serve").CombinedOutput()
	if err != nil {
		t.Fatalf("the budgets by threads: %v\n%s", err, out)
	}
	return tables(string(out))
}

// tables leaves out of what benchmarks print the lines of package testing.
func tables(out string) string {
	var t strings.Builder
	for line := range strings.Lines(out) {
		if !ofTesting.MatchString(line) {
			t.WriteString(line)
		}
	}
	return t.String()
}

var ofTesting = regexp.MustCompile(`^(goos|goarch|pkg|cpu): |^(Benchmark|PASS|ok\s)`)

// parseBench reads lines like "BenchmarkView/warm-2  100  105 ns/op  3 B/op".
func parseBench(out string) map[[2]string][]float64 {
	by := map[[2]string][]float64{}
	for text := range strings.Lines(out) {
		fields := strings.Fields(text)
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name := fields[0]
		if i := strings.LastIndexByte(name, '-'); i > 0 {
			name = name[:i] // the number of cores
		}
		for i := 2; i+1 < len(fields); i += 2 {
			if v, err := strconv.ParseFloat(fields[i], 64); err == nil {
				key := [2]string{name, fields[i+1]}
				by[key] = append(by[key], v)
			}
		}
	}
	return by
}

// dataAge takes from the poller's own test, which runs in virtual time, how old
// the data of those who wait is: by our schedule, and asking all in turn.
func dataAge(t *testing.T) (ours, robin time.Duration) {
	t.Helper()
	out, err := exec.Command("go", "test", "./poller", "-run", "^TestWaitingFirst$", "-v", "-count", "1").CombinedOutput()
	if err != nil {
		t.Fatalf("the data's age: %v\n%s", err, out)
	}
	found := regexp.MustCompile(`p95 (\S+); round robin p50 \S+ p95 (\S+)`).FindSubmatch(out)
	if found == nil {
		t.Fatalf("no age in %s", out)
	}
	for i, d := range []*time.Duration{&ours, &robin} {
		if *d, err = time.ParseDuration(string(found[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	return ours, robin
}

func TestTablesOfBenchmarks(t *testing.T) {
	out := "goos: linux\npkg: floorwatch/model/board\nBenchmarkBudgets/0/100-2 \t 20\t 3 ns/op\n\nmeasured\na tick  1ms OVER 2ms\nPASS\nok  \tfloorwatch/model/board\t1.2s\n"
	if got, want := tables(out), "\nmeasured\na tick  1ms OVER 2ms\n"; got != want {
		t.Errorf("the tables are %q, want %q", got, want)
	}
}

func TestParseBench(t *testing.T) {
	got := parseBench("goos: linux\nBenchmarkView/a_b-2 \t 10\t 1.5 ns/op\t 3 B/op\nBenchmarkView/a_b-2 \t 10\t 2.5 ns/op\nPASS\n")
	want := map[[2]string][]float64{{"BenchmarkView/a_b", "ns/op"}: {1.5, 2.5}, {"BenchmarkView/a_b", "B/op"}: {3}}
	if len(got) != len(want) {
		t.Errorf("parsed %v, want %v", got, want)
	}
	for k, list := range want {
		if len(got[k]) != len(list) || median(got[k]) != median(list) {
			t.Errorf("%v = %v, want %v", k, got[k], list)
		}
	}
}
