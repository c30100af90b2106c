// Package account holds the data of an Acquire account (agents, visitors, threads, chats, messages) and the
// methods by which a test or a demo changes it. It knows nothing of HTTP or the form of answers: fakeacquire reads
// the Records and answers. It imports only model and promises that the Records are consistent whenever the lock is
// held: each row is in its chat, thread and visitor.
package account

import (
	"sync"
	"time"
)

// An Account is what Acquire stores for a customer. Its methods (Say, Reply, MarkSeen) say what happens there now,
// by the account's clock. They are safe for concurrent use and panic if given an id that does not exist, which is
// an error in the test.
type Account struct {
	Mu          sync.Mutex // hold it to read or change several records at once
	Now         func() time.Time
	ClockOffset time.Duration // Acquire's clock minus ours
	Records     Records
}

// New returns an empty account with the given clock.
func New(now func() time.Time) *Account { return &Account{Now: now, Records: newRecords()} }

// StepClock moves the account's clock by d: the Date header and the times of everything that follows. Steps add
// up.
func (acct *Account) StepClock(d time.Duration) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	acct.ClockOffset += d
}

// Clock returns Acquire's time. The caller holds the lock.
func (acct *Account) Clock() time.Time { return acct.Now().Add(acct.ClockOffset) }
