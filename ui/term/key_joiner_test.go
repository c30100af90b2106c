package term

import (
	"strings"
	"testing"
	"time"
)

// join feeds input to a joiner; "|" is a pause of 150 ms.
func join(gap time.Duration, input string) string {
	j := keyJoiner{gap: gap}
	pause := func(d time.Duration) {
		for wait := j.wait(); wait > 0 && wait <= d; wait = j.wait() {
			d -= wait
			j.timedOut()
		}
	}
	for i, piece := range strings.Split(input, "|") {
		if i > 0 {
			pause(150 * time.Millisecond)
		}
		for _, b := range []byte(piece) {
			j.addByte(b)
		}
	}
	pause(time.Hour)
	return string(j.out)
}

func TestSlowLine(t *testing.T) {
	for in, want := range map[string]string{
		"q":                               "q",
		"qй漢":                             "qй漢",
		"\xd0|\xb9":                       "й",
		"\xd0q":                           "q",
		"\x1b":                            escapeKey,
		"\x1b\x1b":                        escapeKey + escapeKey,
		"\x1b|[B":                         "\x1b[B",
		"\x1b|[|B":                        "\x1b[B",
		"\x1b|[|1|;|2|B":                  "\x1b[1;2B",
		"\x1b|O|P":                        "\x1bOP",
		"\x1b[|[A":                        "\x1b[[A",
		"\x1b|j":                          escapeKey + "j", // not alt+j
		"\x1bj":                           "\x1bj",
		"\x1bй":                           "\x1bй",
		"\x1b|\x1b|j":                     escapeKey + escapeKey + "j",
		"\x1b\x1b[A":                      "\x1b\x1b[A",
		"\x1b" + pasteStart + "a":         escapeKey + pasteStart + "a" + pasteEnd,
		"\x1b[":                           "\x1b[",
		"\x1b[<0;10|;7M":                  "\x1b[<0;10;7M",
		"\x1b[<0;10":                      "", // a report whose rest was lost
		"\x1b[M|   x":                     "\x1b[M   x",
		"\x1b]11;rgb:1e|1e/yy/yy\a":       "\x1b]11;rgb:1e1e/yy/yy\a",
		"\x1b]11;rgb:yyyy|/yy/yy\x1b|\\q": "\x1b]11;rgb:yyyy/yy/yy\x1b\\q",
		"\x1bP1+r52|4742\x1b\\":           "\x1bP1+r524742\x1b\\",
		"\x1b]11;rgb:\x03":                "\x03",
		"\x1b[1;\x03":                     "\x03",
		"\x1b[1\x1b[B":                    "\x1b[B",
		"\x1b]" + strings.Repeat("y", 5000) + "\aq": "q",
		pasteStart + "a|\x1b[Bq|" + pasteEnd + "q":  pasteStart + "a\x1b[Bq" + pasteEnd + "q",
		pasteStart + "a":                                      pasteStart + "a" + pasteEnd,
		pasteStart + "a\x03":                                  pasteStart + "a" + pasteEnd + "\x03",
		pasteStart + "a\x1b[1089::99;5u":                      pasteStart + "a" + pasteEnd + "\x1b[1089::99;5u",
		pasteStart + "a\x1b[99;5:3u":                          pasteStart + "a\x1b[99;5:3u" + pasteEnd,
		pasteStart + strings.Repeat("y", maxPaste+9) + "\x03": pasteStart + strings.Repeat("y", maxPaste) + pasteEnd + "\x03",
	} {
		if got := join(remoteGap, in); got != want {
			t.Errorf("%.60q becomes %.60q, want %.60q", in, got, want)
		}
	}
	// On this machine ESC and what comes 150 ms later are two keys.
	if got, want := join(localGap, "\x1b|[B"), escapeKey+"[B"; got != want {
		t.Errorf("without a line in between it becomes %q, want %q", got, want)
	}
}

// However input is cut, without pauses what comes out is the same.
func FuzzJoiner(f *testing.F) {
	f.Add("q\x1b[B\x1b]11;x\a\x1b[200~a\x1b[201~й")
	f.Add("\x1b\x1b[\x01\a\x1b[200~") // found: alt with a sequence that breaks off swallowed the next one's beginning
	f.Fuzz(func(t *testing.T, in string) {
		j := keyJoiner{gap: remoteGap}
		for _, b := range []byte(in) {
			j.addByte(b)
			if len(j.part) > maxSequence {
				t.Fatalf("%d bytes are kept", len(j.part))
			}
		}
		for range 4 {
			if j.wait() > 0 {
				j.timedOut()
			}
		}
		if j.wait() != 0 {
			t.Fatalf("%q is still waited for", j.part)
		}
		if strings.Contains(string(j.out), pasteStart) && !strings.Contains(string(j.out), pasteEnd) {
			t.Fatalf("a paste in %q does not end", j.out)
		}
	})
}
