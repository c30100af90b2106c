package board

import (
	"testing"

	"floorwatch/model"
)

// list applies a word of the thread list on chat 1, observed at a second.
func list(b *Board, at int, status model.Status, agents ...model.AgentID) {
	b.Apply(model.Event{At: sec(at), Threads: []model.ThreadInfo{{
		ID: 7, Visitor: 501, Chats: []model.ChatID{1}, Last: 1, Status: status, Agents: agents,
	}}})
}

func TestOver(t *testing.T) {
	none := func(*Board) {}
	closedAt := func(at ...int) func(*Board) {
		return func(b *Board) {
			for _, s := range at {
				list(b, s, model.StatusClosed)
			}
		}
	}
	cases := []struct {
		name, stream string
		then         func(*Board)
		now          int
		want         string
		dropped      int
	}{
		{"not yet silent", "V0", none, 1799, "waiting 1799, missed?", 0},
		{"silent", "V0", none, 1800, "over, missed", 0},
		{"silence counts from the last word, also a bot's", "V0 B2 V10 B20", none, 1819, "BOT", 0},
		{"a note is no word", "V0 n1000", none, 1800, "over, missed", 0},
		{"revived: the wait goes on from its first word", "V0 V1900", none, 1910, "waiting 1910, missed?", 0},
		{"revived and answered", "V0 V1900 A1920", none, 1930, "FRT 1920, total 1920", 0},
		{"thanks does not wait for ever", "V0 A10 V20", none, 1820, "over", 1},
		{"closed", "V0 A10 V20", closedAt(60), 61, "FRT 10, total 10, over", 1},
		{"not closed before it was found so", "V0 A10 V20", closedAt(60), 59, "FRT 10, total 10, waiting 39", 0},
		{"a word after the list was read is news to it", "V0 A10 V90", closedAt(60), 100, "FRT 10, total 10, waiting 10", 0},
		{"a word that the list still calls closed", "V0 A10 V90", closedAt(60, 95), 100, "FRT 10, total 10, over", 1},
		{"reopened", "V0 A10 V20", func(b *Board) { list(b, 60, model.StatusClosed); list(b, 70, model.StatusOpen) }, 100, "FRT 10, total 10, waiting 80", 0},
		{"reopened and closed again", "V0 A10 V20", func(b *Board) {
			list(b, 60, model.StatusClosed)
			list(b, 70, model.StatusOpen)
			list(b, 90, model.StatusClosed)
		}, 100, "FRT 10, total 10, over", 1},
		{"an unknown status is not closed", "V0 A10 V20", func(b *Board) { list(b, 60, model.StatusClosed); list(b, 70, model.StatusUnknown) }, 100, "FRT 10, total 10, waiting 80", 0},
		{"bot only", "V0 B2", none, 1802, "BOT, over", 0},
		{"the bot fell silent before the end", "V0 B2 V20", none, 1820, "bot silent, over, missed", 0},
		{"the end came before the bot counted as silent", "V0 B2 V20", closedAt(40), 100, "BOT, over", 0},
		{"an agent was named for it", "V0 B2", func(b *Board) { list(b, 10, model.StatusOpen, 9) }, 1802, "over, missed", 0},
		{"the visitor said nothing", "B0", none, 1800, "over", 0},
		{"no word at all", "n0", none, 1800, "over", 0},
	}
	for _, c := range cases {
		b := boardOf(t, c.stream)
		c.then(b)
		s := b.At(sec(c.now))
		if got := figures(s, 1); got != c.want || s.Headline.Today.Dropped != c.dropped {
			t.Errorf("%s: %s, now %d: got %q and %d dropped, want %q and %d",
				c.name, c.stream, c.now, got, s.Headline.Today.Dropped, c.want, c.dropped)
		}
	}
}

// Missed and dropped are dated when the chat was over, a flagged one at its last V.
func TestWhenMissed(t *testing.T) {
	cases := []struct {
		stream  string
		flagged bool
		at      int // when it counts from
	}{
		{"V0", false, 1800},
		{"V0 V60", true, 60},
		{"V0 A10 V20", false, 1820},
	}
	for _, c := range cases {
		msgs := readStream(t, 1, c.stream)
		msgs[len(msgs)-1].Missed = c.flagged
		b := New(Config{})
		b.Apply(model.Event{At: noon, Messages: msgs})
		for now, want := range map[int]int{c.at - 1: 0, c.at: 1, c.at + 1799: 1, c.at + 1800: 0} {
			w := b.At(sec(now)).Headline.HalfHour
			if got := w.Missed + w.Dropped; got != want {
				t.Errorf("%s, flagged %v, now %d: %d missed or dropped, want %d", c.stream, c.flagged, now, got, want)
			}
		}
	}
}

