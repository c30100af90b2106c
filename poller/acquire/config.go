package acquire

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Limits of the [api] section.
const (
	maxRate    = 100 // requests per second; Acquire documents no limit, but an office's proxy has one
	maxFlight  = 32
	minTimeout = time.Second
	maxTimeout = 5 * time.Minute
)

// Validate returns all errors of the section, joined, each naming its key. It does not
// check the token: OpenToken does, and the demo needs none.
func (c Config) Validate() error {
	_, urlErr := parseURL(c.URL)
	errs := []error{urlErr, c.Zone.validate()}
	add := func(bad bool, text string) {
		if bad {
			errs = append(errs, errors.New(text))
		}
	}
	add(c.TokenFile != "" && len(c.TokenCommand) > 0, "api.token_file and api.token_command are both set: keep one of them")
	add(len(c.TokenCommand) > 0 && c.TokenCommand[0] == "", "api.token_command begins with an empty text: begin with the program's name")
	add(strings.ContainsRune(strings.Join(c.TokenCommand, "")+c.TokenFile+c.CAFile, 0), "api.token_file, api.token_command or api.ca_file holds a NUL character")
	add(len(c.Key) > 1024, "api.key is over 1024 bytes: leave it empty unless Acquire gave you one")
	add(!(c.RequestsPerSecond > 0 && c.RequestsPerSecond <= maxRate),
		fmt.Sprintf("api.requests_per_second is %v, must be above 0 and at most %d", c.RequestsPerSecond, maxRate))
	add(c.InFlight < 0 || c.InFlight > maxFlight, fmt.Sprintf("api.in_flight is %d, must be 1 to %d, or 0 for automatic", c.InFlight, maxFlight))
	add(c.Timeout < minTimeout || c.Timeout > maxTimeout,
		fmt.Sprintf("api.timeout is %v, must be %v to %v (write \"15s\", with the unit)", c.Timeout, minTimeout, maxTimeout))
	return errors.Join(errs...)
}

func (z Zone) validate() error {
	var errs []error
	for _, c := range []byte(z.Timezone) {
		if c < ' ' || c > '~' {
			errs = append(errs, errors.New("api.zone.timezone holds a character that is not printable ASCII: write a name like \"Europe/Berlin\""))
			break
		}
	}
	_, err := z.location()
	return errors.Join(append(errs, err)...)
}

// location returns the offset of the API's times. An empty one means "+00:00".
func (z Zone) location() (*time.Location, error) {
	if z.Offset == "" || z.Offset == "+00:00" {
		return time.UTC, nil
	}
	t, err := time.Parse("-07:00", z.Offset)
	if err == nil {
		if _, seconds := t.Zone(); seconds >= -12*3600 && seconds <= 14*3600 {
			return time.FixedZone(z.Offset, seconds), nil
		}
	}
	return nil, fmt.Errorf("api.zone.offset is %q, must be from \"-12:00\" to \"+14:00\" (write \"+01:00\", with sign and minutes)", z.Offset)
}

// parseURL accepts https, and http only to this machine, since the token is sent with
// every request. Its errors leave out the text, which may contain a password by mistake.
func parseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" || u.Hostname() == "" {
		return nil, errors.New("api.url is not an address: write it like \"https://app.acquire.io\"")
	}
	var errs []error
	add := func(bad bool, text string) {
		if bad {
			errs = append(errs, errors.New(text))
		}
	}
	add(u.Scheme != "https" && u.Scheme != "http", "api.url must begin with https://")
	add(u.Scheme == "http" && !thisMachine(u.Hostname()), "api.url must begin with https:// (http:// only works with this machine itself), or the token could be read on the way")
	add(u.User != nil, "api.url holds a user name or password: the token goes into token_file, token_command or "+TokenVariable)
	add(u.RawQuery != "" || u.ForceQuery || u.Fragment != "", "api.url must end after its path, without ? and #")
	if p := u.Port(); p != "" {
		n, err := strconv.Atoi(p)
		add(err != nil || n < 1 || n > 65535, "api.url has a port that is not between 1 and 65535")
	}
	return u, errors.Join(errs...)
}
