package poller

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// An account allows as many requests as one program's budget: so many in each second of the clock, or, as a bucket, one
// for each tenth of a second and at most so many at once.
type account struct {
	mu            sync.Mutex
	bucket        float64 // how much it holds; 0: seconds of the clock count
	second        time.Time
	left          float64
	good, refused []int // by program
}

const accountLimit = 10 // requests a second

// program returns what answers, or refuses, the requests of the i-th program.
func (a *account) program(i int) func(string, acquire.MessagesRequest) error {
	return func(op string, _ acquire.MessagesRequest) error {
		a.mu.Lock()
		defer a.mu.Unlock()
		now := time.Now()
		if a.bucket > 0 {
			a.left = min(a.bucket, a.left+accountLimit*now.Sub(a.second).Seconds())
			a.second = now
		} else if second := now.Truncate(time.Second); second != a.second {
			a.second, a.left = second, accountLimit
		}
		if a.left < 1 {
			a.refused[i]++
			return &acquire.Error{Fault: acquire.FaultRateLimited, Op: op}
		}
		a.left--
		a.good[i]++
		return nil
	}
}

// over runs so many programs, which know nothing of each other, on the account, and returns what it answered of each in span, after lead.
func (a *account) over(t *testing.T, programs int, lead, span time.Duration, check func(i int, r *testRun, from time.Time)) {
	var runs []*testRun
	var floors []*floor
	a.good, a.refused = make([]int, programs), make([]int, programs)
	for i := range programs {
		f := busy(80)
		f.fail = a.program(i)
		floors = append(floors, f)
		runs = append(runs, run(t, f, DefaultConfig(), Options{Seed: fmt.Sprint("program ", i)}))
	}
	for ; lead > 0; lead -= 20 * time.Minute { // so that they have much to ask
		pass(min(lead, 20*time.Minute))
		for _, f := range floors {
			for i := range model.VisitorID(80) {
				f.say(1000+i, model.ThreadID(10+i), model.ChatID(100+i), model.SideVisitor, time.Now())
			}
		}
	}
	a.mu.Lock()
	clear(a.good)
	clear(a.refused)
	a.mu.Unlock()
	from := time.Now()
	pass(span)
	for i, r := range runs {
		r.stop()
		check(i, r, from)
	}
	t.Logf("answered %v, refused %v in %v", a.good, a.refused, span)
}

// Three programs read one account whose limit is that of one. They know nothing of each other but 429: each gets
// its share of the limit, most of what they send is answered, and each says what it may be.
// A bucket that holds one request alone is not among these: programs that know nothing of each other then meet within
// every tenth of a second, whoever sends n of the limit's N is refused about n/(n+N) of it, and a tenth refused leaves
// a ninth of the limit. Three on such an account reach a quarter of it, which no waiting of theirs can mend: with
// smaller steps up (5 % in place of 10) or shorter stops (2 s in place of 8) they reach 21 and 22 %, and slowing down by a
// quarter in place of a half lets one of them take four fifths.
func TestThreeProgramsOnOneAccount(t *testing.T) {
	span, buckets := 4*time.Minute, []float64{10}
	if !testing.Short() {
		span, buckets = 10*time.Minute, []float64{0, 2, 10, 100}
	}
	for _, bucket := range buckets {
		t.Run(fmt.Sprint("bucket of ", bucket), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const programs = 3
				a := &account{bucket: bucket}
				a.over(t, programs, 3*time.Minute, span, func(i int, r *testRun, from time.Time) {
					if !slices.ContainsFunc(r.screen.after(from), func(h model.Health) bool {
						return strings.Contains(h.Why.String(), "where another program reads this account too")
					}) {
						t.Errorf("program %d never says that another may read the account", i)
					}
				})
				all, bad := 0, 0
				for i := range programs {
					all, bad = all+a.good[i], bad+a.refused[i]
				}
				if least := slices.Min(a.good); least*5 < all {
					t.Errorf("answered %v: one gets less than a fifth", a.good)
				}
				if all < int(0.4*accountLimit*span.Seconds()) {
					t.Errorf("%d answers in %v: together they use less than 40 %% of the limit", all, span)
				}
				if bad*10 > all {
					t.Errorf("%d of %d requests were refused, want a tenth at most", bad, all+bad)
				}
			})
		})
	}
}

// TestOneProgramOnItsAccount: a program that is alone gets all but 2 % of the budget, though the account allows no more than that.
func TestOneProgramOnItsAccount(t *testing.T) {
	lead, span, buckets := time.Minute, 2*time.Minute, []float64{10}
	if long() {
		lead, span, buckets = time.Hour, 10*time.Minute, []float64{0, 2, 10, 100}
	}
	for _, bucket := range buckets {
		synctest.Test(t, func(t *testing.T) {
			a := &account{bucket: bucket}
			a.over(t, 1, lead, span, func(int, *testRun, time.Time) {})
			if n := float64(a.good[0]); n < 0.98*accountLimit*span.Seconds() {
				t.Errorf("bucket of %v: %v answers in %v, want 98 %% of the budget", bucket, n, span)
			}
		})
	}
}
