package model

import (
	"encoding/json"
	"reflect"
	"testing"
)

// A gap as JSON reads back as it was, and has no field for what has not come.
func TestGapAsJSON(t *testing.T) {
	e := Event{At: sec(1), Gaps: []Gap{{Before: 4, After: 9, At: sec(1)}, {Before: 9, After: 12, At: sec(1), Healed: sec(2)}}}
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"at":"2026-03-02T12:00:01Z","gaps":[{"before":4,"after":9,"at":"2026-03-02T12:00:01Z"},` +
		`{"before":9,"after":12,"at":"2026-03-02T12:00:01Z","healed":"2026-03-02T12:00:02Z"}]}`
	if string(text) != want {
		t.Errorf("as JSON\n%s\nwant\n%s", text, want)
	}
	var back Event
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, e) {
		t.Errorf("read back %+v, %v; want %+v", back, err, e)
	}
}

// Merge keeps one word on each gap: when it was noticed first, and healed first.
func TestMergeGaps(t *testing.T) {
	open := Event{At: sec(5), Gaps: []Gap{{Before: 1, After: 2}, {Before: 3, After: 4, At: sec(3)}}}
	healed := Event{At: sec(9), Gaps: []Gap{{Before: 1, After: 2, At: sec(5), Healed: sec(9)}}}
	want := []Gap{{Before: 1, After: 2, At: sec(5), Healed: sec(9)}, {Before: 3, After: 4, At: sec(3)}}
	for name, got := range map[string]Event{
		"in order":   (Event{}).Merge(open).Merge(healed).Merge(open),
		"in reverse": (Event{}).Merge(healed).Merge(open).Merge(healed),
	} {
		if !reflect.DeepEqual(got.Gaps, want) {
			t.Errorf("%s: %+v, want %+v", name, got.Gaps, want)
		}
	}
	if !open.Gaps[0].At.IsZero() {
		t.Errorf("merging changed its argument: %+v", open.Gaps)
	}
}
