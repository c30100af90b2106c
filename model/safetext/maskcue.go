package safetext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How far before a number the word may stand that says what it is, in bytes.
const (
	phoneReach = 48
	orderReach = 24
	againReach = 12 // after the mark of another phone number: ", or "
)

// A cue is what the words before a number say that it is.
type cue uint8

const (
	noCue cue = iota
	phoneWord
	orderWord
)

// cueBefore looks for the last word that says what the number is that follows
// before. Where phoned, before starts right after the mark of a phone number.
func cueBefore(before string, phoned bool) cue {
	reach := before[max(0, len(before)-phoneReach):]
	for reach != "" && !utf8.RuneStart(reach[0]) {
		reach = reach[1:]
	}
	row := reach[strings.LastIndexByte(reach, '\n')+1:]
	phoned = phoned && len(before) <= againReach && len(row) == len(before)
	row = strings.ToLower(row)
	near := row
	if i := strings.LastIndexAny(row, ",;!?"); i >= 0 {
		near = row[i+1:]
	}
	if i := strings.LastIndex(near, ". "); i >= 0 && !strings.HasSuffix(near[:i], "no") && !strings.HasSuffix(near[:i], "nr") {
		near = near[i+2:]
	}
	if last, n := cjkCue(row); last != noCue && (last == phoneWord || n <= orderReach) {
		return last
	}
	for rest := row; rest != ""; {
		word := lastWord(&rest)
		switch {
		case isPhoneWord(word):
			return phoneWord
		case isOrderWord(word):
			if at := len(rest); at >= len(row)-len(near) && len(row)-at-len(word) <= orderReach {
				return orderWord
			}
			return noCue
		}
	}
	if phoned {
		return phoneWord
	}
	return noCue
}

// lastWord takes the last word off s, "" where there is none.
func lastWord(s *string) string {
	isWord := func(r rune) bool { return unicode.IsLetter(r) || r == '#' }
	end := strings.LastIndexFunc(*s, isWord)
	if end < 0 {
		*s = ""
		return ""
	}
	_, size := utf8.DecodeRuneInString((*s)[end:])
	word := (*s)[:end+size]
	start := strings.LastIndexFunc(word, func(r rune) bool { return !isWord(r) })
	if start >= 0 {
		_, size = utf8.DecodeRuneInString(word[start:])
		start += size
	} else {
		start = 0
	}
	*s = word[:start]
	return word[start:]
}

// isPhoneWord reports a word, in lower case, after which a phone number follows.
func isPhoneWord(w string) bool {
	switch w {
	case "call", "ring", "tel", "tél", "cell", "cel", "mob", "sms", "whatsapp", "viber", "fax", "dial",
		"appelez", "llamar", "llámame", "chiamami", "ligue", "bel", "anrufen", "ruf", "тел", "звоните", "позвоните", "هاتف", "جوال", "फोन":
		return true
	}
	return hasPrefixOf(w, "phone", "telef", "teleph", "téléph", "teléf", "mobil", "móvil", "handy", "celular", "cellul", "portable", "rufnummer", "rückruf", "телефон", "мобил")
}

// isOrderWord reports a word, in lower case, after which the number of something else follows.
func isOrderWord(w string) bool {
	switch w {
	case "ref", "id", "sku", "imei", "ean", "isbn", "vat", "iban", "case", "claim", "item", "article", "booking", "account", "customer", "member",
		"zip", "plz", "po", "rma", "awb", "upc", "commande", "colis", "facture", "pedido", "pedidos", "factura", "ordine", "fattura", "заказ", "заказа", "заказу":
		return true
	}
	return strings.HasSuffix(w, "#") || hasPrefixOf(w, "order", "invoice", "ticket", "track", "parcel", "shipment", "referen", "serial", "receipt", "transact", "confirm",
		"bestell", "auftrag", "rechnung", "sendung", "kunden", "konto", "vertrag", "artikel")
}

func hasPrefixOf(w string, stems ...string) bool {
	for _, s := range stems {
		if strings.HasPrefix(w, s) {
			return true
		}
	}
	return false
}

// cjkCue is cueBefore for scripts that put no blanks between words. It returns
// how many bytes stand after the last such word.
func cjkCue(row string) (c cue, after int) {
	if isASCII(row) {
		return noCue, 0
	}
	last := -1
	look := func(what cue, words ...string) {
		for _, w := range words {
			if i := strings.LastIndex(row, w); i > last {
				last, c, after = i, what, len(row)-i-len(w)
			}
		}
	}
	look(phoneWord, "电话", "電話", "手机", "手機", "携帯", "전화", "โทร")
	look(orderWord, "订单", "訂單", "注文", "주문")
	return c, after
}
