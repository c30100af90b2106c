//go:build unix

package cli

import (
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
)

// A server that floods the socket, with lines that would unfold to gigabytes and with Events, fills no
// memory, and ctrl+c ends the viewer all the same.
func TestFloodingServer(t *testing.T) {
	t.Parallel()
	path := socketPath(t)
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	bomb := `{"at":"2026-11-22T12:00:00Z","threads":[` + strings.Repeat("{},", 2_700_000) + "{}]}\n"
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, err := fmt.Fprintf(conn, "{\"floorwatch\":1,\"server\":\"flood\"}\n")
				for id := 1; err == nil; id += 1000 {
					var visitors strings.Builder
					for i := range 1000 {
						fmt.Fprintf(&visitors, `{"id":%d,"name":"v%[1]d"},`, id+i)
					}
					_, err = fmt.Fprintf(conn, "%s{\"at\":\"2026-11-22T12:00:00Z\",\"visitors\":[%s{\"id\":1}],\"health\":{\"at\":\"2026-11-22T12:00:00Z\",\"state\":1,\"why\":\"flood %d\"}}\n",
						bomb, visitors.String(), id)
				}
			}()
		}
	}()
	c := startChild(t, nil, "--connect", path)
	c.waitFor("flood")
	_, _ = c.ptm.WriteString("\x03")
	if status := c.end(); status != exitOK {
		t.Errorf("exit status %d after ctrl+c, want %d; stderr: %s", status, exitOK, c.stderr)
	}
	c.checkRestored()
	// The bomb alone unfolds to 4 GiB. The viewer takes some 150 MiB, and with the race detector up to 1.3 GiB.
	const bound = 2 << 30
	if most := peakMemory(c.cmd.ProcessState); most > bound {
		t.Errorf("the viewer took %d MiB, want at most %d", most>>20, bound>>20)
	}
}

// peakMemory is the largest resident size of a process that has ended, in bytes; 0 where the system does not tell.
func peakMemory(state *os.ProcessState) int64 {
	return peakOf(state.SysUsage())
}
