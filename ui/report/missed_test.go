package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// The list of whom we missed, in each format: addresses made of numbers, names only where asked for, no formula.
func TestMissedList(t *testing.T) {
	at := time.Date(2026, 11, 28, 11, 30, 0, 0, time.UTC)
	s := &model.Snapshot{Now: at.Add(time.Hour)}
	s.Headline.Today.From = at.Truncate(24 * time.Hour)
	list := []model.MissedChat{
		{Key: model.Key{Visitor: 7, Thread: 8}, Chat: 9, At: at, Missed: true, Waited: 90 * time.Second, Unanswered: 2, Name: safetext.Line("=cmd"), Unsure: true},
		{Key: model.Key{Visitor: 17, Thread: -1}, Chat: 19, At: at, Waited: time.Minute, Unanswered: 1, Owner: 3, OwnerName: safetext.Line("Ana"), Department: safetext.Line("Sup|port")},
	}
	write := func(names bool, format string) string {
		var b bytes.Buffer
		m := MissedOf(s, list, Options{Floor: "Acme", Names: names, Address: "https://x/{visitor}/{chat}"})
		if err := m.Write(&b, format); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	csv := write(true, "csv")
	for _, want := range []string{
		"at,ended,perhaps,waited_seconds,unanswered,owner,department,visitor,thread,chat,address,name,owner_name\r\n",
		"2026-11-28T11:30:00Z,missed,true,90,2,,,7,8,9,https://x/7/9,'=cmd,\r\n", "dropped,false,60,1,3,Sup|port,17,-1,19,https://x/17/19,,Ana\r\n",
	} {
		if !strings.Contains(csv, want) {
			t.Errorf("the CSV lacks %q:\n%s", want, csv)
		}
	}
	var got MissedList
	if err := json.Unmarshal([]byte(write(false, "json")), &got); err != nil || len(got.Chats) != 2 || got.List != "missed" || got.Chats[0].Owner != nil ||
		*got.Chats[1].Owner != 3 || got.Chats[0].Name != "" || got.Chats[1].OwnerName != "" || !got.Chats[0].Perhaps {
		t.Errorf("%v, %+v", err, got)
	}
	if text := write(false, "text"); strings.Count(text, "\n") != 2 || strings.Contains(text, "|") || !strings.Contains(text, "perhaps missed after 1m30s  visitor #7  chat 9  nobody") {
		t.Errorf("as text:\n%s", text)
	}
	list[1].OwnerName = safetext.Line("Nobody")
	if text := write(true, "text"); !strings.Contains(text, `"Nobody"`) {
		t.Errorf("an agent called Nobody, as text:\n%s", text)
	}
	if got.Bounds != nil {
		t.Errorf("bounds %v of a list that is whole", got.Bounds)
	}
	s.Coverage.Debts = model.SumDebts(s.Now, []model.Debt{{Kind: model.DebtUnread, Live: true}})
	for _, list = range [][]model.MissedChat{list, nil} { // an empty list is no proof either
		if text := write(false, "text"); !strings.HasSuffix(text, "Not all of today has been read: these are the chats that are known.\n") {
			t.Errorf("of a part, as text:\n%s", text)
		}
		if text := write(false, "json"); !strings.Contains(text, `"bounds"`) {
			t.Errorf("of a part, as JSON:\n%s", text)
		}
	}
}
