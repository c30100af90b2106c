package history

import (
	"floorwatch/model/ledger"
	"floorwatch/poller/guard"
)

// readers is how many files are read concurrently while earlier ones are added up. Reading takes most of the time of a
// long report. More readers would need more memory, since each file waits there for its turn.
const readers = 2

// A readFile is a file that was read, or the error.
type readFile struct {
	day *ledger.Day
	err error
}

// readAhead calls take with each day in order, read up to the depth that depth returns, while the next ones are being
// read. It stops at the first error of take; files that are being read then are dropped.
func readAhead(src Source, days []string, depth func(i int) Depth, take func(i int, r readFile) error) error {
	var coming [readers]chan readFile
	start := func(i int) {
		if i >= len(days) {
			return
		}
		c := make(chan readFile, 1)
		coming[i%readers] = c
		guard.Go("reading of figures", func() error {
			d, err := src.Read(days[i], depth(i))
			c <- readFile{d, err}
			return nil
		}, func(err error) {
			if err != nil { // reading panicked
				c <- readFile{err: err}
			}
		})
	}
	for i := range readers {
		start(i)
	}
	for i := range days {
		r := <-coming[i%readers]
		start(i + readers)
		if err := take(i, r); err != nil {
			return err
		}
	}
	return nil
}
