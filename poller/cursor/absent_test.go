package cursor

import (
	"fmt"
	"testing"
	"time"

	"floorwatch/model"
)

// What is gone after answers about one chat: the ids of each, "?" for one with a
// row that cannot be read, "^" for one as large as any, "@" for another question.
func TestAbsent(t *testing.T) {
	for _, tt := range []struct {
		what    string
		answers []string // 2 s apart
		want    string   // after the last
	}{
		{"all are there", []string{"1 2 3", "1 2 3", "1 2 3"}, "[]"},
		{"once is not enough", []string{"1 2 3", "1 3"}, "[]"},
		{"in between", []string{"1 2 3", "1 3", "1 3"}, "[2]"},
		{"in between, and a new one came", []string{"1 2 3", "1 3 4", "1 3 4"}, "[2]"},
		{"the last one", []string{"1 2 3", "1 2", "1 2"}, "[3]"},
		{"the first one", []string{"1 2 3", "2 3", "2 3"}, "[1]"},
		{"the first one of as large an answer as any", []string{"1 2 3", "2 3^", "2 3^"}, "[]"},
		{"the first one, where the answer moves on", []string{"1 2 3", "2 3 4", "3 4 5"}, "[]"},
		{"it comes back", []string{"1 2 3", "1 3", "1 2 3", "1 3"}, "[]"},
		{"a row cannot be read", []string{"1 2 3", "1 3?", "1 3?"}, "[]"},
		{"another question", []string{"1 2 3", "1 3@", "1 3"}, "[]"},
		{"all at once", []string{"1 2 3", "", "", ""}, "[]"},
	} {
		var m SeenIDs
		now, overlaps := time.Now(), true
		var gone map[model.ChatID]IDs
		for _, text := range tt.answers {
			a, most := Answer{Question: Question{Chat: 5, Number: 5}, Got: map[model.ChatID]IDs{}, Whole: true}, false
			for _, r := range text {
				switch r {
				case ' ':
				case '?':
					a.Whole = false
				case '^':
					most = true
				case '@':
					a.Question.Number = 4
				default:
					a.Got[5] = append(a.Got[5], model.MessageID(r-'0'))
				}
			}
			a.Empty = len(a.Got) == 0
			now = now.Add(2 * time.Second)
			gone = m.Absent(a, most, now)
			m.Compare(a, &overlaps, now)
		}
		if got := fmt.Sprint(gone[5]); got != tt.want {
			t.Errorf("%s: %s gone, want %s", tt.what, got, tt.want)
		}
	}
}
