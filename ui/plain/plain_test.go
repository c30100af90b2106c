package plain

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// A fakeHook keeps what it is told.
type fakeHook struct {
	notices []alert.Notice
	trouble string
}

func (h *fakeHook) Notify(_ int, n alert.Notice)       { h.notices = append(h.notices, n) }
func (h *fakeHook) Suppress(_, _, _ int)               {}
func (h *fakeHook) Counts() (sent, failed, joined int) { return 3, 1, 2 }
func (h *fakeHook) Trouble() string                    { return h.trouble }

// plainRun tells a floor second by second and returns the lines of each second that had any.
func plainRun(f *uitest.Floor, p *Writer, b *strings.Builder, from, seconds int) []string {
	var out []string
	for i := from; i < from+seconds; i++ {
		now := uitest.Now().Add(time.Duration(i) * time.Second)
		b.Reset()
		if err := p.WriteChanges(now, f.At(now), f.Health()); err != nil {
			panic(err)
		}
		if b.Len() > 0 {
			out = append(out, strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")...)
		}
	}
	return out
}

func TestPlain(t *testing.T) {
	f := uitest.NewFloor()
	var b strings.Builder
	p := New(&b, drawtest.Screen(), alert.DefaultConfig())
	got := plainRun(f, p, &b, 0, 1)
	want := []string{
		"12:41:07 reading is live",
		"12:41:07 chat 106241 waits 5m12s, severe, seen at least 3m41s ago, of Devid Klok, who is silent",
		"12:41:07 chat 106243 waits 2m34s, critical, seen 1m38s ago, of Aisha Rahman, who is skipping",
		"12:41:07 chat 106242 waits 1m36s, critical, unseen, unassigned",
		"12:41:07 chat 106244 waits 1m11s, critical, unseen, of Kenji Mori, who is busy elsewhere",
		"12:41:07 and 5 more",
		"12:41:07 missed in 30 min 2, warning",
		"12:41:07 waiting 12; seen, waiting 4; missed in 30 min 2; active chats 48; longest wait 5m12s, severe",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("at first:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for i := range f.Threads {
		if f.Threads[i].Chat == 106241 {
			f.Threads[i].Wait = model.Clock{}
		}
	}
	if got := plainRun(f, p, &b, 1, 3); len(got) != 1 || got[0] != "12:41:10 chat 106241 waits no longer" {
		t.Errorf("after an answer: %q, want one line that chat 106241 waits no longer", got)
	}
	f.Status = uitest.DownFloor().Status
	got = plainRun(f, p, &b, 4, 1)
	if len(got) == 0 || got[0] != "12:41:11 reading is retrying: The connection was refused by app.acquire.io.; tries again in 19s" {
		t.Errorf("without a network: %q", got)
	}
}

// Before the first answer nothing is counted, and it is said again every minute.
func TestPlainBeforeTheFirstAnswer(t *testing.T) {
	f := uitest.NewFloor()
	f.Threads, f.Head = nil, model.Headline{}
	f.Status = model.Health{State: model.StateRetrying, Why: safetext.Line("there is no server on this box")}
	var b strings.Builder
	p := New(&b, drawtest.Screen(), alert.DefaultConfig())
	got := plainRun(f, p, &b, 0, 121)
	want := "12:41:07 reading is retrying: there is no server on this box"
	if len(got) != 3 || got[0] != want || strings.Contains(strings.Join(got, ""), "waiting 0") {
		t.Errorf("in two minutes: %q, want %q and that twice again", got, want)
	}
	f.Status = model.Health{State: model.StateLive, LastGood: uitest.Now(), Read: true}
	if got := strings.Join(plainRun(f, p, &b, 121, 15), "\n"); !strings.Contains(got, "reading is live\n") || !strings.Contains(got, "waiting 0") {
		t.Errorf("with an answer: %q, want the state and the figures", got)
	}
}

// While an agent's other chats are not all read, that is said in words: a question mark cannot be listened to.
func TestPlainSaysThatAStateIsNotKnown(t *testing.T) {
	f := uitest.NewFloor()
	for i := range f.Threads {
		if f.Threads[i].Owner != 0 {
			f.Threads[i].OwnerState = model.AgentUnknown
		}
	}
	var b strings.Builder
	got := strings.Join(plainRun(f, New(&b, drawtest.Screen(), alert.DefaultConfig()), &b, 0, 1), "\n")
	if !strings.Contains(got, "of Devid Klok, whose state is not known") || strings.Contains(got, "?") {
		t.Errorf("%s", got)
	}
}

// A gap is told once when it opens and once when it is healed.
func TestPlainTellsGaps(t *testing.T) {
	f := uitest.NewFloor()
	var b strings.Builder
	p := New(&b, drawtest.Screen(), alert.DefaultConfig())
	plainRun(f, p, &b, 0, 5)
	gapped := uitest.GapFloor()
	if got := plainRun(gapped, p, &b, 5, 10); len(got) < 2 || !strings.HasSuffix(got[0], " chat 106241 has a gap, messages may be missing") ||
		strings.Count(strings.Join(got, "\n"), "gap") != 2 {
		t.Errorf("with two gaps: %q, want each of them once", got)
	}
	if got := plainRun(f, p, &b, 15, 5); len(got) < 2 || !strings.HasSuffix(got[0], " chat 106241 has no gap any more") {
		t.Errorf("healed: %q, want that the gaps are gone", got)
	}
}

// However much happens, there is no more than can be listened to.
func TestPlainIsSlow(t *testing.T) {
	f := uitest.BigFloor(500)
	for i := range f.Threads {
		f.Threads[i].Wait = uitest.Since(i % 300)
		f.Threads[i].Chat = model.ChatID(i)
	}
	var b strings.Builder
	p := New(&b, drawtest.Screen(), alert.DefaultConfig())
	lines := 0
	for i := range 60 {
		f.Head.Waiting = i // something new every second
		lines += len(plainRun(f, p, &b, i, 1))
	}
	if most := 60/3*(maxChatsAtOnce+1) + 10; lines > most || lines < 20 {
		t.Errorf("%d lines in a minute, want from 20 to %d", lines, most)
	}
	f = uitest.NewFloor()
	f.Threads = nil
	f.Status.LastGood = uitest.Now().Add(119 * time.Second)
	p = New(&b, drawtest.Screen(), alert.DefaultConfig())
	plainRun(f, p, &b, 0, 1)
	if got := plainRun(f, p, &b, 1, 119); len(got) != 1 {
		t.Errorf("a quiet floor says %q in two minutes, want one line", got)
	}
}

// A figure that has reached a limit is said once until it has been well for a
// minute, however often it swings; data that are too old are said with each headline.
func TestPlainTellsFigures(t *testing.T) {
	f := uitest.QuietFloor()
	var b strings.Builder
	p := New(&b, drawtest.Screen(), alert.DefaultConfig())
	var got []string
	for i := range 150 {
		f.Status.LastGood = uitest.Now().Add(time.Duration(min(i, 80)) * time.Second)
		h := &f.Head.HalfHour
		h.NextService = model.ServiceLevel{In: 7, Of: 10, Level: model.LevelWarn}
		switch {
		case i >= 20 && i < 40:
			h.NextService = model.ServiceLevel{In: 6, Of: 10, Level: model.LevelCritical}
		case i%2 == 1 && i < 60:
			h.NextService = model.ServiceLevel{In: 8, Of: 10, Level: model.LevelOK}
		}
		for _, l := range plainRun(f, p, &b, i, 1) {
			if strings.Contains(l, "service level") || strings.Contains(l, " old") {
				got = append(got, l)
			}
		}
	}
	want := []string{
		"12:41:07 service level, next in 30 min 70% of 10, warning", "12:41:27 service level, next in 30 min 60% of 10, critical",
		"12:43:27 data is 1m00s old: LIVE, critical",
	}
	if len(got) < 3 || !slices.Equal(got[:3], want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Nothing but text comes out, whatever strangers and the API send, and nothing
// before the first read is over.
func TestPlainIsClean(t *testing.T) {
	f := uitest.StrangeFloor()
	for _, text := range uitest.StrangeTexts() {
		f.Status.Why = safetext.Line(text)
		f.Status.State = 1 - f.Status.State%2
		for i := range f.Threads {
			f.Threads[i].OwnerName = safetext.Line(text)
		}
		var b strings.Builder
		for _, line := range plainRun(f, New(&b, drawtest.Screen(), alert.DefaultConfig()), &b, 0, 1) {
			if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u202e' }) {
				t.Errorf("%.40q is told as %q", text, line)
			}
		}
	}
}

// During the first read what is known is said as what it is: a part.
func TestPlainOfAPart(t *testing.T) {
	f := uitest.NewFloor()
	f.Status.Read, f.Status.ReadAll, f.Status.ReadDone = false, 9, 1
	var b strings.Builder
	p := New(&b, drawtest.Screen(), alert.DefaultConfig())
	got := strings.Join(plainRun(f, p, &b, 0, 1), "\n")
	for _, want := range []string{":07 reading 11%: reading 1 of 9 chats", "waiting at least 12;", "chat 106241 waits 5m12s, severe", "missed in 30 min at least 2, warning"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not said:\n%s", want, got)
		}
	}
	f.Threads, f.Head = nil, model.Headline{}
	p = New(&b, drawtest.Screen(), alert.DefaultConfig())
	if got := strings.Join(plainRun(f, p, &b, 0, 1), "\n"); !strings.Contains(got, "waiting unknown;") || strings.Contains(got, " 0") {
		t.Errorf("with nobody found yet: %q", got)
	}
}

type brokenWriter struct{}

var errBroken = errors.New("broken pipe")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestPlainReturnsTheWritersError(t *testing.T) {
	f := uitest.NewFloor()
	if err := New(brokenWriter{}, drawtest.Screen(), alert.DefaultConfig()).WriteChanges(uitest.Now(), f.At(uitest.Now()), f.Status); !errors.Is(err, errBroken) {
		t.Errorf("Tell returns %v, want the writer's error", err)
	}
}

// callingPlain tells the fixture's floor, which is read all the time.
func callingPlain(seconds int, set func(*Writer)) (secs []string, hook *fakeHook) {
	f := uitest.NewFloor()
	var b strings.Builder
	p := New(&b, drawtest.Screen(), alert.Config{Bell: true, Desktop: "osc9", Command: []string{"true"}})
	hook = &fakeHook{}
	p.SetHook(hook, nil)
	set(p)
	for i := range seconds {
		now := uitest.Now().Add(time.Duration(i) * time.Second)
		f.Status.LastGood = now
		b.Reset()
		if err := p.WriteChanges(now, f.At(now), f.Health()); err != nil {
			panic(err)
		}
		secs = append(secs, b.String())
	}
	return secs, hook
}

// Into a pipe or a log nothing goes but text; the command runs.
func TestPlainRingsOnlyATerminal(t *testing.T) {
	got, hook := callingPlain(40, func(*Writer) {})
	if all := strings.Join(got, ""); strings.ContainsAny(all, "\x1b\a") || strings.Count(all, "alert: ") != 7 || len(hook.notices) != 7 {
		t.Errorf("told %q and %d notices, want seven alerts in words alone", all, len(hook.notices))
	}
}

// Without a word in the configuration nobody is called.
func TestPlainIsSilentByDefault(t *testing.T) {
	got, hook := callingPlain(40, func(p *Writer) { p.OnTerminal(false); p.alerts = alert.DefaultConfig() })
	if all := strings.Join(got, ""); strings.ContainsAny(all, "\x1b\a") || strings.Contains(all, "alert: ") || len(hook.notices) != 0 {
		t.Errorf("told %q and %d notices, want no call", all, len(hook.notices))
	}
}

// A command that fails is told once.
func TestPlainTellsOfTroubleWithTheCommand(t *testing.T) {
	got, _ := callingPlain(40, func(p *Writer) { p.SetHook(&fakeHook{trouble: "the alert command failed: exit status 3"}, nil) })
	if n := strings.Count(strings.Join(got, ""), "the alert command failed: exit status 3\n"); n != 1 {
		t.Errorf("told %d times, want once", n)
	}
}

// The routes of a team are told of its chats alone where lines are written, too.
func TestPlainKnowsTheTeams(t *testing.T) {
	f := uitest.NewFloor()
	told := map[model.ChatID]bool{}
	var b strings.Builder
	p := New(&b, drawtest.Screen(), alert.Config{Routes: []alert.Route{{Team: "Nobody's", Command: []string{"true"}}}})
	hook := &fakeHook{}
	p.SetHook(hook, []model.Team{{Name: "All", Departments: []string{"Support", "Sales", "Billing"}, Agents: agentIDs(f)}, {Name: "Nobody's"}})
	for i := range 40 {
		now := uitest.Now().Add(time.Duration(i) * time.Second)
		f.Status.LastGood = now
		if err := p.WriteChanges(now, f.At(now), f.Health()); err != nil {
			t.Fatal(err)
		}
	}
	for _, n := range hook.notices {
		for _, a := range n.Alerts {
			told[a.Chat] = true
		}
	}
	for _, r := range f.At(uitest.Now()).Threads {
		if r.Owner != 0 && told[r.Chat] {
			t.Errorf("a route of another team was told of chat %d of agent %d", r.Chat, r.Owner)
		}
	}
}

func agentIDs(f *uitest.Floor) (ids []model.AgentID) {
	for _, a := range f.At(uitest.Now()).Agents {
		ids = append(ids, a.ID)
	}
	return ids
}

// Of a team's view the first line, and each that tells of the reading, says whose it is.
func TestPlainOfATeam(t *testing.T) {
	f := uitest.NewFloor()
	f.Team = "Sales\x1b[2J"
	var b strings.Builder
	got := plainRun(f, New(&b, drawtest.Screen(), alert.DefaultConfig()), &b, 0, 1)
	if want := "12:41:07 team Sales"; !strings.HasPrefix(got[0], want) || !strings.HasSuffix(got[0], ", reading is live") || strings.Contains(got[0], "\x1b") {
		t.Errorf("the first line is %q, want %q", got[0], want)
	}
}

// What was told is said to be over, once and without the bell.
func TestPlainSaysThatAnAlertIsOver(t *testing.T) {
	f := uitest.NewFloor()
	var b strings.Builder
	p := New(&b, drawtest.Screen(), alert.Config{Bell: true, Command: []string{"true"}})
	p.SetHook(&fakeHook{}, nil)
	p.OnTerminal(false)
	var over []string
	for i := range 120 {
		now := uitest.Now().Add(time.Duration(i) * time.Second)
		if f.Status.LastGood = now; i == 40 {
			f.Threads = nil
		}
		b.Reset()
		if err := p.WriteChanges(now, f.At(now), f.Health()); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "alert over: chat ") {
			over = append(over, b.String())
		}
	}
	if len(over) != 1 || strings.Contains(over[0], "\a") {
		t.Errorf("%q, want one line without the bell", over)
	}
}
