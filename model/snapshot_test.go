package model

import "testing"

func TestServicePercent(t *testing.T) {
	cases := []struct {
		in, of, percent int
		level           Level
	}{
		{0, 0, 0, LevelNone},
		{4, 4, 100, LevelNone}, // too few to say
		{5, 5, 100, LevelOK},
		{4, 5, 80, LevelOK},
		{79, 100, 79, LevelWarn},
		{799, 1000, 79, LevelWarn}, // rounded down, and judged unrounded
		{70, 100, 70, LevelWarn},
		{69, 100, 69, LevelCritical},
	}
	for _, c := range cases {
		s := ServiceLevel{In: c.in, Of: c.of}
		p, ok := s.Percent()
		if l := DefaultLimits().FirstReply.Level(s); p != c.percent || ok != (c.of > 0) || l != c.level {
			t.Errorf("%d of %d: %d %%, level %d; want %d %%, %d", c.in, c.of, p, l, c.percent, c.level)
		}
	}
}