// A chat that Acquire flags is missed even where an agent wrote, and waits no longer.
func TestFlaggedAsMissed(t *testing.T) {
	msgs := readStream(t, 1, "V0 A10 V20")
	msgs[2].Missed = true
	b := New(Config{})
	b.Apply(model.Event{At: noon, Messages: msgs})
	if got, want := figures(b.At(sec(30)), 1), "FRT 10, total 10, over, missed"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := figures(b.At(sec(15)), 1), "FRT 10, total 10"; got != want {
		t.Errorf("before the flagged message: got %q, want %q", got, want)
	}
}

// The next chat of a thread ends the one before, and its first answer is a first response again.
func TestLaterChat(t *testing.T) {
	b := New(Config{})
	for chat, stream := range map[model.ChatID]string{1: "V0 A10 V20", 2: "V100 A130"} {
		msgs := readStream(t, chat, stream)
		for i := range msgs {
			msgs[i].Visitor, msgs[i].Thread = 501, 7
		}
		b.Apply(model.Event{At: noon, Messages: msgs})
	}
	s := b.At(sec(140))
	if len(s.Threads) != 1 || s.Threads[0].Chat != 2 || s.Threads[0].Chats != 2 {
		t.Errorf("rows %+v, want one that shows chat 2 of 2", s.Threads)
	}
	w := s.Headline.HalfHour
	if w.First.N != 2 || w.Dropped != 1 || s.Headline.Waiting != 0 {
		t.Errorf("%d first responses, %d dropped, %d waiting; want 2, 1, 0", w.First.N, w.Dropped, s.Headline.Waiting)
	}
	if s := b.At(sec(99)); s.Headline.Waiting != 1 || s.Threads[0].Chat != 1 {
		t.Errorf("before the later chat: %d waiting, row of chat %d; want 1 of chat 1", s.Headline.Waiting, s.Threads[0].Chat)
	}
	if got := len(b.Transcript(model.Key{Visitor: 501, Thread: 7})); got != 5 {
		t.Errorf("transcript of %d messages, want those of both chats", got)
	}
}

// Where chat ids and times disagree no chat ends the other, and the row shows the one that waits.
func TestTornThread(t *testing.T) {
	b := New(Config{})
	for chat, stream := range map[model.ChatID]string{-5: "V100", 3: "V0 A10"} {
		msgs := readStream(t, chat, stream)
		for i := range msgs {
			msgs[i].Visitor, msgs[i].Thread = 501, 7
			msgs[i].ID = model.MessageID(100 - 10*int(chat) + i)
		}
		b.Apply(model.Event{At: noon, Messages: msgs})
	}
	s := b.At(sec(160))
	if s.Headline.Waiting != 1 || s.Threads[0].Chat != -5 || !s.Threads[0].Wait.Running {
		t.Errorf("%d waiting, row %+v; want that of the chat that waits", s.Headline.Waiting, s.Threads[0])
	}
}

func TestOfflineInbox(t *testing.T) {
	b := New(Config{})
	for chat, stream := range map[model.ChatID]string{1: "V0 V100", 2: "V50", 3: "V10 A20", 4: "V5"} {
		msgs := readStream(t, chat, stream)
		for i := range msgs {
			msgs[i].Offline = chat != 4
		}
		b.Apply(model.Event{At: noon, Messages: msgs})
	}
	h := b.At(sec(7200)).Headline
	if h.OfflineInbox != 2 || h.OfflineOldest.For.Seconds() != 7200 {
		t.Errorf("%d in the offline inbox, oldest %v; want 2, 2h", h.OfflineInbox, h.OfflineOldest.For)
	}
	if w := h.Today; w.Missed != 1 || w.First.N != 0 || w.Visitors != 1 || w.Replies != 0 {
		t.Errorf("figures %+v, want only those of chat 4, which was missed", w)
	}
	if h := b.At(sec(60)).Headline; h.Waiting != 1 || h.Active != 1 {
		t.Errorf("%d waiting, %d active; want chat 4 alone", h.Waiting, h.Active)
	}
}
