package feed

import (
	"bytes"
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
)

// The files in testdata/compat were written by the program before its streams
// knew coverage: a recording, what a server sent to a viewer, and the names and
// kinds of all that was in the JSON. They are never written again.

// counted is how many rows of some parts there are, and the words of the states in their order.
type counted struct {
	messages, threads, visitors, agents, acks, polled int
	states                                            string
}

func (c *counted) add(e model.Event) {
	c.messages += len(e.Messages)
	c.threads += len(e.Threads)
	c.visitors += len(e.Visitors)
	c.agents += len(e.Agents)
	c.acks += len(e.Acks)
	c.polled += len(e.Polled)
	if e.Health == nil {
		return
	}
	if s := e.Health.State.String(); !strings.HasSuffix(c.states, s) {
		c.states += " " + s
	}
}

// An old recording is read whole, and says of itself how much of the floor it knew.
func TestOldRecording(t *testing.T) {
	text, err := os.ReadFile("testdata/compat/recording.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	events, skipped := decodeAll(t, bytes.NewReader(text))
	if skipped > 0 {
		t.Errorf("%d lines are left out", skipped)
	}
	var got counted
	board := model.NewBoard(model.Config{})
	reading := 0
	for _, e := range events {
		got.add(e)
		board.Apply(e)
		c := board.Coverage()
		if !c.Derived {
			t.Fatalf("the coverage is not derived: %+v", c)
		}
		if !c.Exact() {
			reading++
		}
	}
	want := counted{messages: 79, threads: 8, visitors: 8, agents: 2, acks: 1, polled: 45, states: " STARTING LIVE RETRYING LIVE LIMITED LIVE"}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	last := board.Coverage()
	if reading == 0 || !last.Exact() {
		t.Errorf("the floor was not known whole after %d of %d events, and at the end it was: %v; want some, and true", reading, len(events), last.Exact())
	}
}

// A replay of an old recording hands on all that is in it.
func TestReplayOfAnOldRecording(t *testing.T) {
	p, err := Open("testdata/compat/recording.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	var got []model.Event
	ctx, cancel := context.WithCancel(t.Context())
	p.Seek(p.To)
	err = p.Run(ctx, func(e model.Event) {
		got = append(got, e)
		if e.At.Equal(p.To) {
			cancel()
		}
	}, func() { got = nil })
	if err != nil || p.Damaged() > 0 {
		t.Fatalf("%v, %d damaged lines", err, p.Damaged())
	}
	text, err := os.ReadFile("testdata/compat/recording.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	events, _ := decodeAll(t, bytes.NewReader(text))
	want, replayed := newFloor(), newFloor()
	for _, e := range events {
		want.Apply(e)
	}
	for _, e := range got {
		replayed.Apply(e)
	}
	sameFloor(t, "replayed", replayed, want)
}

// A viewer of today takes what an older server sends.
func TestOldServer(t *testing.T) {
	text, err := os.ReadFile("testdata/compat/stream.jsonl")
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
			conn.Close()
		}
		served <- err
		socket.Close()
	}()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var got counted
	board := model.NewBoard(model.Config{})
	NewClient(path, nil).Run(ctx, func(e model.Event) {
		if e.Health != nil && strings.Contains(e.Health.Why.String(), "the server on this box") {
			cancel() // all has been read
			return
		}
		got.add(e)
		board.Apply(e)
	})
	if err := <-served; err != nil {
		t.Fatal(err)
	}
	want := counted{messages: 124, threads: 9, visitors: 9, agents: 2, acks: 1, polled: 39, states: " LIVE RETRYING LIVE LIMITED LIVE"}
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
	text, err := os.ReadFile("testdata/compat/names.txt")
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

func wireNames() []string {
	var list []string
	for name, of := range map[string]reflect.Type{
		"event": reflect.TypeFor[model.Event](), "hello": reflect.TypeFor[hello](), "bye": reflect.TypeFor[bye](), "request": reflect.TypeFor[request](),
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

// A reader of an older version decodes what is sent today into what it knows.
func TestOldReader(t *testing.T) {
	type oldEvent struct { // the parts that the first streams had
		At       time.Time           `json:"at"`
		Messages []model.Message     `json:"messages,omitempty"`
		Threads  []model.ThreadInfo  `json:"threads,omitempty"`
		Visitors []model.VisitorInfo `json:"visitors,omitempty"`
		Agents   []model.AgentInfo   `json:"agents,omitempty"`
		Polled   []model.Polled      `json:"polled,omitempty"`
		Acks     []oldAck            `json:"acks,omitempty"`
		Gaps     []model.Gap         `json:"gaps,omitempty"`
		LetGo    *model.LetGo        `json:"let_go,omitempty"`
		Totals   *model.DayTotals    `json:"totals,omitempty"`
		Health   *model.Health       `json:"health,omitempty"`
	}
	e := polled(3, 0)
	e.Acks = []model.Ack{{Chat: 1, Upto: 2, By: message(1, 0).Text, At: noon}}
	e.Claims = []model.Claim{{Chat: 1, At: noon}}
	e.Coverage = &model.Coverage{Debts: model.SumDebts(noon, []model.Debt{{Kind: model.DebtFailing, Live: true}})}
	e.Gone = []model.Gone{{Chat: 1, All: true, At: noon}}
	e.Floor = &model.Floor{Invented: true, At: noon}
	e.Usual = []model.Usual{{Start: noon, At: noon}}
	e.Health = &model.Health{At: noon, State: model.StatePartial}
	var enc Encoder
	for _, line := range enc.lines(e) {
		if len(line) > maxLine || !bytes.HasPrefix(line, []byte(`{"at":"`)) {
			t.Errorf("an older reader does not take the line %.60q of %d bytes", line, len(line))
		}
		var old oldEvent
		if err := json.Unmarshal(line, &old); err != nil {
			t.Fatalf("an older reader fails: %v", err)
		}
		if len(old.Messages) != len(e.Messages) || len(old.Acks) != 1 || old.Acks[0] != (oldAck{Chat: 1, Upto: 2, At: noon}) || old.Health == nil {
			t.Errorf("an older reader gets %+v", old)
		}
	}
	if h, ok := readHello(wireLine(hello{wireVersion, "x"})); !ok || h.Version != 1 {
		t.Errorf("an older reader goes on after version 1 only, not after %d", h.Version)
	}
}

type oldAck struct {
	Chat model.ChatID    `json:"chat"`
	Upto model.MessageID `json:"upto"`
	Undo bool            `json:"undo,omitempty"`
	At   time.Time       `json:"at"`
}
