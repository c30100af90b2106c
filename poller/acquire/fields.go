package acquire

import "sync"

// maxFields is how many unknown field names are remembered; more of them tell nothing new.
const maxFields = 256

// A fieldLog remembers the unknown field names that were met, so that each counts once.
type fieldLog struct {
	mu  sync.Mutex
	met map[string]struct{}
}

// countNew returns 1 for a name that is met for the first time, else 0.
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
