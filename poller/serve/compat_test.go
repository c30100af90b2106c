package serve

import (
	"bufio"
	"context"
	"encoding"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/poller/feed/feedtest"
)

// The files in ../feed/testdata/compat were written by the program before its streams knew coverage. They are never written again.

// A viewer of today takes what an older server sends.
func TestOldServer(t *testing.T) {
	text, err := os.ReadFile("../feed/testdata/compat/stream.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "s")
	socket, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() {
		conn, err := socket.Accept()
		if err == nil {
			_, err = conn.Write(text)
			if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil { // which it does not know and ignores
				t.Error("nothing was asked:", err)
			}
			conn.Close()
		}
		served <- err
		socket.Close()
	}()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var got feedtest.Counted
	board := board.New(board.Config{})
	NewClient(path, nil).Run(ctx, func(e model.Event) {
		if e.Health != nil && strings.Contains(e.Health.Why.String(), "the server on this box") {
			cancel() // all has been read
			return
		}
		got.Add(e)
		board.Apply(e)
	})
	if err := <-served; err != nil {
		t.Fatal(err)
	}
	want := feedtest.Counted{Messages: 124, Threads: 9, Visitors: 9, Agents: 2, Acks: 1, Polled: 39, States: " LIVE RETRYING LIVE LIMITED LIVE"}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if c := board.Coverage(); !c.Exact() || !c.Derived {
		t.Errorf("the coverage is %+v, want an exact one that is derived", c)
	}
}

// Every name that was in the JSON of a stream is there still, and is of the same
// kind: an older reader leaves out what it does not know, but what it knows must
// not become something else.
func TestWireNamesStay(t *testing.T) {
	text, err := os.ReadFile("../feed/testdata/compat/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	now := wireNames()
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(now, line) {
			t.Errorf("%s is not in the stream any more", line)
		}
	}
}

// Numbers on the wire and in recordings are appended and never reordered.
func TestWireNumbersStay(t *testing.T) {
	for name, numbers := range map[string][]int{
		"sides":    numbersOf(model.SideUnknown, model.SideVisitor, model.SideAgent, model.SideBot),
		"kinds":    numbersOf(model.KindUnknown, model.KindMessage, model.KindNote, model.KindEvent, model.KindFeedback, model.KindEmail),
		"seen":     numbersOf(model.SeenUnknown, model.SeenNo, model.SeenYes),
		"statuses": numbersOf(model.StatusUnknown, model.StatusOpen, model.StatusClosed),
		"states": numbersOf(model.StateStarting, model.StateLive, model.StateLate, model.StateRetrying, model.StateLimited, model.StateTokenRejected,
			model.StatePortal, model.StateAPIError, model.StateDrift, model.StatePaused, model.StateReading, model.StatePartial),
		"debts": numbersOf(model.DebtUnknown, model.DebtUnlisted, model.DebtUnread, model.DebtEarlierChat, model.DebtCapped, model.DebtFailing,
			model.DebtLost, model.DebtSpeaker),
		"timestamps": numbersOf(model.TimestampsUnknown, model.TimestampsByMessage, model.TimestampsByChat, model.TimestampsNever),
		"causes":     numbersOf(model.CauseNone, model.CauseBackOff, model.CauseLatency, model.CauseInFlight, model.CauseBudget, model.CauseSlowed),
	} {
		for want, got := range numbers {
			if got != want {
				t.Errorf("of the %s number %d was %d", name, got, want)
			}
		}
	}
}

func numbersOf[T ~uint8](list ...T) (out []int) {
	for _, n := range list {
		out = append(out, int(n))
	}
	return out
}

func wireNames() []string {
	var list []string
	for name, of := range map[string]reflect.Type{
		"event": reflect.TypeFor[model.Event](), "hello": reflect.TypeFor[handshake](), "bye": reflect.TypeFor[closeNotice](), "request": reflect.TypeFor[request](),
	} {
		list = jsonNames(list, name, of)
	}
	slices.Sort(list)
	return list
}

// jsonNames appends the path of each value that a type has in JSON, and its kind.
func jsonNames(list []string, path string, of reflect.Type) []string {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	switch {
	case of.Implements(reflect.TypeFor[json.Marshaler]()) && of != reflect.TypeFor[time.Time]():
		return append(list, path+" own")
	case of == reflect.TypeFor[time.Time](), of.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return append(list, path+" text")
	}
	switch of.Kind() {
	case reflect.Struct:
		for f := range of.Fields() {
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" {
				list = jsonNames(list, path+"."+name, f.Type)
			}
		}
		return list
	case reflect.Slice:
		return jsonNames(list, path+"[]", of.Elem())
	case reflect.Bool, reflect.String:
		return append(list, fmt.Sprint(path, " ", of.Kind()))
	}
	return append(list, path+" number")
}

// An older reader goes on after version 1 only.
func TestOldReaderKnowsTheVersion(t *testing.T) {
	if h, ok := parseHandshake(wireLine(handshake{wireVersion, "x"})); !ok || h.Version != 1 {
		t.Errorf("an older reader goes on after version 1 only, not after %d", h.Version)
	}
}
