package call

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"floorwatch/poller/acquire"
	"floorwatch/poller/detached"
	"floorwatch/poller/regular"
	"floorwatch/ui/alert"
)

// errRefused is an answer after which asking again is of no use: the address or what is posted is wrong.
var errRefused = errors.New("refused")

// A webhook posts Notices to an address, which is a secret and stands in no error.
type webhook struct {
	url    string
	shape  string
	key    string
	client *http.Client
}

// maxAddress is far above any webhook's address.
const maxAddress = 4 << 10

func newWebhook(r *alert.Route) (*webhook, error) {
	w := &webhook{url: r.Webhook, shape: r.Shape, key: r.Key}
	switch file := r.AddressFile(); {
	case file != "":
		b, info, err := regular.Read(file, maxAddress)
		if err == nil {
			err = acquire.CheckSecretFile(file, info)
		}
		if err != nil {
			return nil, fmt.Errorf("the file with its address: %w", err)
		}
		w.url = strings.TrimSpace(string(b))
		if err := alert.CheckAddress(w.url); err != nil {
			return nil, fmt.Errorf("the address in its file %w", err)
		}
	case len(r.Ask) > 0:
		var err error
		if w.url, err = askAddress(r.Ask); err != nil {
			return nil, err
		}
	}
	w.client = &http.Client{
		Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // whoever is meant stands in the configuration
	}
	return w, nil
}

// askAddress runs the command that prints an address. Its errors hold neither that nor an argument.
func askAddress(argv []string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	var out firstLine
	err := detached.Run(ctx, detached.Command{Argv: argv, Env: withoutToken(os.Environ()), Stdout: &out})
	if err != nil {
		return "", fmt.Errorf("the command %q that prints its address failed or took longer than %s", filepath.Base(argv[0]), timeout)
	}
	address := strings.TrimSpace(string(out.text))
	if err := alert.CheckAddress(address); err != nil {
		return "", fmt.Errorf("what the command %q prints %w", filepath.Base(argv[0]), err)
	}
	return address, nil
}

// send posts n, in PagerDuty's shape one alert after the other. The status decides, never the answer's words.
func (w *webhook) send(ctx context.Context, n alert.Notice) error {
	list := bodies(w.shape, w.key, n)
	for i, body := range list {
		err := w.post(ctx, body)
		switch {
		case err == nil:
		case i == 0:
			return err
		default: // one post an alert
			rest := n
			rest.Alerts = n.Alerts[i:]
			return &partial{rest, err}
		}
	}
	return nil
}

// A partial is a failure after some alerts of a Notice were taken, which are not to be sent again.
type partial struct {
	rest alert.Notice
	error
}

func (p *partial) Unwrap() error { return p.error }

func (w *webhook) post(ctx context.Context, body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return errors.New("the alert cannot be written")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url, bytes.NewReader(b))
	if err != nil {
		return errors.New("its address cannot be read")
	}
	req.Header.Set("Content-Type", "application/json")
	req.GetBody = nil // or net/http would send it again by itself where a connection breaks
	res, err := w.client.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("no answer after %s", timeout)
		}
		var cert *tls.CertificateVerificationError
		var record tls.RecordHeaderError
		switch {
		case errors.As(err, &cert):
			return errors.New("its certificate is not one that this machine trusts")
		case errors.As(err, &record), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
			return errors.New("what answers there does not speak TLS")
		}
		return errors.New("it cannot be reached")
	}
	defer res.Body.Close()
	_, _ = io.CopyN(io.Discard, res.Body, 64<<10) // its words do not matter
	switch code := res.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code >= 300 && code < 400:
		return fmt.Errorf("it sends elsewhere (%d): set the final address: %w", code, errRefused)
	case code == http.StatusTooManyRequests || code == http.StatusRequestTimeout || code >= 500:
		return fmt.Errorf("it answered %d", code)
	default:
		return fmt.Errorf("it answered %d: look at the address, the shape and the key: %w", code, errRefused)
	}
}
