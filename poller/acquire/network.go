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

// maxCAFile holds every authority of the world several times.
const maxCAFile = 4 << 20

// authorities returns those that are trusted beside the machine's own; nil where the configuration names none.
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
		pool = x509.NewCertPool() // the file may be all there is
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("api.ca_file: %s holds no certificate in PEM (-----BEGIN CERTIFICATE-----)", c.CAFile)
	}
	return pool, nil
}

// A viaError is a failure on the way through a proxy, or the proxy's own.
type viaError struct {
	proxy string // host and port alone: a user name or password may stand before them
	err   error
}

func (e *viaError) Error() string { return "through the proxy " + e.proxy + ": " + e.err.Error() }
func (e *viaError) Unwrap() error { return e.err }

// A proxyRefusal is the answer of a proxy that makes no connection.
type proxyRefusal struct{ status string }

func (e *proxyRefusal) Error() string { return "it answers " + e.status }

// refuseProxy judges a proxy's answer to CONNECT.
func refuseProxy(_ context.Context, _ *url.URL, _ *http.Request, res *http.Response) error {
	if res.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyRefusal{strings.TrimSpace(fmt.Sprintf("%d %s", res.StatusCode, http.StatusText(res.StatusCode)))}
}

// via names the proxy that a failed request went through.
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

// unreachableWords says why in words of our own, since a cause's text may hold anything.
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

// viaWords names the proxy that a request went through; "" where it went through none.
func viaWords(err error) string {
	if v, ok := errors.AsType[*viaError](err); ok {
		return " (through the proxy " + safetext.Line(v.proxy).String() + ")"
	}
	return ""
}

// wayWords says what fails on the way to whoever is asked.
func wayWords(err error) string {
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return "the host name was not found"
	}
	if words := certificateWords(err); words != "" {
		return words
	}
	_, noTLS := errors.AsType[tls.RecordHeaderError](err)
	alert, alerted := errors.AsType[tls.AlertError](err)
	switch {
	case errors.Is(err, errOtherOrigin):
		return "a request to another address than api.url was held back"
	case noTLS:
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

// certificateWords says what is wrong with a certificate; "" where nothing is.
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

// issuerWords is the name that a certificate gives for its issuer, a stranger's text.
func issuerWords(cert *x509.Certificate) string {
	runes := []rune(strings.ReplaceAll(safetext.Line(cert.Issuer.CommonName).String(), `"`, "'"))
	return string(runes[:min(len(runes), 60)])
}
