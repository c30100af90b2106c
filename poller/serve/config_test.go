package serve

import (
	"strings"
	"testing"
)

func TestServeConfigIsChecked(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"no socket", Config{}.Validate(), ""},
		{"a socket", Config{Socket: "/run/floorwatch/floor.sock"}.Validate(), ""},
		{"a long path", Config{Socket: "/" + strings.Repeat("x", 103)}.Validate(), "serve.socket "},
	} {
		if (c.err == nil) != (c.want == "") || c.err != nil && !strings.HasPrefix(c.err.Error(), c.want) {
			t.Errorf("%s: %v, want it to begin with %q", c.name, c.err, c.want)
		}
	}
}
