package ui

import (
	"fmt"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alerts"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"
)

// The golden screens have one size; here is what other sizes are to show, and
// what makes room first.

// A sizeCase is what a surface shows on a screen of a size.
type sizeCase struct {
	name   string
	w, h   int
	shown  []string // each in one row, where blanks side by side count as one, and so do the cells of a line
	hidden []string
}

func TestWhatASizeShows(t *testing.T) {
	const worst, second = "▌!! 5m12s +4m12s seen ≥3m! 3 Devid Klok SILENT", "! 2m34s +1m34s seen 1m ! 2"
	const worst60 = "▌!! 5m12s +4m12s Devid Klok SILENT John Deo"
	const state = "alerts ● LIVE upd 2s 12:41:07"
	find := map[string]surface{}
	for _, s := range surfaces() {
		find[s.name] = s
	}
	for _, c := range []sizeCase{
		// The smallest terminal that people really have: two panes, and the figures in two lines.
		{"threads", 80, 24, []string{
			"floorwatch Acme Support ! ", state, "Waiting 12 ! 7 past · 5 ! Longest 5m12s !! Devid Klok Missed 2 ▴", "Service level 85% goal 80% 1st response 38s", "Active 48 · 8 agents", "Today",
			"wait SLA ▲ seen msgs agent agent is visitor", worst, second, "╰ ▼ 4 more waiting · 36 not waiting ─ 2 with bot · 1 of 48", "Hello? Anybody?", "!! waiting 5m12s · seen ≥3m", "a acknowledge e explain / filter s sort", "? help q quit",
		}, []string{"last message", "Agents · ", "╭ Waiting", "z zoom"}},
		{"agents", 80, 24, []string{worst, "agent state chats waiting longest median breached 90% in", "! UNASSIGNED 2 1m36s!", "▌!! Devid Klok SILENT 4 ▴ 2 5m12s!! 14s 0 50s"}, []string{"Hello?", "in 30 min"}},
		{"Acquire's totals", 80, 24, []string{"Agents · Acquire's totals of today", "assigned handled unanswered missed response"}, []string{"longest"}},
		{"activity", 80, 24, []string{worst, "Activity · last ", "waiting", "agents", "visitors", "a min", "✗ missed"}, []string{"Hello?"}},
		{"zoomed activity", 80, 24, []string{"Activity · last ", "esc leave zoom"}, []string{"5m12s ≥"}},
		{"transcript", 80, 24, []string{worst, "Hello? Anybody?", "3 unanswered ─"}, nil},
		{"as sent", 80, 24, []string{worst, "<b>"}, nil},
		{"found", 80, 24, []string{"matching the"}, nil},
		{"gap", 80, 24, []string{"messages may be missing here"}, nil},
		{"explain", 80, 24, []string{"╭ Explain #61780", "▌ Wait 5m12s", "╭ Explained", "? help esc q close"}, []string{"╭ Threads"}},
		{"explain, parts", 80, 24, []string{"12:35:55 106241 John Deo Devid Klok", "1 of 7 · tab floor", "enter go to the chat shift+tab figures esc back"}, nil},
		{"alerts", 80, 24, []string{"Alerts · ", "since for what agent chat visitor", "▌ ! 12:41:07 3m00s waits 4m04s, unseen Devid Klok 106245", "├─ ended · ", "✓ answered, back a acknowledged ✗ ended, missed ─┤", "a 12:41:07 3m00s waited 5m12s"}, []string{"agent is"}},
		{"no alerts", 80, 24, []string{"esc q close"}, nil},
		{"travel", 80, 24, []string{"PAST 12:31:00, 10 min ago t back to now", "left earlier right later"}, nil},
		{"down", 80, 24, []string{"STALE 1m35s ✗ RETRYING upd 1m35s! 12:41:07", "STALE All is as of 12:39:32 or later: look in Acquire. Tries again in 23s", "▌ ? 3m37s +2m37s"}, nil},
		{"reading", 80, 24, []string{"READING 33%", "reading 132 of 400 chats", "33%"}, nil},
		{"starting", 80, 24, []string{"STARTING"}, nil},
		{"help", 80, 24, []string{"esc q close"}, []string{"╭ Threads"}},
		{"typing a filter", 80, 24, []string{"/ a enter keeps it, esc clears it"}, nil},
		{"no match", 80, 24, []string{"esc clear filter"}, []string{"John Deo │"}},
		{"narrowed", 80, 24, []string{worst}, []string{"1m36s"}},
		{"ascii", 80, 24, []string{">!! 5m12s", "seen 3m ! 3 Devid Klok SILENT", "-- !! waiting 5m12s - seen >=3m"}, []string{"│", "‼", "≥"}},
		// One pane at a time, and one line of figures.
		{"threads", 59, 24, []string{"Acme Support ! 5 alerts ● LIVE upd 2s 12:41:07", "Waiting 12 ! Longest 5m12s !! Seen 4 !", "wait SLA ▲ agent agent is visitor", "5m12s +4m12s Devid Klok SILENT"}, []string{"Hello?"}},
		{"transcript", 59, 24, []string{"Hello? Anybody?"}, []string{"+4m12s"}},
		{"threads", 40, 12, []string{
			"! 5 alerts ● LIVE upd 2s", "Waiting 12 ! Longest 5m12s !!", "╭ Chats ", "wait agent visitor", "▌!! 5m12s Devid Klok John Deo",
			"! 1m36s UNASSIGNED #61793", "12 waiting of 48", "a acknowledge ? help q quit",
		}, []string{"floorwatch", "Seen"}},
		{"explain, parts", 40, 12, []string{"╭ Explained ", "12:35:55 106241 John Deo", "enter go to the chat ? help q close"}, []string{"Explain #"}},
		{"threads", 60, 20, []string{state, "Waiting 12 ! Longest 5m12s !! Missed 2 ▴", "Service level 85% 1st response 38s Active 48", "wait SLA ▲ agent agent is visitor", worst60}, []string{"seen", "Hello?"}},
		{"threads", 20, 5, []string{"5m12s"}, nil},
		// The status alone.
		{"threads", 19, 4, []string{"● 12!! 5m12s Devid…"}, []string{"│", "quit"}},
		{"starting", 19, 4, []string{"○ STARTING – wait"}, nil},
		// All there is.
		{"threads", 200, 50, []string{
			"floorwatch Acme Support ! ", "alerts ● LIVE updated 2s 12:41:07", "╭ Waiting ", "7 past · 5 ! ││ Devid Klok · #61780 ││ longest 3m41s ││ median · 90% in 1m50s ││ goal 80% in 30s · of 42 ││ 1 more soon · 11 today ││ 8 of 9 agents, 6.0 each",
			"wait SLA ▲ seen msgs agent agent is notes visitor last message", worst + " John Deo Hello, where is my order", "3 unanswered ─",
			"agent state chats waiting longest median breached 90% in answers last in 30 min", "Devid Klok SILENT 4 ▴ 2 5m12s!! 14s 0 50s 12 <1m", "12:30 now", "z zoom",
		}, nil},
		{"Acquire's totals", 200, 50, []string{"assigned handled unanswered missed response chat on chat rated + rated -"}, nil},
		{"alerts", 200, 50, []string{"since for what agent agent is chat visitor", "106245 Marguerite Dubois-Fontaine"}, nil},
		{"hidden", 200, 50, []string{worst}, []string{"Hello? Anybody?", "waiting longest"}},
	} {
		t.Run(fmt.Sprintf("%s at %dx%d", c.name, c.w, c.h), func(t *testing.T) {
			s, ok := find[c.name]
			if !ok {
				t.Fatalf("there is no surface %q", c.name)
			}
			drawtest.Shows(t, screen(s.open(c.w, c.h)), c.shown, c.hidden)
		})
	}
}

