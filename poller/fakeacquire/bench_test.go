package fakeacquire

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A blackHole is the cheapest http.ResponseWriter.
type blackHole struct{ head http.Header }

func (w blackHole) Header() http.Header         { return w.head }
func (w blackHole) WriteHeader(int)             {}
func (w blackHole) Write(p []byte) (int, error) { return len(p), nil }

// benchRequests asks a floor of 5,000 threads without a transport.
func benchRequests(b *testing.B, e Endpoint, body func(c *chat) string) {
	_, s, _ := openFloor(1, 300, 5000)
	var chats []*chat
	for _, v := range s.world.list(true) {
		chats = append(chats, v.chats[len(v.chats)-1])
	}
	i := 0
	for b.Loop() {
		c := chats[i*7919%len(chats)]
		i++
		r, err := http.NewRequest(http.MethodPost, string(e), strings.NewReader(body(c)))
		if err != nil {
			b.Fatal(err)
		}
		r.Header = http.Header{"Authorization": {"Bearer test-token"}, "Content-Type": {formType},
			"Zone": {`{"timezone":"UTC","offset":"+00:00"}`}}
		s.ServeHTTP(blackHole{http.Header{}}, r)
		_, _ = io.Copy(io.Discard, r.Body)
	}
	if c := s.Complaints(); len(c) > 0 {
		b.Fatal(c[0])
	}
}

func BenchmarkMessageOf5000Threads(b *testing.B) {
	benchRequests(b, EndpointMessage, func(c *chat) string {
		return fmt.Sprintf("thread_id=%d&visitor_id=%d&last_chat_id=%d&key=", c.thread.id, c.visitor.id, c.id)
	})
}

func BenchmarkProfilesOf5000Threads(b *testing.B) {
	benchRequests(b, EndpointProfiles, func(*chat) string { return "limit=50&page=1&filter[master]=chathistory" })
}

func BenchmarkTeamTotalsOf5000Threads(b *testing.B) {
	benchRequests(b, EndpointTeam, func(*chat) string { return today + "&agent_id=" })
}

// BenchmarkAdvance5000Threads plays one second.
func BenchmarkAdvance5000Threads(b *testing.B) {
	f, _, now := openFloor(1, 300, 5000)
	for b.Loop() {
		*now = now.Add(time.Second)
		f.Advance(*now)
	}
}

// BenchmarkOpenFloor opens the floor of a demonstration with its first hour.
func BenchmarkOpenFloor(b *testing.B) {
	for b.Loop() {
		openFloor(1, 14, 110)
	}
}
