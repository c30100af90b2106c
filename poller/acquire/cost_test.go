package acquire

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
)

// decodedAt decodes a message answer with a clock and a context.
func decodedAt(ctx context.Context, now func() time.Time, body string) (Messages, error) {
	c := Client{now: now}
	res := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}}
	r := messageReader{req: ask61793, times: time.UTC, fields: &c.fields}
	var out Messages
	err := c.decode(ctx, "message", res, held{}, []byte(body), &Meta{At: testDate}, func(s *scanner, m *Meta) { out = r.read(s, m) })
	return out, err
}

// Lists that come again cost what their rows do: an answer of 13 MB with as many lists as fit cost
// 1.4 TB of allocations, since each list made room for the whole answer's rows.
func TestRepeatedListsCostWhatTheirRowsDo(t *testing.T) {
	for name, shape := range map[string][3]string{
		"messages": {`{"success":true,"data":{"messages":[`, `{"id":1,"vd_id":61793,"message":"a"}],"messages":[`, `{"id":7,"vd_id":61793,"message":"last"}]}}`},
		"data":     {`{"success":true,"data":[`, `{"id":1,"vd_id":61793,"message":"a"}],"data":[`, `{"id":7,"vd_id":61793,"message":"last"}]}`},
	} {
		perByte := func(times int) float64 {
			body := shape[0] + strings.Repeat(shape[1], times) + shape[2]
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got, err := decodedAt(t.Context(), time.Now, body)
			runtime.ReadMemStats(&after)
			if err != nil || got.Rows != 1 || len(got.Messages) != 1 || got.Messages[0].ID != 7 {
				t.Fatalf("%s: %d messages, %v, want the last list alone", name, len(got.Messages), err)
			}
			return float64(after.TotalAlloc-before.TotalAlloc) / float64(len(body))
		}
		few, many := perByte(500), perByte(16_000)
		if many > 3*few+3 || many > 20 {
			t.Errorf("%s: %.1f bytes are allocated for a byte of 16,000 lists, %.1f for one of 500; want no more of many", name, many, few)
		}
	}
}

// A clock that goes on by ten seconds with every look at it stands for a machine on which reading takes long.
func TestReadingAnAnswerHasATimeLimit(t *testing.T) {
	body := inEnvelope(strings.Repeat(goodRow(1, "")+",", 10_000) + goodRow(2, ""))
	now, looks := testNow, 0
	_, err := decodedAt(t.Context(), func() time.Time { looks++; now = now.Add(10 * time.Second); return now }, body)
	if fault, ok := errors.AsType[*Error](err); !ok || fault.Fault != FaultUnreadable || !strings.Contains(fault.Error(), "takes too long") {
		t.Errorf("the answer gave %v, want it given up because it takes too long", err)
	}
	if looks > 10 {
		t.Errorf("the clock was looked at %d times, want the reading ended soon after the limit", looks)
	}
	if got, err := decodedAt(t.Context(), fixed, body); err != nil || got.Rows != 10_001 {
		t.Errorf("in time: %d rows, %v, want all", got.Rows, err)
	}
}

// A context that is done while the rows are read ends the reading.
func TestReadingAnAnswerEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	looks := 0
	now := func() time.Time {
		if looks++; looks == 3 {
			cancel()
		}
		return testNow
	}
	if _, err := decodedAt(ctx, now, inEnvelope(strings.Repeat(goodRow(1, "")+",", 10_000)+goodRow(2, ""))); !errors.Is(err, FaultStopped) {
		t.Errorf("the answer gave %v, want it stopped", err)
	}
	if looks > 4 {
		t.Errorf("the clock was looked at %d times, want the reading ended at once", looks)
	}
}

// The other lists stop as well: what listOf cuts out goes by the same limit.
func TestPartsOfAnAnswerStopWithIt(t *testing.T) {
	text := []byte(`{"rows":[` + strings.Repeat("{},", 5000) + `{}]}`)
	s := &scanner{text: bytes.Clone(text), stop: func() bool { return true }}
	rows, _, _ := listOf(s, "rows")
	n := 0
	for range rows.children() {
		n++
	}
	if n >= 2*stepsAsked {
		t.Errorf("%d rows were walked over, want fewer than %d", n, 2*stepsAsked)
	}
}
