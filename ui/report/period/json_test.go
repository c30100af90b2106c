package period

import (
	"encoding/json"
	"strings"
	"testing"

	"floorwatch/model/safetext"
)

// The chats are written one by one, and the whole is what encoding/json would have written at once.
func TestJSONIsWrittenAsAtOnce(t *testing.T) {
	for _, n := range []int{0, 1, 24} {
		r := fixture(t)
		r.Found = r.Found[:n]
		r.Floor = safetext.Line(`"chats": [], "chats": []`)
		text := written(t, "json", r, Options{Names: true})
		var read jsonReport
		if err := json.Unmarshal([]byte(text), &read); err != nil {
			t.Fatal(err)
		}
		var again strings.Builder
		e := json.NewEncoder(&again)
		e.SetIndent("", "  ")
		if err := e.Encode(&read); err != nil {
			t.Fatal(err)
		}
		if len(read.Chats) != n || read.Floor != r.Floor.String() || again.String() != text {
			t.Errorf("%d chats: %d are read, or it is written otherwise:\n%s\n%s", n, len(read.Chats), text, again.String())
		}
	}
}
