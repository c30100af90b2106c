package cli

import (
	"reflect"
	"strings"
	"testing"
)

// What --connect says of the floors of a wall.
func TestServedFloors(t *testing.T) {
	for _, c := range []struct {
		wall   bool
		values []string
		want   []floorServer
		err    string
	}{
		{true, nil, nil, ""},
		{true, []string{"/run/a"}, nil, ""},
		{true, []string{"/run/a=b"}, nil, ""}, // an older command line's socket
		{true, []string{"North=/run/a"}, []floorServer{{"North", "/run/a"}}, ""},
		{true, []string{"North=/run/a", "South=/run/b=c"}, []floorServer{{"North", "/run/a"}, {"South", "/run/b=c"}}, ""},
		{true, []string{"North=/run/a", "/run/b"}, nil, "NAME=/run/b"},
		{true, []string{"North=/run/a", "north=/run/b"}, nil, "told apart"},
		{true, []string{"a=/1", "b=/2", "c=/3", "d=/4", "e=/5"}, nil, "at most 4"},
		{true, []string{"a=auto", "b=/2"}, nil, "auto"},
		{false, []string{"a=/1", "b=/2"}, nil, "with --wall only"},
		{true, []string{"North="}, nil, "names no socket"},
		{false, []string{"North=/run/a"}, nil, "with --wall only: write --connect /run/a"},
		{false, []string{"a=b"}, nil, ""}, // an older command line's socket
	} {
		o := options{wall: c.wall}
		for _, v := range c.values {
			if err := (sockets{&o}).Set(v); err != nil {
				t.Fatal(err)
			}
		}
		err := o.onlyOne()
		var got []floorServer
		if err == nil {
			got, err = o.servedFloors()
		}
		if !reflect.DeepEqual(got, c.want) || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("wall %v, %q: %v, %v; want %v, %q", c.wall, c.values, got, err, c.want, c.err)
		}
	}
}
