package history

import (
	"floorwatch/model/ledger"
	"floorwatch/poller/guard"
)

// readers is how many files are read at once while those before them are added up: most of the time of a long
// report goes into unpacking, and each file waits in memory until its turn.
const readers = 2

// A readFile is a file that was read, or why it was not.
type readFile struct {
	day *ledger.Day
	err error
}

// readAhead gives days one after another, each as far as depth says, while the next ones are read. Where take
// returns an error that is the end; what is still being read then is dropped.
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
			if err != nil { // it panicked before it could answer
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
