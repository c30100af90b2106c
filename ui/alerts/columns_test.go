package alerts

import "testing"

// On 80 columns a first wait is said whole, and an agent of thirteen letters is not cut for it.
func TestAFirstWaitIsWholeOn80Columns(t *testing.T) {
	least := map[string]int{"agent": len("Marco Bianchi"), "what": len("no first answer 3m07s, unseen")}
	for _, c := range table(78).Columns {
		if c.Width < least[c.Title] {
			t.Errorf("%s has %d cells, want %d", c.Title, c.Width, least[c.Title])
		}
		delete(least, c.Title)
	}
	if len(least) > 0 {
		t.Errorf("not in the table: %v", least)
	}
}
