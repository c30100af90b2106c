package acquire

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// testToken has characters that look different in every encoding.
const testToken = `tok+en/4f"7\9%~sEcReT==`

func at(clock string) time.Time {
	t, err := time.Parse(time.DateTime, clock)
	if err != nil {
		panic(err)
	}
	return t
}

// same compares with the times' instants, and prints both on a difference.
func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func line(s string) safetext.Text { return safetext.Line(s) }

func fixture(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func clip(s string) string {
	if len(s) > 300 {
		return s[:300] + "…"
	}
	return s
}

// testNow is what the client's clock says in tests, testDate what the server's says: 90 s more.
var (
	testNow  = time.Date(2018, 7, 23, 14, 0, 0, 0, time.UTC)
	testDate = testNow.Add(90 * time.Second)
)

// dayTotals asks for both halves of the day's totals.
func dayTotals(c *Client, ctx context.Context, from, to time.Time, location *time.Location) (model.DayTotals, error) {
	t, err := c.FloorTotals(ctx, from, to, location)
	if err == nil {
		t.Agents, err = c.AgentTotals(ctx, from, to, location)
	}
	return t, err
}
