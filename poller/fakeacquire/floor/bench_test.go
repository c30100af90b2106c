package floor

import (
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/account"
)

// A blackHole is the cheapest http.ResponseWriter.
type blackHole struct{ head http.Header }

func (w blackHole) Header() http.Header         { return w.head }
func (w blackHole) WriteHeader(int)             {}
func (w blackHole) Write(p []byte) (int, error) { return len(p), nil }

// benchRequests asks a floor of 5,000 threads without a transport.
func benchRequests(b *testing.B, e fakeacquire.Endpoint, body func(c *account.Chat) string) {
	_, s, _ := openFloor(1, 300, 5000)
	var chats []*account.Chat
	for _, v := range s.Records.List(true) {
		chats = append(chats, v.Chats[len(v.Chats)-1])
	}
	i := 0
	for b.Loop() {
		c := chats[i*7919%len(chats)]
		i++
		r := floorRequest(b, e, body(c))
		s.ServeHTTP(blackHole{http.Header{}}, r)
		_, _ = io.Copy(io.Discard, r.Body)
	}
	if c := s.Complaints(); len(c) > 0 {
		b.Fatal(c[0])
	}
}

func BenchmarkMessageOf5000Threads(b *testing.B) {
	benchRequests(b, fakeacquire.EndpointMessage, func(c *account.Chat) string {
		return fmt.Sprintf("thread_id=%d&visitor_id=%d&last_chat_id=%d&key=", c.Thread.ID, c.Visitor.ID, c.ID)
	})
}

func BenchmarkProfilesOf5000Threads(b *testing.B) {
	benchRequests(b, fakeacquire.EndpointProfiles, func(*account.Chat) string { return "limit=50&page=1&filter[master]=chathistory" })
}

func BenchmarkTeamTotalsOf5000Threads(b *testing.B) {
	benchRequests(b, fakeacquire.EndpointTeam, func(*account.Chat) string { return teamsToday + "&agent_id=" })
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
