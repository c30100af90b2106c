package model

import (
	"strings"
	"testing"
	"time"
)

// Every row of the registry is whole, and no two figures have one name.
func TestRegistry(t *testing.T) {
	seen := map[string]string{}
	once := func(f *Figure, what, name string) {
		if name == "" {
			return
		}
		if other, ok := seen[what+name]; ok {
			t.Errorf("%q and %q have the same %s %q", f.Name, other, what, name)
		}
		seen[what+name] = f.Name
	}
	for i := range Figures() {
		f := &Figures()[i]
		scope := "of the floor"
		switch {
		case f.Scope.OfAgent():
			scope = "of an agent"
		case f.Scope == ScopeRow:
			scope = "of a row"
		}
		once(f, "name "+scope, f.Name)
		once(f, "title "+scope, f.Title)
		once(f, "label of performance data", f.Perf)
		once(f, "gauge", f.Gauge.Name+f.Gauge.Label)
		for _, field := range []string{f.JSON.Value, f.JSON.Level, f.JSON.N, f.JSON.In, f.JSON.AtLeast} {
			once(f, "field "+scope, field)
		}
		if FigureOf(f.ID) != f || f.ID == FigureNone {
			t.Errorf("%q is not found by its id", f.Name)
		}
		if f.Name == "" || f.Title == "" || f.Short == "" || f.Column == "" || f.Column != strings.ToLower(f.Column) || len(f.Short) > len(f.Title) || f.Formula == "" || f.JSON.Value == "" {
			t.Errorf("the row of %q is not whole: %+v", f.Name, *f)
		}
		if !strings.HasSuffix(f.Help, ".") || strings.ContainsAny(f.Help, "|\n\\") || strings.Contains(f.Help, ". ") {
			t.Errorf("the help of %q is not one sentence for README and Prometheus: %q", f.Name, f.Help)
		}
		if f.Scope.OfFloor() && f.Gauge.Name == "" {
			t.Errorf("%q is a figure of the floor and not in Prometheus", f.Name)
		}
		if v := f.Value(&Snapshot{}, Subject{}); v.Unit != f.Unit {
			t.Errorf("%q counts %d and its value %d", f.Name, f.Unit, v.Unit)
		}
	}
	if FigureOf(FigureNone).Name != "" {
		t.Error("there is a figure that is none")
	}
}

func TestValueText(t *testing.T) {
	n := func(f float64) Value { return Value{Unit: UnitCount, OK: true, Number: f} }
	took := func(u Unit, f float64) Value { return Value{Unit: u, OK: true, Number: f} }
	for _, c := range []struct {
		v                     Value
		screen, ascii, spoken string
	}{
		{n(3), "3", "3", "3"},
		{n(0), "0", "0", "0"},
		{Value{Unit: UnitMedian}, "–", "-", "unknown"},
		{n(3).Bounded(BoundLeast, 0), "≥3", ">=3", "at least 3"},
		{n(0).Bounded(BoundLeast, 0), "–", "-", "unknown"}, // at least none is nothing
		{Value{Unit: UnitMax}.Bounded(BoundLeast, 0), "–", "-", "unknown"},
		{took(UnitMax, 0).Bounded(BoundLeast, 0), "≥0s", ">=0s", "at least 0s"}, // a clock that was found
		{n(3).Bounded(BoundMost, 0), "≤3", "<=3", "at most 3"},
		{n(3).Bounded(BoundAbout, 0), "~3", "~3", "about 3"},
		{n(7).Bounded(BoundBetween, 10), "7–10", "7-10", "7 to 10"},
		{n(0).Bounded(BoundBetween, 16), "≤16", "<=16", "at most 16"},
		{n(3).Bounded(BoundUnknown, 0), "–", "-", "unknown"},
		{n(3).Bounded(BoundLeast, 0).Bounded(BoundExact, 0), "3", "3", "3"},
		{took(UnitMax, 252).Bounded(BoundLeast, 0), "≥4m12s", ">=4m12s", "at least 4m12s"},
		{took(UnitMedian, 0), "<1s", "<1s", "<1s"},
		{took(UnitP90, 3900), "1h05m", "1h05m", "1h05m"},
		{took(UnitShare, 81), "81%", "81%", "81%"},
		{took(UnitMean, 2.26), "2.3", "2.3", "2.3"}, {took(UnitMean, 0.45), "0.5", "0.5", "0.5"}, {took(UnitMean, 0.44999999999999996), "0.5", "0.5", "0.5"},
	} {
		for i, want := range []string{c.screen, c.ascii, c.spoken} {
			if got := c.v.Format([]Notation{ScreenNotation(), ASCIINotation(), SpokenNotation()}[i]); got != want {
				t.Errorf("%+v is %q, want %q", c.v, got, want)
			}
		}
	}
	if v := took(UnitMax, 5); v.Duration() != 5*time.Second {
		t.Errorf("5 seconds are %v", v.Duration())
	}
}

// Nothing is known, so there is no level either.
func TestUnknownHasNoLevel(t *testing.T) {
	v := countValue(0, LevelCritical)
	for b, want := range map[Bound]Level{BoundExact: LevelCritical, BoundLeast: LevelNone, BoundUnknown: LevelNone} {
		if got := v.Bounded(b, 0); got.Level != want {
			t.Errorf("0 with bound %v has level %d, want %d", b, got.Level, want)
		}
	}
	if v = countValue(9, LevelCritical).Bounded(BoundLeast, 0); v.Level != LevelCritical {
		t.Errorf("at least 9 has level %d, want what 9 has", v.Level)
	}
}

// Of how many values a figure is, and what stands beside it, is known as well as the figure and no better.
func TestCountsOfAPart(t *testing.T) {
	share := ServiceLevel{In: 3, Of: 5, Unsure: 1}.Value()
	for _, c := range []struct {
		v    Value
		want string
	}{
		{ServiceLevel{In: 3, Of: 5}.Value(), "60% of 5, 3, 2 late"},
		{share.Bounded(BoundBetween, 75), "60%–75% of ≤5, 3, ≥2 late"},
		{share.Bounded(BoundAbout, 0), "~60% of ~5, ≥3, ~2 late"},
		{ServiceLevel{In: 3, Of: 5}.Value().Bounded(BoundAbout, 0), "~60% of ≥5, ≥3, ~2 late"},
		{ServiceLevel{In: 3, Of: 5}.Value().Bounded(BoundUnknown, 0), "–, –, – late"},
	} {
		if got := c.v.FormatOf(ScreenNotation()) + ", " + c.v.InTime().String() + ", " + c.v.SameBound(2).String() + " late"; got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
