package acquire

import (
	"context"
	"io"
	"net/http"
)

type resendKey struct{}

// OnResend returns a context whose requests call again before they are sent again: by
// net/http, if a kept connection turns out to be dead, and with a new token. If again
// returns an error, the request fails with it. again is called from other goroutines.
func OnResend(ctx context.Context, again func(context.Context) error) context.Context {
	return context.WithValue(ctx, resendKey{}, again)
}

// resend returns an error if a request must not be sent again.
func resend(ctx context.Context) error {
	if again, ok := ctx.Value(resendKey{}).(func(context.Context) error); ok {
		return again(ctx)
	}
	return nil
}

// askBefore makes net/http call resend before it sends req again, for which it needs a new body.
func askBefore(req *http.Request) {
	body := req.GetBody
	req.GetBody = func() (io.ReadCloser, error) {
		if err := resend(req.Context()); err != nil {
			return nil, err
		}
		return body()
	}
}
