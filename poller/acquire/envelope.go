package acquire

import (
	"slices"
	"strings"
)

// An envelope is the part of an answer around its data.
type envelope struct {
	success, fault, faults value // success, error and errors
	message, title         value
	plain                  value // data, if it is a string
}

// readEnvelope scans an answer. It calls data with the scanner at the data, and again if
// the answer has data twice: the last one counts.
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

// failed reports whether the answer is a failure: success is present and false, or there
// is an error. Failed answers are not documented.
func (e envelope) failed() bool {
	return (!e.success.none() && !e.success.truthy()) || e.fault.truthy() || e.faults.truthy()
}

// errorText returns the answer's error text, not cleaned; "" if there is none.
func (e envelope) errorText() string {
	for _, v := range []value{e.fault, e.faults, e.message, e.title, e.plain} {
		if w := faultText(v, 4); w != "" {
			return w
		}
	}
	return ""
}

// maxWords is how many parts of an error are joined.
const maxWords = 5

// faultText returns the text of an error: a string, an object's title, message and
// details, or a list of those. If an object has none of the three, any string in it is used.
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
