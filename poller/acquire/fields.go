package acquire

import "sync"

// maxFields limits the unknown field names that are remembered; more tell nothing new.
const maxFields = 256

// A fieldLog remembers unknown field names, so that each is counted once.
type fieldLog struct {
	mu  sync.Mutex
	met map[string]struct{}
}

// countNew returns 1 for a new name, otherwise 0.
func (l *fieldLog) countNew(name []byte) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.met[string(name)]; known || len(l.met) >= maxFields {
		return 0
	}
	if l.met == nil {
		l.met = make(map[string]struct{})
	}
	l.met[string(name)] = struct{}{}
	return 1
}
