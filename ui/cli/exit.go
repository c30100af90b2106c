package cli

import "floorwatch/ui/report"

// Exit statuses.
const (
	exitOK      = 0
	exitFault   = 1 // it started and failed
	exitUsage   = 2 // it could not start: a wrong flag, configuration, token or terminal
	exitCareful = 3 // check: nothing failed, but something is to be known before the figures are believed
)

// exitUnknown is what snapshot ends with where it cannot tell; below are the
// levels: 0 ok, 1 warn, 2 critical or severe. These are what Nagios expects.
const exitUnknown = report.ExitUnknown

// exitStatus is an error with an exit status of its own; without one it is exitUsage.
type exitStatus struct {
	code int
	err  error // nil: everything has been said already
}

func (e exitStatus) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e exitStatus) Unwrap() error { return e.err }

// exitWith gives an error an exit status.
func exitWith(code int, err error) error {
	if err == nil {
		return nil
	}
	return exitStatus{code, err}
}
