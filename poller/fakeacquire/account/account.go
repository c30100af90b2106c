// Package account is what an Acquire account holds (agents, visitors, threads,
// chats, messages) and the methods by which a test or a demo tells what happens
// there. It knows nothing of HTTP or of the form of an answer: fakeacquire reads
// the Records and answers. It imports only model and promises one thing: under
// the lock the Records are whole, each row in its chat, thread and visitor.
package account

import (
	"sync"
	"time"
)

// An Account is what Acquire holds of a customer, and the methods by which a
// test tells what happens there (Say, Reply, MarkSeen), now by the account's
// clock. All methods are safe for concurrent use. One that is given an id which
// does not exist panics: the story is wrong.
type Account struct {
	Mu          sync.Mutex // held by who reads or plays many records at once
	Now         func() time.Time
	ClockOffset time.Duration // Acquire's clock less ours
	Records     Records
}

// New returns an empty account; now is its clock.
func New(now func() time.Time) *Account { return &Account{Now: now, Records: newRecords()} }

// StepClock moves the account's clock by d: the Date header, and the times of
// all that is written from now on. Steps add up.
func (acct *Account) StepClock(d time.Duration) {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	acct.ClockOffset += d
}

// Clock is Acquire's own time. The caller holds the lock.
func (acct *Account) Clock() time.Time { return acct.Now().Add(acct.ClockOffset) }
