package cli

// putLatest puts v into a channel of one, in the place of what has not been
// taken yet. It never blocks as long as one goroutine alone puts anything in.
func putLatest[T any](c chan T, v T) {
	select {
	case <-c:
	default:
	}
	c <- v
}
