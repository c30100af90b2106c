package feed

import "errors"

// errLocked is what lock says where another process holds the file.
var ErrLocked = errors.New("another floorwatch has it open")
