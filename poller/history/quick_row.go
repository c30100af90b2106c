package history

import (
	"strconv"
	"strings"

	"floorwatch/model"
)

// quickRow reads a row of figures as Encode writes it, which nearly all lines of
// a file are, without reflection. Whatever is written otherwise
// it leaves to that: ok is false then, and the caller reads r again.
func quickRow(line []byte, r *row) (ok bool) {
	s := string(line)
	if len(s) < 2 || s[0] != '{' || s[len(s)-1] != '}' {
		return false
	}
	for s = s[1 : len(s)-1]; ; s = s[1:] {
		if len(s) < 5 || s[0] != '"' || s[2] != '"' || s[3] != ':' {
			return false
		}
		key := s[1]
		s = s[4:]
		quoted := s[0] == '"'
		if quoted {
			s = s[1:]
		}
		n := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && (!quoted || r != ' ' && r != 'x') })
		if n < 0 {
			n = len(s)
		}
		value := s[:n]
		s = s[n:]
		if quoted {
			if s == "" || s[0] != '"' {
				return false
			}
			s = s[1:]
		}
		if !r.set(key, value, quoted) {
			return false
		}
		if s == "" {
			return true
		}
		if s[0] != ',' {
			return false
		}
	}
}

// set sets a field that a row of figures has.
func (r *row) set(key byte, value string, quoted bool) (ok bool) {
	if quoted {
		switch key {
		case 'c':
			r.Counts = value
		case 'f':
			r.First = value
		case 't':
			r.Total = value
		case 'n':
			r.Next = value
		default:
			return false
		}
		return true
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || len(value) > 1 && value[0] == '0' {
		return false
	}
	switch key {
	case 's':
		r.Start = &n
	case 'a':
		id := model.AgentID(n)
		r.Agent = &id
	case 'p':
		r.Peak = float64(n)
	default:
		return false
	}
	return true
}
