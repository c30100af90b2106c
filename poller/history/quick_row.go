package history

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// quickRow parses a row as Encode writes it, without reflection. Nearly all lines of a file are such rows. For any other
// line ok is false, and r may be partly filled; encoding/json has to parse it.
func quickRow(line []byte, r *row) (ok bool) {
	s := string(line)
	if len(s) < 2 || s[0] != '{' || s[len(s)-1] != '}' {
		return false
	}
	for s = s[1 : len(s)-1]; ; s = s[1:] {
		key, rest, found := strings.Cut(s, ":")
		if !found || rest == "" {
			return false
		}
		if rest[0] == '"' {
			var value string
			if value, s, found = strings.Cut(rest[1:], `"`); !found || !r.setText(key, value) {
				return false
			}
		} else {
			end := strings.IndexByte(rest, ',')
			if end < 0 {
				end = len(rest)
			}
			if s = rest[end:]; !r.setNumber(key, rest[:end]) {
				return false
			}
		}
		if s == "" {
			return true
		}
		if s[0] != ',' {
			return false
		}
	}
}

// setText sets a string field. It accepts only lower-case letters, digits and spaces, because JSON may escape other
// characters.
func (r *row) setText(key, value string) (ok bool) {
	for i := range len(value) {
		if c := value[i]; c != ' ' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	switch key {
	case `"c"`:
		r.Counts = value
	case `"f"`:
		r.First = value
	case `"t"`:
		r.Total = value
	case `"n"`:
		r.Next = value
	case `"k"`:
		r.Kind = ledger.FindingKind(value)
	default:
		return false
	}
	return true
}

// setNumber sets a field that is an integer.
func (r *row) setNumber(key, value string) (ok bool) {
	size := strings.TrimPrefix(value, "-") // teams have negative numbers if agents are not stored
	if size == "" || size[0] < '0' || size[0] > '9' || len(size) > 1 && size[0] == '0' {
		return false
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return false
	}
	switch key {
	case `"s"`:
		r.start = n
		r.Start = &r.start
	case `"a"`:
		r.agent = model.AgentID(n)
		r.Agent = &r.agent
	case `"p"`:
		r.Peak = float64(n)
	case `"at"`:
		r.At = n
	case `"chat"`:
		r.Chat = model.ChatID(n)
	case `"w"`:
		r.Waited = n
	case `"u"`:
		r.Unanswered = int(n)
	default:
		return false
	}
	return true
}

// digits parses a number from 0 to 2³¹ − 1 at the beginning of s. No figure is greater.
func digits(s string) (n int64, rest string, ok bool) {
	i := 0
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9' && n <= math.MaxInt32; i++ {
		n = 10*n + int64(s[i]-'0')
	}
	return n, s[i:], i > 0 && n <= math.MaxInt32
}

// bucketRoom is memory that the histograms of a file share, which saves an allocation for each. The zero bucketRoom is
// ready to use.
type bucketRoom []ledger.HistogramBucket

var errTimes = errors.New("a list of times is damaged")

// histogram parses a text as histogramText writes it: "9x2 18 33".
func (m *bucketRoom) histogram(s string) (ledger.Histogram, error) {
	if s == "" {
		return nil, nil
	}
	if n := strings.Count(s, " ") + 1; cap(*m)-len(*m) < n {
		*m = make(bucketRoom, 0, max(n, 1024))
	}
	h := (*m)[len(*m):len(*m)]
	last, sum := int64(-1), int64(0)
	for {
		seconds, rest, ok := digits(s)
		n := int64(1)
		if ok && rest != "" && rest[0] == 'x' {
			n, rest, ok = digits(rest[1:])
		}
		if sum += n; !ok || seconds <= last || n == 0 || sum > math.MaxInt32 {
			return nil, errTimes
		}
		h, last = append(h, ledger.HistogramBucket{Seconds: int32(seconds), N: int32(n)}), seconds
		if rest == "" {
			*m = (*m)[:len(*m)+len(h)]
			return ledger.Histogram(h[:len(h):len(h)]), nil
		}
		if rest[0] != ' ' {
			return nil, errTimes
		}
		s = rest[1:]
	}
}
