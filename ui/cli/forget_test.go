package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"floorwatch/model/ledger"
	"floorwatch/poller/history"
	"floorwatch/poller/regular"
)

// A visitor is taken out of recordings and history together, and while somebody writes the history that is said.
func TestForgetReachesBoth(t *testing.T) {
	recordings, day := recorded(t)
	figures := t.TempDir()
	text := fmt.Sprintf("[record]\ndir = %q\n[history]\ndir = %q\nagents = true\n", recordings, figures)
	if out, errs, code := runWith(t, text, "history", "import"); code != exitOK || !strings.Contains(out, "1.") {
		t.Fatal(out, errs)
	}
	if out, errs, code := runWith(t, text, "search", "refund", "--days", "40"); code != exitOK || !strings.Contains(out, "efund") {
		t.Fatalf("searched for before: %d, %q, %q", code, out, errs)
	}
	historyWriter, err := history.Open(history.Options{Dir: figures, ChatsDays: 90, Agents: true, Group: -1})
	if err != nil {
		t.Fatal(err)
	}
	d := readDay(t, history.Folder{Dir: figures}, day)
	d.Found = append(d.Found, ledger.Finding{Kind: ledger.FindingDropped, At: d.From.Add(11 * 3600e9), Chat: 1}, ledger.Finding{Kind: ledger.FindingDropped, At: d.From.Add(12 * 3600e9), Chat: 77})
	if err := historyWriter.Put(d, d.From); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := runWith(t, text, "forget", "--visitor", "12345"); code != exitFault || !strings.Contains(errs, "the history stays as it is: another floorwatch") {
		t.Errorf("while somebody keeps figures: %d, %q", code, errs)
	}
	writer, err := os.OpenFile(filepath.Join(recordings, "floorwatch-"+day+".jsonl"), os.O_RDWR, 0)
	if err != nil || regular.Lock(writer) != nil {
		t.Fatal("cannot lock the recording", err)
	}
	if _, errs, _ := runWith(t, text, "forget", "--visitor", "9876543"); strings.Count(errs, "\n") != 2 {
		t.Errorf("two reasons are %q, want two lines", errs)
	}
	_ = writer.Close()
	_ = historyWriter.Close()
	out, errs, code := runWith(t, text, "forget", "--visitor", "9876543")
	if code != exitOK || out != "Visitor 9876543, 2 chats: removed from 1 recording and from the chats to look at of 1 day.\n" {
		t.Errorf("%d, %q, %q", code, out, errs)
	}
	if d := readDay(t, history.Folder{Dir: figures}, day); len(d.Found) != 1 || d.Found[0].Chat != 77 || d.Sum().Replies != 2 {
		t.Errorf("%+v, %d replies", d.Found, d.Sum().Replies)
	}
	left, err := os.ReadFile(filepath.Join(recordings, "floorwatch-"+day+".jsonl"))
	if err != nil || bytes.Contains(left, []byte("9876543")) || bytes.Contains(left, []byte("efund")) {
		t.Errorf("%v: %s", err, left)
	}
	if out, errs, code := runWith(t, text, "search", "refund", "--days", "40"); code != exitFault || strings.Contains(out, "efund") {
		t.Errorf("searched for afterwards: %d, %q, %q", code, out, errs)
	}
	alone := fmt.Sprintf("[history]\ndir = %q\nagents = true\n", figures)
	if out, _, code := runWith(t, alone, "forget", "--visitor", "9876543"); code != exitOK || !strings.Contains(out, "\n[record] names no folder: ") || strings.Contains(out, "[history] names") {
		t.Errorf("without [record]: %d, %q", code, out)
	}
	if _, errs, code := runWith(t, text, "forget"); code != exitUsage || !strings.Contains(errs, "--visitor") {
		t.Errorf("without a visitor: %d, %q", code, errs)
	}
	if _, errs, code := runWith(t, "", "forget", "--visitor", "1"); code != exitUsage || !strings.Contains(errs, "nothing is kept") || !strings.Contains(errs, "set dir under [record]") {
		t.Errorf("where nothing is kept: %d, %q", code, errs)
	}
}
