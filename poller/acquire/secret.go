package acquire

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/url"
	"slices"
	"strings"
)

const redacted = "[redacted]"

// A Secret is a text that always prints as "[redacted]": with fmt, JSON, text encodings
// and slog. Only this package can read it. It is stored in a closure, so that printing a
// struct that contains it shows at most an address. The zero Secret is empty. Safe for
// concurrent use.
type Secret struct {
	reveal func() string
}

func newSecret(s string) Secret { return Secret{func() string { return s }} }

// text returns the secret, only for the Authorization header and to check whether a text repeats it.
func (s Secret) text() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// Format implements fmt.Formatter, which fmt prefers to all other methods.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// String returns "[redacted]", so that printing a Secret never shows it.
func (s Secret) String() string { return redacted }

// GoString returns "[redacted]", for the format %#v.
func (s Secret) GoString() string { return redacted }

// LogValue implements slog.LogValuer: it returns "[redacted]".
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements encoding.TextMarshaler, which JSON and TOML use too.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// in reports whether text repeats the secret, plain or in an encoding in which servers
// and programs echo input.
func (s Secret) in(text string) bool {
	if s.text() == "" {
		return false
	}
	text = fold(text)
	return slices.ContainsFunc(forms(s.text()), func(form string) bool {
		form = fold(form)
		return form != "" && strings.Contains(text, form)
	})
}

// fold returns the characters of a text that a token can have, in lower case: other
// characters (blanks, line ends, invisible ones) may be removed before the text is
// shown, and so may the backslashes of one or two levels of quoting.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r <= ' ' || r > '~' || r == '\\':
			return -1
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		}
		return r
	}, text)
}

// forms returns the encodings in which a text may be echoed. The base64 forms leave out
// the last one or two bytes, whose characters depend on what follows.
func forms(plain string) []string {
	f := []string{plain, html.EscapeString(plain), url.QueryEscape(plain), url.PathEscape(plain), hex.EncodeToString([]byte(plain))}
	for _, lead := range []string{"", "Bearer "} {
		b := []byte(lead + plain)
		b = b[:len(b)/3*3]
		f = append(f, base64.RawStdEncoding.EncodeToString(b), base64.RawURLEncoding.EncodeToString(b))
	}
	return f
}
