package record

import (
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/poller/feed/feedtest"
)

func TestRealFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		r := NewRecorder(Config{Dir: dir}, nil, nil)
		real := r.open
		r.open = func(string) (io.WriteCloser, error) { return os.OpenFile("/dev/full", os.O_WRONLY, 0) }
		stop := start(r)
		r.Put(feedtest.Said(1, 0))
		time.Sleep(time.Minute)
		if s := r.Status().String(); !strings.Contains(s, "no space left on device") {
			t.Errorf("status %q, want what the system says", s)
		}
		stop()
		r.open = real
		start(r)()
		if n := len(restored(t, dir, time.Now(), nil)); n != 1 {
			t.Errorf("the event that waited for room: %d in the file, want 1", n)
		}
	})
}
