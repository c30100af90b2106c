package fakeacquire

import (
	"sync"
	"time"
)

// An Account is what Acquire holds of a customer, and the methods by which a
// test tells what happens there (Say, Reply, MarkSeen), now by the account's
// clock. All methods are safe for concurrent use. One that is given an id which
// does not exist panics: the story is wrong.
type Account struct {
	mu    sync.Mutex // held by who reads or plays many records at once
	now   func() time.Time
	step  time.Duration // Acquire's clock less ours
	world world
}

// newAccount returns an empty account; now is its clock.
func newAccount(now func() time.Time) *Account { return &Account{now: now, world: newWorld()} }

// StepClock moves the account's clock by d: the Date header, and the times of
// all that is written from now on. Steps add up.
func (acct *Account) StepClock(d time.Duration) {
	acct.mu.Lock()
	defer acct.mu.Unlock()
	acct.step += d
}

// clock is Acquire's own time. The caller holds the lock.
func (acct *Account) clock() time.Time { return acct.now().Add(acct.step) }
