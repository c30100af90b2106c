package threads

import (
	"cmp"
	"unicode"
	"unicode/utf8"

	"floorwatch/model"
)

// Order is what the chats are sorted by.
type Order uint8

// The orders.
const (
	ByTimeLeft Order = iota // as the Board has them
	ByWait                  // by wait, the longest first
	ByNewest                // by the newest message
	ByVisitor               // by the visitor's name, unnamed ones last
	ByOwner                 // by the owner's name, unassigned chats last
	threadOrders
)

// String is the order's title on the screen.
func (o Order) String() string {
	switch o {
	case ByWait:
		return "by wait"
	case ByNewest:
		return "by last message"
	case ByVisitor:
		return "by visitor"
	case ByOwner:
		return "by agent"
	}
	return "by SLA"
}

// Next is the order d further on, around the ends.
func (o Order) Next(d int) Order {
	return Order((int(o) + d + int(threadOrders)) % int(threadOrders))
}

// compare orders two rows. Stable sorting keeps the Board's order among equals.
func (o Order) compare(a, b *model.Row) int {
	switch o {
	case ByWait:
		return cmp.Compare(b.Wait.For, a.Wait.For)
	case ByNewest:
		return b.LastAt.Compare(a.LastAt)
	case ByVisitor:
		return compareNames(a.Name.String(), b.Name.String())
	case ByOwner:
		return compareNames(a.OwnerName.String(), b.OwnerName.String())
	}
	return 0
}

// compareNames orders two names ignoring case, empty ones last.
func compareNames(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(len(b), len(a))
	}
	return compareFold(a, b)
}

// compareFold compares two strings in lower case without copying them: it runs a hundred thousand
// times for a floor of five thousand threads.
func compareFold(a, b string) int {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if c := cmp.Compare(unicode.ToLower(ra), unicode.ToLower(rb)); c != 0 {
			return c
		}
		a, b = a[na:], b[nb:]
	}
	return cmp.Compare(len(a), len(b))
}
