package cli

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/poller/feed"
	"floorwatch/poller/history"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/uitest"
)

// recorded writes a recording of yesterday with two chats, the second with hostile words.
func recorded(t *testing.T) (dir, day string) {
	t.Helper()
	dir = t.TempDir()
	at := time.Now().UTC().AddDate(0, 0, -1).Truncate(24 * time.Hour).Add(10 * time.Hour)
	var enc feed.Encoder
	var buf []byte
	for i, text := range []string{"Where is my Refund?", "\x1b[2Jrefund \u202enow ana@example.com"} {
		msgs := uitest.OneChat(int64(i+1), time.Since(at.Add(time.Duration(i)*time.Minute)))
		msgs[0].Text = safetext.Clean(text)
		msgs[1].Text = safetext.Clean("It is on its way")
		buf = enc.Append(buf, model.Event{At: at.Add(time.Duration(i+1) * time.Minute), Messages: msgs})
	}
	day = at.Format(time.DateOnly)
	if err := os.WriteFile(filepath.Join(dir, "floorwatch-"+day+".jsonl"), buf, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, day
}

// command runs floorwatch with a configuration of the test's.
func runWith(t *testing.T, text string, args ...string) (out, errs string, code int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	text = "[api]\nurl = \"https://a.acquire.io\"\ntoken_file = \"t\"\n[screen]\ntimezone = \"UTC\"\n" + text
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	w := Env{In: strings.NewReader(""), Out: &stdout, Err: &stderr, Getenv: func(string) string { return "" }}
	code = Execute(t.Context(), append(args, "--config", path), w)
	return stdout.String(), stderr.String(), code
}

// A recording begins with what was read first, chat by chat. A search prints a day in the order of time, and where --limit
// cuts, the latest.
func TestSearchPrintsADayInTheOrderOfTime(t *testing.T) {
	dir := t.TempDir()
	noon := time.Now().UTC().AddDate(0, 0, -1).Truncate(24 * time.Hour).Add(12 * time.Hour)
	var enc feed.Encoder
	var buf []byte
	for i, minute := range []int{30, 10, 40, 5, 20, 35} {
		m := uitest.OneChat(int64(i+1), 0)[0]
		m.ID, m.SentAt, m.Text = model.MessageID(100+i), noon.Add(time.Duration(minute)*time.Minute), safetext.Clean("refund")
		buf = enc.Append(buf, model.Event{At: noon.Add(time.Hour), Messages: []model.Message{m}})
	}
	if err := os.WriteFile(filepath.Join(dir, "floorwatch-"+noon.Format(time.DateOnly)+".jsonl"), buf, 0o600); err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[string]string{"9": "05 10 20 30 35 40", "2": "35 40"} {
		out, errs, _ := runWith(t, "", "search", "refund", "--dir", dir, "--limit", limit)
		var got []string
		for line := range strings.Lines(out) {
			got = append(got, strings.Split(line, ":")[1])
		}
		if strings.Join(got, " ") != want || strings.Contains(errs, "--limit prints more") != (limit == "2") {
			t.Errorf("--limit %s prints the minutes %v and %q, want %s", limit, got, errs, want)
		}
	}
}

func TestSearch(t *testing.T) {
	dir, _ := recorded(t)
	for _, c := range []struct {
		config, args string
		lines, code  int
	}{
		{"", "refund", 2, exitOK},
		{"", "REFUND where", 1, exitOK},
		{"", "re\u200bfund", 2, exitOK}, // cleaned as the texts are
		{"", "way --side agent", 2, exitOK},
		{"", "way --agent 7 --limit 1", 1, exitOK},
		{"", "way --side visitor", 0, exitFault},
		{"", "refund --visitor 1", 0, exitFault},
		{"", "ana@example.com", 1, exitOK},
		{"[privacy]\nmask = \"texts\"\n", "ana@example.com", 0, exitFault},
		{"", "refund --side bot", 0, exitUsage},
		{"", "refund --days 0", 0, exitUsage},
		{"", "refund --days 9000000000000000", 2, exitOK}, // only days with a recording are looked at
		{"", "refund --format json", 2, exitOK},
	} {
		out, errs, code := runWith(t, c.config, append([]string{"search", "--dir", dir}, strings.Fields(c.args)...)...)
		if strings.Count(out, "\n") != c.lines || code != c.code {
			t.Errorf("%s: status %d, want %d; %s%s", c.args, code, c.code, errs, out)
		}
		if says := strings.Contains(errs, "nothing found in the messages of the last 7 days"); says != (c.code == exitFault) {
			t.Errorf("%s: %q, want a word that nothing was found: %v", c.args, errs, c.code == exitFault)
		}
		if strings.ContainsAny(out, "\x1b\u202e") {
			t.Errorf("%s: a stranger's control characters come out: %q", c.args, out)
		}
	}
}

// In a locale without UTF-8 no byte of a message is more than ASCII: a terminal would take some for control characters.
// JSON is for programs and stays UTF-8.
func TestSearchInALocaleWithoutUnicode(t *testing.T) {
	dir, day := recorded(t)
	var enc feed.Encoder
	var buf []byte
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"Où est Ûlla? \x1b[1m店 refund", "refund " + strings.Repeat("é ", 300)} {
		msgs := uitest.OneChat(int64(i+1), time.Since(at.Add(10*time.Hour)))
		msgs[0].Text = safetext.Clean(text)
		buf = enc.Append(buf, model.Event{At: at.Add(11 * time.Hour), Messages: msgs})
	}
	if err := os.WriteFile(filepath.Join(dir, "floorwatch-"+day+".jsonl"), buf, 0o600); err != nil {
		t.Fatal(err)
	}
	for format, plain := range map[string]bool{"text": true, "json": false} {
		var stdout, stderr bytes.Buffer
		w := Env{In: strings.NewReader(""), Out: &stdout, Err: &stderr, Getenv: func(name string) string { return map[string]string{"LC_ALL": "C"}[name] }}
		code := Execute(t.Context(), []string{"search", "refund", "--dir", dir, "--format", format}, w)
		out := stdout.String()
		if isPlain := !strings.ContainsFunc(out, func(r rune) bool { return r > '~' }); code != exitOK || strings.Count(out, "\n") != 2 || isPlain != plain {
			t.Errorf("%s: status %d, only ASCII: %v, want %v\n%s%s", format, code, isPlain, plain, out, stderr.String())
		}
	}
}

