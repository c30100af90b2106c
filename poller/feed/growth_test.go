package feed

import (
	"reflect"
	"runtime"
	"strings"
	"testing"

	"floorwatch/model"
	"floorwatch/poller/feed/feedtest"
)

// allocated is how many bytes f allocates.
func allocated(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// fill returns an Event's line of about MaxLine bytes: head, then one element as often as it fits.
func fill(head, element, tail string) []byte {
	line := `{"at":"2026-11-22T12:00:00Z",` + head
	n := (MaxLine-len(line)-len(tail)-1)/(len(element)+1) - 1
	return []byte(line + strings.Repeat(element+",", n) + element + tail + "}")
}

func TestALineIsBoundedByWhatItGrowsTo(t *testing.T) {
	lines := map[string][]byte{
		"numbers in place of series": fill(`"usual":[{"figures":[`, `0`, `]}]`),
		"empty series":               fill(`"usual":[{"figures":[`, `{}`, `]}]`),
		"null in place of owners":    fill(`"chats":[{"owners":[`, `null`, `]}]`),
		"empty names":                fill(`"threads":[{"agent_names":[`, `""`, `]}]`),
		"chats of one thread":        fill(`"threads":[{"chats":[`, `1`, `]}]`),
		"threads that fail":          fill(`"coverage":{"debts":{"failing":[`, `0`, `]}}`),
		"holes":                      fill(`"coverage":{"observed":{"holes":[`, `{}`, `]}}`),
		"agents' totals":             fill(`"totals":{"agents":[`, `{}`, `]}`),
		"the same part many times":   fill(`"health":{}`, `"health":{}`, ``),
		"lists of an unknown part":   fill(`"mood":[[`, `{}`, `]]`),
	}
	typ := reflect.TypeFor[model.Event]()
	for i := range typ.NumField() {
		if f := typ.Field(i); f.Type.Kind() == reflect.Slice {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			lines["empty "+name] = fill(`"`+name+`":[`, `{}`, `]`)
			lines["null "+name] = fill(`"`+strings.ToUpper(name)+`" : [ `, `null`, ` ]`)
		}
	}
	for name, line := range lines {
		if len(line) > MaxLine || len(line) < MaxLine-200 {
			t.Fatalf("%s: a line of %d bytes, want %d", name, len(line), MaxLine)
		}
		var ok bool
		n := allocated(func() { _, ok = Decode(line) })
		if ok || n > 1<<20 {
			t.Errorf("%s: accepted %v, with %d bytes allocated; want it refused before it unfolds", name, ok, n)
		}
	}
}

// What is just within the bounds is read, and what it allocates in all (each list grows by copying)
// stays in proportion to the bound.
func TestALineWithinItsBoundsIsRead(t *testing.T) {
	rows := `{"at":"2026-11-22T12:00:00Z","threads":[{}` + strings.Repeat(",{}", maxRows-1) + `],"gaps":[ ]}`
	parts := `{"at":"2026-11-22T12:00:00Z","usual":[{"figures":[{}` + strings.Repeat(",{}", maxGrowth/(2*partCost)-100) + `]}]}`
	text := `{"at":"2026-11-22T12:00:00Z","x":"` + strings.Repeat(`\"`, MaxLine/2-50) + `"}`
	for name, line := range map[string]string{"rows": rows, "parts": parts, "text": text} {
		var ok bool
		n := allocated(func() { _, ok = Decode([]byte(line)) })
		if !ok || n > 5*maxGrowth {
			t.Errorf("%s: accepted %v with %d bytes allocated, want it read with less than %d", name, ok, n, 5*maxGrowth)
		}
	}
	if _, ok := Decode([]byte(strings.Replace(rows, `"gaps":[ ]`, `"gaps":[{}]`, 1))); ok {
		t.Errorf("%d rows were accepted", maxRows+1)
	}
}

// The costs that bounded reckons with are those of the Event as it is.
func TestNoRowIsLargerThanItsCost(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(path string, typ reflect.Type, limit uintptr)
	walk = func(path string, typ reflect.Type, limit uintptr) {
		switch typ.Kind() {
		case reflect.Map, reflect.Interface:
			t.Errorf("%s is a %s, whose size nothing here bounds", path, typ)
		case reflect.Slice:
			if size := typ.Elem().Size(); size > limit {
				t.Errorf("an element of %s takes %d bytes, more than the %d it is reckoned with", path, size, limit)
			}
			walk(path, typ.Elem(), partCost)
		case reflect.Pointer:
			walk(path, typ.Elem(), partCost)
		case reflect.Struct:
			if seen[typ] || typ.PkgPath() == "time" {
				return
			}
			seen[typ] = true
			for i := range typ.NumField() {
				f := typ.Field(i)
				below := uintptr(partCost)
				if typ == reflect.TypeFor[model.Event]() {
					below = rowCost
				}
				walk(path+"."+f.Name, f.Type, below)
			}
		}
	}
	walk("Event", reflect.TypeFor[model.Event](), rowCost)
	if len(seen) < 15 {
		t.Fatalf("only %d structs were looked at", len(seen))
	}
}

// Nothing that the Encoder writes is over the bounds.
func TestOurOwnLinesAreWithinTheBounds(t *testing.T) {
	var enc Encoder
	e := model.Event{At: feedtest.Noon}
	for i := range 5000 {
		e.Messages = append(e.Messages, feedtest.Message(model.MessageID(i+1), i))
		e.Threads = append(e.Threads, model.ThreadInfo{ID: model.ThreadID(i), Chats: make([]model.ChatID, 300)})
	}
	e.Threads = append(e.Threads, model.ThreadInfo{ID: -1, Chats: make([]model.ChatID, 10_000)})
	lines := enc.Lines(e)
	for _, line := range lines {
		if !bounded(line) {
			t.Fatalf("a line of ours of %d bytes is over the bounds", len(line))
		}
	}
	if len(lines) < 10 || enc.LeftOut != 0 {
		t.Fatalf("%d lines, %d rows left out, want many and none", len(lines), enc.LeftOut)
	}
}
