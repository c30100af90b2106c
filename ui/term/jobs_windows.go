package term

import (
	"context"
	"os"
)

// jobs does nothing: there is no job control.
type jobs struct{ stop, resume chan os.Signal }

func (t *Terminal) watchJobs() *jobs { return &jobs{} }

func (j *jobs) stopGroup()                      {}
func (j *jobs) stopProcess()                    {}
func (j *jobs) close()                          {}
func (j *jobs) background() bool                { return false }
func (j *jobs) foreground(context.Context) bool { return true }
