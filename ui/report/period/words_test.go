package period

import (
	"encoding/json"
	"strings"
	"testing"

	"floorwatch/model/ledger"
)

func TestWhatTheFiguresLeaveOutIsSaid(t *testing.T) {
	r := fixture(t)
	const says = "left out or uncertain"
	for _, format := range []string{"text", "markdown", "html"} {
		if strings.Contains(written(t, format, r, Options{}), says) {
			t.Errorf("%s says that something is left out of a whole report", format)
		}
	}
	r.LeftOut = ledger.LeftOutCounts{UnknownType: 2, UnknownSide: 1, Messages: 1_200}
	for _, format := range []string{"text", "markdown", "html"} {
		got := strings.Join(strings.Fields(written(t, format, r, Options{})), " ")
		if want := says + ": 2 messages of an unknown type, 1 message from an unknown sender, 1,200 messages above 50 in a minute"; !strings.Contains(got, want) {
			t.Errorf("%s does not say what it leaves out:\n%s", format, got[:400])
		}
	}
	var j struct {
		LeftOut map[string]int `json:"left_out"`
	}
	if err := json.Unmarshal([]byte(written(t, "json", r, Options{})), &j); err != nil || j.LeftOut["unknown_type"] != 2 || j.LeftOut["messages"] != 1200 {
		t.Errorf("json: %v, %v", j.LeftOut, err)
	}
}
