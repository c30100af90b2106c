package ui

import (
	"testing"
	"time"
)

func TestDuration(t *testing.T) {
	for _, c := range []struct {
		d    time.Duration
		want string
	}{
		{-time.Hour, "0s"}, {0, "0s"}, {999 * time.Millisecond, "0s"}, {time.Second, "1s"}, {59 * time.Second, "59s"},
		{60 * time.Second, "1m00s"}, {252 * time.Second, "4m12s"}, {3599 * time.Second, "59m59s"},
		{time.Hour, "1h00m"}, {65 * time.Minute, "1h05m"}, {24*time.Hour - 1, "23h59m"},
		{24 * time.Hour, "1d00h"}, {51 * time.Hour, "2d03h"}, {100*24*time.Hour - 1, "99d23h"}, {100 * 24 * time.Hour, ">99d"},
		{time.Duration(1<<63 - 1), ">99d"},
	} {
		if got := duration(c.d); got != c.want {
			t.Errorf("duration(%v) = %q, want %q", c.d, got, c.want)
		}
		if got := duration(c.d); len(got) > waitCol {
			t.Errorf("duration(%v) = %q, wider than its column", c.d, got)
		}
	}
}

func TestReplyAndSpanAndAgo(t *testing.T) {
	now := fixtureNow()
	for _, c := range []struct{ what, got, want string }{
		{"reply in the same second", reply(0), "<1s"},
		{"reply", reply(38 * time.Second), "38s"},
		{"span", span(30 * time.Second), "30s"},
		{"span of whole minutes", span(2 * time.Minute), "2m"},
		{"span of both", span(150 * time.Second), "2m30s"},
		{"span of hours", span(2 * time.Hour), "2h00m"},
		{"never", ago(now, time.Time{}), ""},
		{"later than now", ago(now, now.Add(time.Second)), "<1m"},
		{"seconds ago", ago(now, now.Add(-59*time.Second)), "<1m"},
		{"minutes ago", ago(now, now.Add(-90*time.Second)), "1m"},
		{"hours ago", ago(now, now.Add(-47*time.Hour)), "47h"},
		{"days ago", ago(now, now.Add(-48*time.Hour)), "2d"},
		{"none", count(0, "alert", "alerts"), "0 alerts"},
		{"one", count(1, "alert", "alerts"), "1 alert"},
		{"slow", rate(0.04), "0.0"},
		{"below ten", rate(9.94), "9.9"},
		{"above ten", rate(11.6), "12"},
		{"less than nothing", rate(-3), "0.0"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
}
