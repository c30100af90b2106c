package system

import (
	"errors"
	"fmt"
	"net"
)

// Notify tells systemd how the service is, where it asked to be told.
func Notify(env func(string) string, state string) error {
	path := env("NOTIFY_SOCKET") // "@" begins an abstract one, for Go as for systemd
	if path == "" {
		return nil
	}
	conn, err := net.Dial("unixgram", path)
	if err != nil {
		return fmt.Errorf("cannot tell systemd %s: %w", state, err)
	}
	_, err = conn.Write([]byte(state))
	return errors.Join(err, conn.Close())
}
