package call

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"floorwatch/poller/acquire"
	"floorwatch/poller/detached"
	"floorwatch/poller/regular"
	"floorwatch/ui/alert"
)

// Kinds of failures, which decide about a retry.
var (
	errUnsent  = errors.New("nothing was handed over")
	errAddress = errors.New("the address or the key is wrong") // retry later
	errBody    = errors.New("what is posted is not wanted")    // do not retry
)

// An answered is a failure in words, with its kind.
type answered struct {
	words string
	means error
}

func (a answered) Error() string { return a.words }

func (a answered) Unwrap() error { return a.means }

// A webhook posts Notices to an address, which is secret and appears in no error.
type webhook struct {
	url    string
	shape  string
	key    string
	client *http.Client
}

// maxAddress limits an address's length, far above any webhook's.
const maxAddress = 4 << 10

func newWebhook(r *alert.Route, api acquire.Config) (*webhook, error) {
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
		url, err := askAddress(r.Ask)
		if err != nil {
			return nil, err
		}
		w.url = url
	}
	transport, err := acquire.Outside(api)
	if err != nil {
		return nil, err
	}
	w.client = &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // the configuration names the only host to call
	}
	return w, nil
}

// askAddress runs the command that prints the address. Its errors contain neither the address nor an argument.
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

// send posts n; in PagerDuty's shape one alert after another, so that a refused one does not stop the others.
func (w *webhook) send(ctx context.Context, n alert.Notice) error {
	list := bodies(w.shape, w.key, n)
	if len(list) == 1 {
		return w.post(ctx, list[0])
	}
	p := &partial{refused: map[string]bool{}}
	for i, body := range list {
		err := w.post(ctx, body)
		switch {
		case err == nil:
		case errors.Is(err, errBody):
			p.refused[n.Alerts[i].ID], p.error = true, err
		default:
			p.rest, p.error = n.Alerts[i:], err
			return p
		}
	}
	if p.error == nil {
		return nil
	}
	return p
}

// A partial is a failure of some alerts of a Notice; the others were accepted and must not be sent again.
type partial struct {
	rest    []alert.Item    // to be retried
	refused map[string]bool // ids of refused alerts
	error
}

func (p *partial) Unwrap() error { return p.error }

// untaken returns the alerts to retry after err: neither accepted nor refused.
func untaken(list []alert.Item, err error) []alert.Item {
	if p, ok := errors.AsType[*partial](err); ok {
		return p.rest
	}
	if err == nil || errors.Is(err, errBody) {
		return nil
	}
	return list
}

// refused reports whether an alert was refused.
func refused(a alert.Item, err error) bool {
	if p, ok := errors.AsType[*partial](err); ok {
		return p.refused[a.ID]
	}
	return errors.Is(err, errBody)
}

func (w *webhook) post(ctx context.Context, body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return errors.New("the alert cannot be encoded")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url, bytes.NewReader(b))
	if err != nil {
		return errors.New("its address is not a valid URL")
	}
	req.Header.Set("Content-Type", "application/json")
	req.GetBody = nil // otherwise net/http repeats the request when a connection breaks
	res, err := w.client.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return fmt.Errorf("no answer after %s", timeout)
		}
		words, unsent := acquire.WhyUnreached(err)
		if words = "it cannot be reached: " + words; unsent {
			return answered{words, errUnsent}
		}
		return errors.New(words)
	}
	defer res.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	switch code := res.StatusCode; {
	case code >= 200 && code < 300 && deniesSuccess(w.shape, said):
		return fmt.Errorf("it answered %d, but says that it did not accept the alert", code)
	case code >= 200 && code < 300:
		return nil
	case code >= 300 && code < 400:
		return answered{fmt.Sprintf("it sends elsewhere (%d): set the final address", code), errAddress}
	case code == http.StatusTooManyRequests || code == http.StatusRequestTimeout || code >= 500:
		return fmt.Errorf("it answered %d", code)
	case slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone}, code):
		return answered{fmt.Sprintf("it answered %d: look at the address and the key", code), errAddress}
	default:
		return answered{fmt.Sprintf("it answered %d: look at the address, the shape and the key", code), errBody}
	}
}

// deniesSuccess reports whether the body of a successful answer says that nothing was accepted, in the words that a
// shape's service is known to use. Unknown words do not count.
func deniesSuccess(shape string, said []byte) bool {
	var answer struct {
		OK     *bool  `json:"ok"`     // Slack
		Status string `json:"status"` // PagerDuty: success
	}
	_ = json.Unmarshal(said, &answer) // Slack's usual answer is a bare "ok", which is not JSON
	switch shape {
	case "slack":
		return answer.OK != nil && !*answer.OK
	case "teams": // its connectors answer 200 even if Teams rejected the message
		return bytes.Contains(said, []byte("message delivery failed"))
	case "pagerduty":
		return strings.Contains(answer.Status, "invalid") || strings.Contains(answer.Status, "error")
	}
	return false
}
