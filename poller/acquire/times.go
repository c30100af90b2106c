package acquire

import (
	"strconv"
	"strings"
	"time"
)

// Layouts of times apart from the documented "2018-07-23 13:45:50". Go accepts a
// fraction after the seconds in each of them.
var layouts = [...]string{
	"2006-01-02 15:04:05",
	"02-01-2006 03:04:05 PM",
	time.RFC3339,
	"2006-01-02T15:04:05",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02T15:04:05Z0700",
	"Mon Jan 02 2006 15:04:05 GMT-0700", // of the webhooks, followed by the zone's name in brackets
	time.RFC1123,
}

// maxWhen is longer than any time or duration in text.
const maxWhen = 64

// parseTime parses a time; one without a zone is in loc. ok is false for invalid times,
// such as a database's "0000-00-00 00:00:00" or a 30th of February.
func parseTime(v value, loc *time.Location) (t time.Time, ok bool) {
	if v.filled() {
		if t, ok = plainTime(v[1:len(v)-1], loc); ok {
			return t, true
		}
	}
	if v.container() {
		v, loc = phpTime(v, loc)
	}
	text, _, _ := strings.Cut(strings.TrimSpace(v.scalar()), " (")
	if len(text) > maxWhen {
		return time.Time{}, false
	}
	if t, ok = unixTime(text); ok {
		return t, true
	}
	for _, layout := range layouts {
		if !shaped(text, layout) {
			continue
		}
		t, err := time.ParseInLocation(layout, strings.ToUpper(text), loc)
		if err == nil && t.Year() > 1 && knownZone(t, loc) {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// knownZone reports whether the zone of a time that was parsed in loc is known. time.Parse takes an abbreviation that loc
// does not have, such as CEST outside Europe, for UTC, which may be hours off.
func knownZone(t time.Time, loc *time.Location) bool {
	name, offset := t.Zone()
	return t.Location() == loc || offset != 0 || name == "" || name == "UTC" || name == "GMT"
}

// shaped reports whether a text has the first signs between numbers where a layout of numbers has them. time.Parse
// makes an error for each layout that does not fit, with copies of both texts.
func shaped(text, layout string) bool {
	if layout[0] > '9' {
		return true // it begins with a name
	}
	return len(text) > 10 && strings.IndexByte(text, '-') == strings.IndexByte(layout, '-') && text[10]|0x20 == layout[10]|0x20
}

// phpTime returns the time, and its zone, of an object into which PHP turns a DateTime; nothing for any other value.
func phpTime(v value, loc *time.Location) (value, *time.Location) {
	var date value
	s := &scanner{text: v}
	for key := range s.members() {
		switch string(key) {
		case "date":
			date = s.value()
		case "timezone":
			if zone := s.value().scalar(); zone != "" {
				loc = zoneOf(zone)
			}
		}
	}
	if loc == nil {
		return nil, time.UTC
	}
	return date, loc
}

// zoneOf returns the zone that PHP names as UTC, by its offset or as Europe/Paris; nil if it is not known: the time is
// not readable then, since by another zone it would be hours off.
func zoneOf(name string) *time.Location {
	switch name {
	case "UTC", "Z", "GMT":
		return time.UTC
	}
	if at, err := time.Parse("-07:00", name); err == nil {
		_, offset := at.Zone() // at's location may be this machine's, which had that offset in the year 0
		return time.FixedZone("", offset)
	}
	if strings.Contains(name, "/") {
		if loc, err := time.LoadLocation(name); err == nil {
			return loc
		}
	}
	return nil
}

// plainTime parses "2018-07-23 13:45:50", which nearly every row has, at a tenth of time.Parse's cost.
func plainTime(b []byte, loc *time.Location) (time.Time, bool) {
	if len(b) != 19 || b[4] != '-' || b[7] != '-' || b[10] != ' ' || b[13] != ':' || b[16] != ':' {
		return time.Time{}, false
	}
	century, year, month, day := pair(b[0:]), pair(b[2:]), pair(b[5:]), pair(b[8:])
	hour, minute, second := pair(b[11:]), pair(b[14:]), pair(b[17:])
	if min(century, year, month, day, hour, minute, second) < 0 || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	year += century * 100
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, loc)
	if year < 2 || t.Day() != day || t.Month() != time.Month(month) { // Date normalizes a 30th of February
		return time.Time{}, false
	}
	return t.UTC(), true
}

// pair parses two digits; −1 if there are none.
func pair(b []byte) int {
	hi, lo := b[0]-'0', b[1]-'0'
	if hi > 9 || lo > 9 {
		return -1
	}
	return int(hi)*10 + int(lo)
}

// unixTime parses seconds since 1970, with or without a fraction, or milliseconds or microseconds if the number is too
// large for seconds. Small numbers are not times, nor are those that a date without separators could be.
func unixTime(text string) (time.Time, bool) {
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || !(n >= 1e8 && n < 1e17):
		return time.Time{}, false
	case n >= 1e15:
		return time.UnixMicro(int64(n)).UTC(), true
	case n >= 1e13:
		return time.Time{}, false
	case n >= 1e11:
		return time.UnixMilli(int64(n)).UTC(), true
	}
	return time.Unix(int64(n), 0).UTC(), true
}
