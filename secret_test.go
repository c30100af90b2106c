package main

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"floorwatch/poller/acquiretest"
)

// checkNoToken searches a text for the token in five forms, and for an agent's secret key.
func checkNoToken(t *testing.T, what, text string) {
	t.Helper()
	b := []byte(testToken)
	for _, form := range []string{testToken, base64.RawStdEncoding.EncodeToString(b), base64.RawURLEncoding.EncodeToString(b),
		hex.EncodeToString(b), url.QueryEscape(testToken), "secret_key", acquiretest.Secret} {
		if strings.Contains(text, form) {
			t.Errorf("%s holds %q", what, form)
		}
	}
}

func writeWithoutToken(t *testing.T, cfg string) {
	t.Helper()
	text, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	text = regexp.MustCompile(`(?m)^token_file.*$`).ReplaceAll(text, nil)
	if err := os.WriteFile(cfg, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestSecretsStayInside plays every fault in front of the real screen and
// searches all that came to the terminal and to stderr.
func TestSecretsStayInside(t *testing.T) {
	server, cfg := floor(t)
	_, _, chat := server.Visit("Ana")
	maya := server.AddAgent("Maya", "Support")
	server.Say(chat, "Hello?")
	server.Reply(chat, maya, "Hello!")
	c := startChild(t, nil, "--config", cfg)
	c.waitFor("LIVE")
	echoes := []acquiretest.Fault{
		{Kind: acquiretest.KindErrorObject, Text: "Authorization: Bearer " + testToken + " is " + base64.StdEncoding.EncodeToString([]byte(testToken))},
		acquiretest.Redirect(302, "https://login.example.com/?token="+url.QueryEscape(testToken)),
		acquiretest.Status(401), acquiretest.Status(500), {Kind: acquiretest.KindReset},
	}
	words := []string{"API ERROR", "PORTAL?", "TOKEN REJECTED", "RETRYING", "RETRYING"}
	for i, f := range echoes {
		server.Fail(f)
		c.waitFor(words[i])
		server.Heal()
		_, _ = c.ptm.WriteString("r")
		c.waitFor("LIVE")
	}
	_, _ = c.ptm.WriteString("q")
	c.end()
	checkNoToken(t, "the terminal", c.out.String())
	checkNoToken(t, "stderr", c.stderr.String())
	checkNoToken(t, "argv", strings.Join(c.cmd.Args, " "))
}
