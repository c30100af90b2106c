package record

import (
	"strings"
	"testing"
)

func TestRecordConfigIsChecked(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"defaults", DefaultConfig().Validate(), ""},
		{"keep_days below 0", Config{KeepDays: -1}.Validate(), "record.keep_days "},
		{"keep_days of a typing error", Config{KeepDays: 70000}.Validate(), "record.keep_days "},
	} {
		if (c.err == nil) != (c.want == "") || c.err != nil && !strings.HasPrefix(c.err.Error(), c.want) {
			t.Errorf("%s: %v, want it to begin with %q", c.name, c.err, c.want)
		}
	}
}