// A compressed day answers as it did before, and a word that is not there is looked for in vain in both.
func TestSearchInACompressedRecording(t *testing.T) {
	dir, day := recorded(t)
	path := filepath.Join(dir, "floorwatch-"+day+".jsonl")
	for _, word := range []string{"REFUND", "ana@example.com", "e.com", "zebra", "réfund"} {
		out, _, code := runWith(t, "", "search", "--dir", dir, word)
		lines, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		packed := t.TempDir()
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(lines); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(packed, "floorwatch-"+day+".jsonl.gz"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		again, errs, codeAgain := runWith(t, "", "search", "--dir", packed, word)
		if again != out || codeAgain != code || (code == exitOK) != (word != "zebra") {
			t.Errorf("%s: %d %q, compressed %d %q %s", word, code, out, codeAgain, again, errs)
		}
	}
}

func TestSearchForNothing(t *testing.T) {
	dir, _ := recorded(t)
	for _, word := range []string{"", "  "} {
		if out, errs, code := runWith(t, "", "search", word, "--dir", dir); code != exitUsage || out != "" || !strings.Contains(errs, "TEXT is empty") {
			t.Errorf("%q: status %d, %q, %q", word, code, out, errs)
		}
	}
	if _, errs, code := runWith(t, "", "history", "import", "a", "b"); code != exitUsage || !strings.Contains(errs, "`floorwatch history import [FOLDER]`") {
		t.Errorf("a subcommand is not named whole: status %d, %q", code, errs)
	}
}

// A recording that cannot be read hides nothing of other days. The status says that the search was not complete.
func TestSearchPastARecordingThatCannotBeRead(t *testing.T) {
	dir, day := recorded(t)
	today := time.Now().UTC().Format(time.DateOnly)
	if err := os.Mkdir(filepath.Join(dir, "floorwatch-"+today+".jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	out, errs, code := runWith(t, "", "search", "refund", "--dir", dir)
	if code != exitUsage || strings.Count(out, day) != 2 || !strings.Contains(errs, today) {
		t.Errorf("status %d, %q, %q", code, out, errs)
	}
}

// A recording that cannot be read is of its own day, not of those before and after it, which have none.
func TestImportNamesTheDayWhoseRecordingIsDamaged(t *testing.T) {
	dir, _ := recorded(t)
	bad := time.Now().UTC().AddDate(0, 0, -6).Format(time.DateOnly)
	if err := os.Mkdir(filepath.Join(dir, "floorwatch-"+bad+".jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("[history]\ndir = %q\nagents = true\n", filepath.Join(t.TempDir(), "figures"))
	out, errs, code := runWith(t, text, "history", "import", dir)
	if code != exitFault || !strings.Contains(out, "recordings: 1.") || strings.Count(errs, bad+": ") != 1 || !strings.Contains(errs, "the recordings of 1 day are damaged") {
		t.Errorf("status %d, %s%s", code, out, errs)
	}
}

func TestSearchWhereNothingIsRecorded(t *testing.T) {
	dir := t.TempDir()
	out, errs, code := runWith(t, "", "search", "refund", "--dir", dir, "--days", "2")
	if code != exitFault || out != "" || !strings.Contains(errs, "nothing is recorded of the last 2 days in "+dir) {
		t.Errorf("status %d, %q, %q", code, out, errs)
	}
}

// Recorded from 10:00 to 10:20 and, after a stop, from 11:00 to 11:30, ten minutes of which the floor could not be read.
func TestImportKnowsWhenTheFloorWasWatched(t *testing.T) {
	dir, day := recorded(t)
	ten, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	ten = ten.Add(10 * time.Hour)
	var enc feed.Encoder
	var buf []byte
	for minute := range 91 {
		at := ten.Add(time.Duration(minute) * time.Minute)
		h := model.Health{At: at, State: model.StateLive, LastGood: at, Targets: 1, ReadDone: 1, ReadAll: 1, Read: true}
		if minute >= 70 && minute < 80 {
			h.State = model.StateRetrying
		}
		if minute <= 20 || minute >= 60 {
			buf = enc.Append(buf, model.Event{At: at, Health: &h})
		}
	}
	path := filepath.Join(dir, "floorwatch-"+day+".jsonl")
	words, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(words, buf...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	figures := filepath.Join(t.TempDir(), "figures")
	text := fmt.Sprintf("[history]\ndir = %q\nagents = true\n[hours]\nopen = [\"mon-sun 08:00-20:00\"]\n", figures)
	if _, errs, code := runWith(t, text, "history", "import", dir); code != exitOK {
		t.Fatalf("status %d, %s", code, errs)
	}
	d := readDay(t, history.Folder{Dir: figures}, day)
	var got []string
	for _, w := range d.Watched {
		got = append(got, w.From.Format("15:04")+"-"+w.To.Format("15:04"))
	}
	if want := "10:00-10:20 11:00-11:10 11:20-11:30"; strings.Join(got, " ") != want {
		t.Errorf("watched %v, want %s", got, want)
	}
	if d.Hours == "" {
		t.Error("the day has no business hours, so that it is usual on no day that has them")
	}
}

// A thread is found each minute just before the floor's Health is recorded, and read at once; the recording says so
// some seconds later. After ten minutes it stays unread.
func TestImportKnowsWhatWasReadBeforeItWasRecorded(t *testing.T) {
	ten := time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)
	r := importedRead{board: board.New(config.Default().Board())}
	for minute := range 20 {
		at := ten.Add(time.Duration(minute) * time.Minute)
		found := at.Add(-20 * time.Second)
		unread := model.Debts{At: found, Since: found, Total: 10, Read: 9, Groups: []model.DebtGroup{{Kind: model.DebtUnread, Live: true, Unknown: 1}}}
		read := model.Debts{At: at.Add(-15 * time.Second), Total: 10, Read: 10}
		if minute >= 10 {
			read.At = at.Add(2 * time.Second)
		}
		list := model.ListHealth{At: found, Pages: 1, Read: 1}
		r.note(&model.Event{At: found, Coverage: &model.Coverage{List: list, Debts: unread}})
		r.note(&model.Event{At: at, Health: &model.Health{At: at, State: model.StateLive, LastGood: at, Targets: 1, ReadDone: 1, ReadAll: 1, Read: true}})
		r.note(&model.Event{At: at.Add(4 * time.Second), Coverage: &model.Coverage{List: list, Debts: read}})
	}
	r.finish()
	got := r.watch.Within(ten.Add(-time.Hour), ten.Add(time.Hour))
	if len(got) != 1 || !got[0].From.Equal(ten) || !got[0].To.Equal(ten.Add(10*time.Minute)) {
		t.Errorf("watched %v", got)
	}
}

func TestImportMakesTheDaysThatAreMissing(t *testing.T) {
	dir, day := recorded(t)
	figures := filepath.Join(t.TempDir(), "figures")
	text := fmt.Sprintf("[history]\ndir = %q\nagents = true\n", figures)
	out, errs, code := runWith(t, text, "history", "import", dir)
	if code != exitOK || !strings.Contains(out, "recordings: 1.") {
		t.Fatalf("status %d, %s%s", code, errs, out)
	}
	src := history.Folder{Dir: figures}
	d := readDay(t, src, day)
	if sum := d.Sum(); sum.Replies != 2 || sum.First.Quantile().Median != 10*time.Second || !d.Final {
		t.Errorf("%+v", sum)
	}
	// Not one of the marks that visitors leave is in the file or in a report.
	for _, format := range []string{"text", "json", "html", "markdown", "csv"} {
		report, errs, code := runWith(t, text, "report", day, "--names", "--format", format)
		if code != exitOK || report == "" {
			t.Errorf("%s: status %d, %s", format, code, errs)
		}
		for _, mark := range []string{"MARKER", "9876543", "8765432", "Refund", "refund"} {
			if strings.Contains(report, mark) {
				t.Errorf("%s holds %s", format, mark)
			}
		}
	}
	if out, _, _ := runWith(t, text, "history", "import", dir); !strings.Contains(out, "recordings: 0.\nNo day of the last 31 before today has a recording in "+dir) {
		t.Errorf("again: %s", out)
	}
	away := filepath.Join(dir, "away")
	for _, args := range [][]string{{"history", "import", away}, {"search", "refund", "--dir", away}} {
		if out, errs, code := runWith(t, text, args...); code != exitUsage || out != "" || !strings.Contains(errs, "cannot read the recordings: "+away+" is not there") {
			t.Errorf("%v: %d, %q, %q; want that the folder is not there", args, code, out, errs)
		}
	}
	if _, errs, code := runWith(t, text, "report", day, "--dir", away); code != exitUsage || !strings.Contains(errs, "cannot read the figures: "+away+" is not there") {
		t.Errorf("a folder of figures that is not there: status %d, %s", code, errs)
	}
	if _, errs, code := runWith(t, "", "history", "import", dir); code != exitUsage || !strings.Contains(errs, "set dir under [history]") {
		t.Errorf("without a folder: status %d, %s", code, errs)
	}
}

// What can be read of a damaged recording is counted, and the exit status says that it is not all.
func TestImportOfADamagedRecording(t *testing.T) {
	dir, day := recorded(t)
	path := filepath.Join(dir, "floorwatch-"+day+".jsonl")
	lines, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append([]byte("{broken\n"), lines...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	figures := filepath.Join(t.TempDir(), "figures")
	text := fmt.Sprintf("[history]\ndir = %q\nagents = true\n", figures)
	out, errs, code := runWith(t, text, "history", "import", dir)
	if code != exitFault || !strings.Contains(out, "recordings: 1.") || !strings.Contains(errs, "the recordings of 1 day are damaged: only what could be read is counted") {
		t.Errorf("status %d, %s%s", code, errs, out)
	}
	if sum := readDay(t, history.Folder{Dir: figures}, day); sum.Sum().Replies != 2 {
		t.Errorf("%d replies of what could be read, want 2", sum.Sum().Replies)
	}
	if out, errs, code := runWith(t, text, "history", "import", dir); code != exitOK {
		t.Errorf("where no day is missing: status %d, %s%s", code, errs, out)
	}
}
