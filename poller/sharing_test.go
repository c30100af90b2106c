package poller

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/poller/acquire"
)

// Three programs read one account whose limit is that of one. They know nothing of each other but 429: each gets
// its share of the limit, most of what they send is answered, and each says what it may be.
func TestThreeProgramsOnOneAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const programs, limit = 3, 10
		var mu sync.Mutex
		var second time.Time // the account counts in seconds of the clock
		var taken int
		var good, refused [programs]int
		var rides []*ride
		for i := range programs {
			f := busy(80)
			f.fail = func(op string, _ acquire.MessagesRequest) error {
				mu.Lock()
				defer mu.Unlock()
				if now := time.Now().Truncate(time.Second); now != second {
					second, taken = now, 0
				}
				if taken++; taken > limit {
					refused[i]++
					return &acquire.Error{Fault: acquire.FaultRateLimited, Op: op}
				}
				good[i]++
				return nil
			}
			rides = append(rides, run(t, f, DefaultConfig(), Options{Seed: fmt.Sprint("program ", i)}))
		}
		pass(3 * time.Minute)
		mu.Lock()
		good, refused = [programs]int{}, [programs]int{}
		mu.Unlock()
		from := time.Now()
		const span = 10 * time.Minute
		pass(span)
		mu.Lock()
		defer mu.Unlock()
		all, bad, least, most := 0, 0, good[0], good[0]
		for i := range programs {
			all, bad, least, most = all+good[i], bad+refused[i], min(least, good[i]), max(most, good[i])
		}
		t.Logf("answered %v, refused %v in %v", good, refused, span)
		if least*3 < most {
			t.Errorf("answered %v: one gets more than three times what another gets", good)
		}
		if all < int(0.4*limit*span.Seconds()) {
			t.Errorf("%d answers in %v: together they use less than 40 %% of the limit", all, span)
		}
		if bad*10 > all {
			t.Errorf("%d of %d requests were refused, want a tenth at most", bad, all+bad)
		}
		for i, r := range rides {
			said := false
			for _, h := range r.screen.after(from) {
				said = said || strings.Contains(h.Why.String(), "where another program reads this account too")
			}
			if !said {
				t.Errorf("program %d never says that another may read the account", i)
			}
			r.stop()
		}
	})
}
