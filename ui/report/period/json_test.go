package period

import (
	"encoding/json"
	"strings"
	"testing"

	"floorwatch/model/safetext"
)

// The chats are written one by one, and the whole is what encoding/json writes at once.
func TestJSONIsWrittenAsAtOnce(t *testing.T) {
	for _, n := range []int{0, 1, 24} {
		r := fixture(t)
		r.Found = r.Found[:n]
		r.Floor = safetext.Line(`"chats": [], "chats": []`)
		o := Options{Names: true}
		whole := jsonOf(r, o)
		for _, f := range r.Found {
			whole.Chats = append(whole.Chats, chatOf(r, o, f))
		}
		var want strings.Builder
		e := json.NewEncoder(&want)
		e.SetIndent("", "  ")
		if err := e.Encode(whole); err != nil {
			t.Fatal(err)
		}
		if text := written(t, "json", r, o); text != want.String() {
			t.Errorf("%d chats: %d bytes are written, want %d, or others", n, len(text), want.Len())
		}
	}
}
