package acquire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"

	"floorwatch/model/safetext"
	"floorwatch/poller/regular"
)

// maxCAFile is several times the size of all public authorities.
const maxCAFile = 4 << 20

// authorities returns the machine's authorities and those of ca_file; nil if the configuration names none.
func (c Config) authorities() (*x509.CertPool, error) {
	if c.CAFile == "" {
		return nil, nil
	}
	pem, _, err := regular.Read(c.CAFile, maxCAFile)
	if err != nil {
		return nil, fmt.Errorf("api.ca_file: %s %s", c.CAFile, regular.Reason(err))
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // the machine has none
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("api.ca_file: %s holds no certificate in PEM (-----BEGIN CERTIFICATE-----)", c.CAFile)
	}
	return pool, nil
}

// A viaError is a failure of a request through a proxy, or of the proxy.
type viaError struct {
	proxy string // host and port only, without user name and password
	err   error
}

func (e *viaError) Error() string { return "through the proxy " + e.proxy + ": " + e.err.Error() }
func (e *viaError) Unwrap() error { return e.err }

// A proxyRefusal is the status of a proxy that refuses to connect.
type proxyRefusal struct{ status string }

func (e *proxyRefusal) Error() string { return "it answers " + e.status }

// refuseProxy returns an error unless a proxy's answer to CONNECT is 200.
func refuseProxy(_ context.Context, _ *url.URL, _ *http.Request, res *http.Response) error {
	if res.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyRefusal{strings.TrimSpace(fmt.Sprintf("%d %s", res.StatusCode, http.StatusText(res.StatusCode)))}
}

// via wraps err with the proxy that the failed request went through, if any.
func via(base http.RoundTripper, req *http.Request, err error) error {
	t, ok := base.(*http.Transport)
	if err == nil || !ok || t.Proxy == nil {
		return err
	}
	if proxy, perr := t.Proxy(req); perr == nil && proxy != nil {
		return &viaError{proxy.Host, err}
	}
	return err
}

// unreachableWords describes a connection failure in fixed words, since a cause's text may contain anything.
func unreachableWords(err error) string {
	v, ok := errors.AsType[*viaError](err)
	if !ok {
		return wayWords(err)
	}
	proxy := safetext.Line(v.proxy).String()
	if refusal, ok := errors.AsType[*proxyRefusal](err); ok {
		return "the proxy " + proxy + " makes no connection, " + refusal.Error()
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && (op.Op == "proxyconnect" || strings.HasPrefix(op.Op, "socks")) {
		return "the proxy " + proxy + ": " + wayWords(op.Err)
	}
	return wayWords(err) + ", through the proxy " + proxy
}

// WhyUnreached describes a connection failure in fixed words, without the address. unsent reports that nothing was handed
// over to the server, so that a repetition repeats nothing there.
func WhyUnreached(err error) (words string, unsent bool) {
	op, isOp := errors.AsType[*net.OpError](err)
	_, refused := errors.AsType[*proxyRefusal](err)
	unsent = isOp && (op.Op == "dial" || op.Op == "proxyconnect" || strings.HasPrefix(op.Op, "socks")) || refused || certificateWords(err) != "" || noTLS(err)
	return unreachableWords(err), unsent
}

// noTLS reports whether the other side does not speak TLS.
func noTLS(err error) bool {
	_, record := errors.AsType[tls.RecordHeaderError](err)
	return record || errors.Is(err, http.ErrSchemeMismatch)
}

// viaWords names the proxy that a request went through; "" if none.
func viaWords(err error) string {
	if v, ok := errors.AsType[*viaError](err); ok {
		return " (through the proxy " + safetext.Line(v.proxy).String() + ")"
	}
	return ""
}

// wayWords describes what failed on the way to the server or proxy.
func wayWords(err error) string {
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return "the host name was not found"
	}
	if words := certificateWords(err); words != "" {
		return words
	}
	alert, alerted := errors.AsType[tls.AlertError](err)
	switch {
	case errors.Is(err, errOtherOrigin):
		return "a request to another address than api.url was held back"
	case noTLS(err):
		return "the other side does not speak TLS"
	case alerted:
		return "the other side ends TLS: " + strings.TrimPrefix(alert.Error(), "tls: ")
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the connection was refused"
	case errors.Is(err, syscall.ECONNRESET):
		return "the connection was reset"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "there is no route to the host"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return "there was no connection in time"
	}
	return "the connection failed"
}

// certificateWords describes what is wrong with a certificate; "" if nothing is.
func certificateWords(err error) string {
	unknown, isUnknown := errors.AsType[x509.UnknownAuthorityError](err)
	invalid, isInvalid := errors.AsType[x509.CertificateInvalidError](err)
	_, isOther := errors.AsType[x509.HostnameError](err)
	_, isBad := errors.AsType[*tls.CertificateVerificationError](err)
	switch {
	case isUnknown && unknown.Cert != nil && unknown.Cert.Issuer.CommonName != "":
		return "its certificate is not trusted: this machine does not know its issuer \"" + issuerWords(unknown.Cert) + "\", which api.ca_file can name"
	case isUnknown:
		return "its certificate is not trusted: this machine does not know its issuer, which api.ca_file can name"
	case isInvalid && invalid.Reason == x509.Expired:
		return "its certificate is not trusted: it has expired or is not valid yet, or this machine's clock is wrong"
	case isOther:
		return "its certificate is not trusted: it is for another name"
	case isInvalid, isBad:
		return "its certificate is not trusted"
	}
	return ""
}

// issuerWords returns the issuer's name in a certificate, which is a stranger's text.
func issuerWords(cert *x509.Certificate) string {
	runes := []rune(strings.ReplaceAll(safetext.Line(cert.Issuer.CommonName).String(), `"`, "'"))
	return string(runes[:min(len(runes), 60)])
}
