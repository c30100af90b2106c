package acquire

import (
	"slices"
	"strings"
)

// An envelope is what stands around the data of every answer.
type envelope struct {
	success, fault, faults value // success, error and errors
	message, title         value
	plain                  value // data, where it is a text
}

// readEnvelope walks over an answer. data is called with the scanner before the
// data, and once more should the answer hold data twice: the last one counts.
func readEnvelope(s *scanner, data func(*scanner)) envelope {
	var e envelope
	for key := range s.members() {
		switch string(key) {
		case "success":
			e.success = s.value()
		case "error":
			e.fault = s.value()
		case "errors":
			e.faults = s.value()
		case "message":
			e.message = s.value()
		case "title":
			e.title = s.value()
		case "data":
			if s.next() == '"' {
				e.plain = s.value()
			}
			if data != nil {
				data(s)
			}
		}
	}
	return e
}

// failed reports whether the answer says that the call failed: success is there
// and says no, or there is an error. No page documents a failed answer.
func (e envelope) failed() bool {
	return (!e.success.none() && !e.success.truthy()) || e.fault.truthy() || e.faults.truthy()
}

// errorText returns what the answer says of its failure, uncleaned; "" where it says nothing.
func (e envelope) errorText() string {
	for _, v := range []value{e.fault, e.faults, e.message, e.title, e.plain} {
		if w := faultText(v, 4); w != "" {
			return w
		}
	}
	return ""
}

// maxWords is how many parts of an error are put together.
const maxWords = 5

// faultText reads an error from a text, from an object's title, message and
// details, or from a list of those. Where an object has none of the three, any text in it serves.
func faultText(v value, depth int) string {
	switch {
	case depth == 0 || v.none():
		return ""
	case v[0] == '"':
		return strings.TrimSpace(v.text())
	case v[0] != '{' && v[0] != '[':
		return ""
	}
	var title, message, details string
	var all []string
	s := &scanner{text: v}
	for key := range s.children() {
		w := faultText(s.value(), depth-1)
		switch string(key) {
		case "title":
			title = w
		case "message":
			message = w
		case "details", "detail":
			details = w
		}
		if w != "" && len(all) < maxWords {
			all = append(all, w)
		}
	}
	parts := slices.DeleteFunc([]string{title, message, details}, func(p string) bool { return p == "" })
	if len(parts) > 0 {
		return strings.Join(parts, ": ")
	}
	return strings.Join(all, "; ")
}
