package cli

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/feed"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

// syllables are what texts and searches are made of: each can be folded, escaped, or cleaned into another.
var syllables = []string{
	"re", "fund", "RE", "Fund", "4", "711", "\u0664", "\uff17", "\u00e9", "e\u0301", "\u0301", "\u00fc", "\u00df", "\u017f", "\u212a", "\ufb01", "\u2460",
	" ", "a", "b", "c", "ord", "er", " ", "o", "k", " ", // more of what most texts are made of
	"  ", "\n", "\t", "\r", "\b", "\"", "\\", "/", "<", ">", "&", "\u2028", "\u200b", "\u00ad", "\u202e", "\x1b", "\ue001", "\U0001f600", "\u0440\u0435", "=\u0338", "n", "u003c",
}

func said(r *rand.Rand, most int) string {
	var b strings.Builder
	for range 1 + r.IntN(most) {
		if r.IntN(4) > 0 {
			b.WriteString(syllables[[]int{0, 1, 2, 17, 18, 19, 20, 21, 22, 23}[r.IntN(10)]])
			continue
		}
		b.WriteString(syllables[r.IntN(len(syllables))])
	}
	return b.String()
}

// ascii writes JSON as some other programs do: everything beyond ASCII is escaped, and with it some letters.
func ascii(r *rand.Rand, line []byte) []byte {
	var out []byte
	for _, c := range string(line) {
		switch {
		case c > 0xffff:
			out = fmt.Appendf(out, "\\u%04x\\u%04x", 0xd800+(c-0x10000)>>10, 0xdc00+(c-0x10000)&0x3ff)
		case c > 126:
			out = fmt.Appendf(out, "\\u%04x", c)
		default:
			out = append(out, byte(c))
		}
	}
	if r.IntN(2) == 0 {
		return []byte(strings.ReplaceAll(string(out), "fun", "f\\u0075n"))
	}
	return out
}

// No line is passed over that holds something to find, whoever wrote it.
func TestALinePassedOverHoldsNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	msgs := uitest.OneChat(1, 0)
	passed, kept := 0, 0
	for range 2000 {
		word := said(r, 3)
		s := searchOptions{words: searchWords([]string{word})}
		text := said(r, 6)
		if r.IntN(2) == 0 {
			text += word + said(r, 2)
		}
		msgs[0].Text, msgs[1].Text = safetext.Clean(text), safetext.Clean(said(r, 4))
		e := model.Event{At: msgs[1].SentAt, Messages: msgs[:2]}
		var enc feed.Encoder
		raw, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		foreign := strings.Replace(string(raw), string(quoted(t, msgs[0].Text)), string(quoted(t, text)), 1) // not cleaned by whoever wrote it
		for _, line := range [][]byte{enc.Append(nil, e), raw, ascii(r, raw), []byte(foreign)} {
			got, ok := feed.Decode(line)
			if !ok {
				t.Fatalf("cannot be read: %s", line)
			}
			f := newLineFilter(s.words)
			wants := f.wants(line)
			for i := range got.Messages {
				if m := &got.Messages[i]; !wants && s.matches(m, m.Text) {
					t.Fatalf("%q is passed over for %q (%q in %q)", line, s.words[0], f.word, draw.Fold(m.Text.String()))
				}
			}
			if passed += b2i(!wants); wants {
				kept++
			}
		}
	}
	if passed < 500 || kept < 500 {
		t.Errorf("%d lines passed over, %d kept: the test shows little", passed, kept)
	}
}

// What is one word only once it is cleaned is found: the picture of a control character ends with a letter, "re␛Yfund", and
// whoever else wrote a recording may have left in it what is not seen.
func TestAWordIsFoundAsItIsRead(t *testing.T) {
	msgs := uitest.OneChat(1, 0)[:1]
	for _, c := range []struct{ text, word string }{{"re\u0099fund", "Yfund"}, {"r\u00e9\u200bfund", "refund"}} {
		msgs[0].Text = safetext.Clean(c.text)
		e := model.Event{At: msgs[0].SentAt, Messages: msgs}
		var enc feed.Encoder
		ours := enc.Append(nil, e)
		foreign := bytes.Replace(ours, quoted(t, msgs[0].Text), quoted(t, c.text), 1)
		s := searchOptions{words: searchWords([]string{c.word})}
		for _, line := range [][]byte{ours, foreign} {
			f := newLineFilter(s.words)
			if !s.matches(&msgs[0], msgs[0].Text) || !f.wants(line) {
				t.Errorf("%q is passed over for %q", line, f.word)
			}
		}
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func quoted(t *testing.T, s any) []byte {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What is found deep in a long message is shown, whatever its letters, and the text before it is cut.
func TestSearchShowsWhatItFound(t *testing.T) {
	dir, day := recorded(t)
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	msg := uitest.OneChat(3, 0)[0]
	msg.SentAt, msg.Text = at, safetext.Clean(strings.Repeat("é x́ 店 ", 500)+"the Nädel here "+strings.Repeat("y ", 500))
	var enc feed.Encoder
	line := enc.Append(nil, model.Event{At: at, Messages: []model.Message{msg}})
	if err := os.WriteFile(filepath.Join(dir, "floorwatch-"+day+".jsonl"), line, 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs, _ := runWith(t, "", "search", "nadel", "--dir", dir)
	if !strings.Contains(out, "the Nädel here y y") || !strings.Contains(out, "  …") || strings.Count(out, "\n") != 1 || len([]rune(out)) > 260 {
		t.Errorf("%q %q", out, errs)
	}
	if out, _, _ = runWith(t, "", "search", "x", "--dir", dir); !strings.Contains(out, "  é x́ 店 é") { // from its beginning
		t.Errorf("%q", out)
	}
}

// A message that the next day's recording repeats, since it was seen only then, is printed once.
func TestSearchPrintsAMessageOnce(t *testing.T) {
	dir := t.TempDir()
	msg := uitest.OneChat(1, 0)[0]
	msg.Text = safetext.Clean("refund")
	for back := range 2 {
		day := time.Now().UTC().AddDate(0, 0, -back)
		msg.SentAt = time.Now().UTC().AddDate(0, 0, -1)
		var enc feed.Encoder
		line := enc.Append(nil, model.Event{At: day, Messages: []model.Message{msg}})
		if err := os.WriteFile(filepath.Join(dir, "floorwatch-"+day.Format(time.DateOnly)+".jsonl"), line, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, errs, code := runWith(t, "", "search", "refund", "--dir", dir); strings.Count(out, "\n") != 1 || code != exitOK {
		t.Errorf("status %d: %s%s", code, out, errs)
	}
}

// What is wrong with a recording is said with its day: a search reads many.
func TestSearchNamesTheDayOfADamagedRecording(t *testing.T) {
	dir, day := recorded(t)
	path := filepath.Join(dir, "floorwatch-"+day+".jsonl")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(whole)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, gz, says string }{
		"a line": {text: string(whole) + "{\"messages\":[{\"text\":\"refund\n", says: ": 1 damaged line"},
		"cut":    {gz: packed.String()[:packed.Len()-20], says: ": unexpected EOF"},
	} {
		for suffix, text := range map[string]string{"": c.text, ".gz": c.gz} {
			if err := os.Remove(path + suffix); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			if text == "" {
				continue
			}
			if err := os.WriteFile(path+suffix, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, errs, _ := runWith(t, "", "search", "refund", "--dir", dir); !strings.Contains(errs, day+c.says) {
			t.Errorf("%s: %q, want %s", name, errs, day+c.says)
		}
	}
}
