package acquire

import (
	"context"
	"io"
	"net/http"
)

type resendKey struct{}

// OnResend returns a context whose requests call again before they are sent once
// more: by net/http, where a kept connection turns out to be dead, and with a new
// token. The request goes out when again returns nil; it is given up with its error. Again
// is called from other goroutines.
func OnResend(ctx context.Context, again func(context.Context) error) context.Context {
	return context.WithValue(ctx, resendKey{}, again)
}

// resend asks whether a request may be sent once more.
func resend(ctx context.Context) error {
	if again, ok := ctx.Value(resendKey{}).(func(context.Context) error); ok {
		return again(ctx)
	}
	return nil
}

// askBefore makes net/http ask before it sends req once more: each time with a new copy of the body.
func askBefore(req *http.Request) {
	body := req.GetBody
	req.GetBody = func() (io.ReadCloser, error) {
		if err := resend(req.Context()); err != nil {
			return nil, err
		}
		return body()
	}
}
