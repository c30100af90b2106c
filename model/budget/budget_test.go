package budget

import (
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	within := Line{What: "within", Unit: "ns", Most: ByThreads(2e6), Grows: 0.5}
	over := Line{What: "over", Unit: "MB", Most: map[int]float64{One: 6}, Why: "the reason"}
	grows := Line{What: "grows", Unit: "ns", Grows: 0.2, Why: "too fast"}
	unknown := Line{What: "not measured", Most: ByThreads(1), Why: "never shown"}
	for _, n := range Threads {
		within.Note(n, 1e6)
		grows.Note(n, float64(n))
	}
	over.Note(One, 7.25)
	table := Table([]Line{within, over, grows, unknown})
	for _, want := range []string{"1ms ≤ 2ms", "0.00 ≤ 0.5", "7.25 MB OVER 6 MB\n    the reason\n", "1.00 OVER 0.2\n    too fast\n"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
	if within.Over() || !over.Over() || !grows.Over() || unknown.Over() || strings.Contains(table, "never shown") {
		t.Errorf("what is over is not what exceeds its budget:\n%s", table)
	}
}
