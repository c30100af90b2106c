package feed

import "errors"

// ErrLocked means that another process holds the file.
var ErrLocked = errors.New("another floorwatch has it open")
