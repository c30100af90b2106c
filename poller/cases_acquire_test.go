package poller_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A row is one of an answer of Acquire's, by its field names.
type row map[string]any

func (r row) with(more row) row {
	for k, v := range more {
		r[k] = v
	}
	return r
}

// A tinyFloor is what a tinyAcquire answers from at a moment.
type tinyFloor struct {
	visitors, threads, messages, agents []row
}

// A tinyAcquire answers in the documented form from a few rows. It is for floors
// that a person wrote down, where fakeacquire is for floors that live.
type tinyAcquire struct {
	began time.Time
	skew  time.Duration // of its clock
	floor func(second float64) tinyFloor
	// hook gives an answer in place of the floor's: a status and a body; 0 for none. n counts the calls of a path.
	hook func(a *tinyAcquire, path string, form url.Values, n int) (status int, body []byte)

	mu    sync.Mutex
	calls map[string]int
}

// second is how long the floor has been there.
func (a *tinyAcquire) second() float64 { return time.Since(a.began).Seconds() }

func (a *tinyAcquire) stamp(offset float64) string {
	return a.began.Add(a.skew + time.Duration(offset*float64(time.Second))).UTC().Format(time.DateTime)
}

func (a *tinyAcquire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, _ := url.ParseQuery(string(body))
	if strings.Contains(r.Header.Get("Content-Type"), "json") {
		var asked struct{ Page, Limit int }
		if err := json.Unmarshal(body, &asked); err != nil {
			return nil, err
		}
		form = url.Values{"page": {strconv.Itoa(asked.Page)}, "limit": {strconv.Itoa(asked.Limit)}}
	}
	a.mu.Lock()
	if a.calls == nil {
		a.calls = map[string]int{}
	}
	a.calls[r.URL.Path]++
	n := a.calls[r.URL.Path]
	a.mu.Unlock()
	time.Sleep(5 * time.Millisecond)
	status, text := 0, []byte(nil)
	if a.hook != nil {
		status, text = a.hook(a, r.URL.Path, form, n)
	}
	if status == 0 {
		status, text = http.StatusOK, a.answer(r.URL.Path, form)
	}
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header:        http.Header{"Content-Type": {"application/json"}, "Date": {time.Now().Add(a.skew).UTC().Format(http.TimeFormat)}},
		Body:          io.NopCloser(bytes.NewReader(text)),
		ContentLength: int64(len(text)),
	}, nil
}

// envelope is a good answer.
func envelope(data any) []byte {
	text, err := json.Marshal(row{"success": true, "error": nil, "data": data})
	if err != nil {
		panic(err)
	}
	return text
}

func (a *tinyAcquire) answer(path string, form url.Values) []byte {
	f := a.floor(a.second())
	number := func(key string) int { n, _ := strconv.Atoi(form.Get(key)); return n }
	of := func(rows []row, visitor string) []row {
		return slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r[visitor] != number("visitor_id") })
	}
	switch {
	case strings.HasSuffix(path, "/lead/list"):
		return envelope(row{"total": len(f.visitors), "data": paged(f.visitors, form)})
	case strings.HasSuffix(path, "/message/thread"):
		return envelope(row{"messages": paged(of(f.threads, "visitor_id"), form)})
	case strings.HasSuffix(path, "/lead/message"):
		last, thread := number("last_chat_id"), number("thread_id")
		var chats []string
		for _, t := range f.threads {
			if t["thread_id"] == thread {
				chats = append(chats, strings.Split(t["chat_ids"].(string), ",")...)
			}
		}
		return envelope(row{"messages": slices.DeleteFunc(of(f.messages, "vd_id"), func(m row) bool {
			chat := m["chat_id"].(int)
			return thread > 0 && !slices.Contains(chats, strconv.Itoa(chat)) || last != 0 && chat > last
		})})
	case strings.HasSuffix(path, "/account/agents"):
		return envelope(row{"rows": paged(f.agents, form), "count": len(f.agents)})
	}
	return envelope(row{"chat_statistics": row{}, "chat_report": row{}})
}

func paged(rows []row, form url.Values) []row {
	page, _ := strconv.Atoi(form.Get("page"))
	limit, _ := strconv.Atoi(form.Get("limit"))
	from := min(len(rows), (max(page, 1)-1)*limit)
	return append([]row{}, rows[from:min(len(rows), from+limit)]...)
}

// visitor is a row of the profile list, changed at a second of the floor.
func (a *tinyAcquire) visitor(id int, changed float64) row {
	at := a.stamp(changed)
	return row{"id": id, "visitor_id": id, "name": "Vis " + strconv.Itoa(id), "date_updated": at, "chat_id": nil, "chat_updated": at, "chat_created": at}
}

// thread is a row of the thread list; its number is that of its visitor, its newest chat the last. agent 0 is none.
func thread(id, visitor, agent int, chats ...int) row {
	list := make([]string, len(chats))
	for i, c := range chats {
		list[i] = strconv.Itoa(c)
	}
	r := row{"chat_id": chats[len(chats)-1], "chat_ids": strings.Join(list, ","), "thread_id": id, "visitor_id": visitor, "thread_status": "open", "user_id": nil, "offline_chat": 0}
	if agent != 0 {
		r["user_id"] = strconv.Itoa(agent)
	}
	return r
}

// message is a row of a chat, written at a second of the floor by "visitor", "agent" or "bot".
func (a *tinyAcquire) message(id, chat, visitor int, at float64, who string) row {
	r := row{"id": id, "chat_id": chat, "vd_id": visitor, "sender_type": who, "sender_id": visitor, "type": "message", "message": "hi", "date_created": a.stamp(at), "seen": "no", "vd_name": "Vis"}
	if who == "agent" {
		r["sender_id"], r["first_name"] = 100, "Ann"
	}
	if who == "bot" {
		r["bot_name"] = "Robo"
	}
	return r
}

func agentRow(id int, name, userType string) row {
	return row{"id": id + 5000, "user_id": id, "user_name": name, "user_status": "active", "user_type": userType}
}

var ann = []row{agentRow(100, "Ann", "")}
