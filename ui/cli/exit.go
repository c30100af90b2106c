package cli

import "floorwatch/ui/report"

// Exit statuses.
const (
	exitOK      = 0
	exitFault   = 1 // it started and failed
	exitUsage   = 2 // it could not start: a wrong flag, configuration, token or terminal
	exitCareful = 3 // check: nothing failed, but a remark bears on whether the figures can be trusted
)

// exitUnknown is snapshot's exit status if the level is not known; the levels are
// 0 ok, 1 warn, 2 critical or severe. These are the ones Nagios expects.
const exitUnknown = report.ExitUnknown

// exitStatus is an error with an exit status; other errors mean exitUsage.
type exitStatus struct {
	code int
	err  error // nil: already reported
}

func (e exitStatus) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e exitStatus) Unwrap() error { return e.err }

// exitWith returns err with an exit status.
func exitWith(code int, err error) error {
	if err == nil {
		return nil
	}
	return exitStatus{code, err}
}
