package fakeacquire

import "testing"

// TestMishapsAreAll shows that no kind of fault was forgotten.
func TestMishapsAreAll(t *testing.T) {
	met := map[Kind]bool{}
	names := map[string]bool{}
	for _, f := range AllFaults() {
		met[f.Kind] = true
		names[f.String()] = true
	}
	if len(met) != len(kindNames) || len(names) != len(AllFaults()) {
		t.Errorf("%d kinds of %d and %d names for %d faults", len(met), len(kindNames), len(names), len(AllFaults()))
	}
}