// As it gets narrow, what matters least goes first, and one after the other: of
// the top line its words, of a table its columns.
func TestTheLeastGoesFirst(t *testing.T) {
	open := func(name string) *App {
		for _, s := range surfaces() {
			if s.name == name {
				return s.open(200, 40)
			}
		}
		t.Fatalf("there is no surface %q", name)
		return nil
	}
	top := func(w int) string {
		a := open("threads")
		h := a.header()
		return h.Draw(a.style, w)
	}
	agents := func(name string) func(int) string {
		p := &open(name).agents
		return func(w int) string { return p.Draw(testLook(), w+4, 40, false, uitest.Now())[1] }
	}
	alertHead := func(w int) string {
		p := alerts.New(open("alerts").keys, &open("alerts").tracker, func() draw.Piece { return draw.Piece{} }, func(name safetext.Text) safetext.Text { return name })
		p.Refresh(draw.Context{Style: testLook(), Snap: &model.Snapshot{}, Now: uitest.Now(), At: uitest.Now(), Zone: time.UTC}, w+4, 9)
		return p.Draw(w+4, 9)[1]
	}
	for _, c := range []struct {
		name     string
		from, to int
		order    []string
		stay     []string
		draw     func(w int) string
	}{
		{"top line", 120, layout.TinyWidth, []string{"floorwatch", "Acme Support", "12:41:07", "alerts"}, []string{"LIVE"}, top},
		{"agents", 150, 44, []string{"in 30 min", "last", "answers", "90% in", "breached", "median", "chats"}, []string{"agent", "state", "waiting", "longest"}, agents("agents")},
		{"Acquire's totals", 150, 10, []string{"rated -", "rated +", "on chat", "chat", "unanswered", "assigned", "response", "missed", "handled"}, []string{"agent"}, agents("Acquire's totals")},
		{"alerts", 120, 30, []string{"agent is", "chat", "visitor", "for", "since"}, []string{"agent", "what"}, alertHead},
	} {
		drawtest.LeastGoesFirst(t, c.name, c.from, c.to, c.order, c.stay, c.draw)
	}
}
