package report

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// The names by which other programs read snapshot, as of the first release: JSON's
// fields, Prometheus' series, CSV's head, the performance data's labels and the
// figures of --explain. None may go or be renamed; new ones need not stand here.
const (
	pinnedJSON = `
	version at floor level state why data_age_seconds figures figures.waiting figures.waiting_over figures.waiting_level figures.unseen
	figures.longest_seconds figures.longest_at_least figures.longest_level figures.seen_no_reply figures.seen_longest_seconds figures.seen_level
	figures.missing figures.active figures.active_agents figures.bot figures.offline figures.half_hour figures.half_hour.from
	figures.half_hour.first_reply figures.half_hour.first_reply.n figures.half_hour.first_reply.median_seconds figures.half_hour.first_reply.p90_seconds
	figures.half_hour.next_reply figures.half_hour.next_reply.n figures.half_hour.next_reply.median_seconds figures.half_hour.next_reply.p90_seconds
	figures.half_hour.first_service figures.half_hour.first_service.in_time figures.half_hour.first_service.of figures.half_hour.first_service.percent
	figures.half_hour.first_service.level figures.half_hour.next_service figures.half_hour.next_service.in_time figures.half_hour.next_service.of
	figures.half_hour.next_service.percent figures.half_hour.next_service.level figures.half_hour.missed figures.half_hour.missed_level
	figures.half_hour.dropped figures.half_hour.bot_only figures.half_hour.transfers figures.half_hour.overtakes figures.half_hour.visitor_messages
	figures.half_hour.agent_messages figures.today figures.left_out figures.left_out.texts figures.left_out.messages figures.left_out.unknown_type
	figures.left_out.unknown_side figures.left_out.clock_errors waiting waiting[].visitor waiting[].thread waiting[].chat waiting[].level
	waiting[].wait_seconds waiting[].at_least waiting[].first waiting[].sight waiting[].seen_seconds waiting[].unanswered waiting[].owner
	waiting[].owner_state waiting[].gap waiting[].name waiting[].owner_name agents agents[].id agents[].state agents[].level agents[].active
	agents[].waiting agents[].oldest_seconds agents[].seen_no_reply agents[].turns agents[].median_seconds agents[].breaches agents[].name explain
	explain[].figure explain[].title explain[].formula explain[].from explain[].value explain[].n explain[].included explain[].included[].visitor
	explain[].included[].thread explain[].included[].chat explain[].included[].agent explain[].included[].at explain[].included[].what
	explain[].more_included explain[].excluded explain[].more_excluded explain[].excluded[].visitor explain[].excluded[].thread explain[].excluded[].chat
	explain[].excluded[].at explain[].excluded[].what explain[].excluded[].agent`
	pinnedSeries = `
	floorwatch_up floorwatch_level floorwatch_data_age_seconds floorwatch_waiting_chats floorwatch_waiting_over_chats floorwatch_unseen_chats
	floorwatch_longest_wait_seconds floorwatch_seen_no_reply_chats floorwatch_seen_no_reply_longest_seconds floorwatch_active_chats
	floorwatch_active_agents floorwatch_bot_chats floorwatch_offline_chats
	floorwatch_reply_median_seconds{window="30m",reply="first"} floorwatch_reply_median_seconds{window="30m",reply="next"}
	floorwatch_reply_median_seconds{window="today",reply="first"} floorwatch_reply_median_seconds{window="today",reply="next"}
	floorwatch_reply_p90_seconds{window="30m",reply="first"} floorwatch_reply_p90_seconds{window="30m",reply="next"}
	floorwatch_reply_p90_seconds{window="today",reply="first"} floorwatch_reply_p90_seconds{window="today",reply="next"}
	floorwatch_service_percent{window="30m",reply="first"} floorwatch_service_percent{window="30m",reply="next"}
	floorwatch_service_percent{window="today",reply="first"} floorwatch_service_percent{window="today",reply="next"}
	floorwatch_missed_chats{window="30m"} floorwatch_missed_chats{window="today"}
	floorwatch_agent_active_chats{agent="15416",name="Devid"} floorwatch_agent_waiting_chats{agent="15416",name="Devid"}`
	pinnedCSV     = "at,level,visitor,thread,chat,wait_seconds,at_least,first,sight,seen_seconds,unanswered,owner,owner_state,name,owner_name,gap"
	pinnedPerf    = "waiting over longest unseen seen missed"
	pinnedExplain = "waiting waiting_over longest unseen seen_no_reply missing active bot offline first_reply next_reply first_service next_service missed dropped transfers overtakes"
)

// fullReport is a floor of which everything is known that a report can say.
func fullReport() *Report {
	s := fullSnapshot()
	r := Build(s, model.Health{State: model.StateRetrying, Why: safetext.Line("no answer"), LastGood: s.Now}, Options{Names: true})
	r.Floor = "Acme"
	r.Explain = reportedFloor(true).Explain
	return r
}

// fullSnapshot has a value for every figure of the registry, and one chat and one agent.
func fullSnapshot() *model.Snapshot {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	clock := model.Clock{Running: true, Since: now.Add(-time.Minute), For: time.Minute, Level: model.LevelWarn}
	q := model.Quantile{N: 3, Median: 20 * time.Second, P90: 40 * time.Second}
	share := model.ServiceLevel{In: 2, Of: 3, Level: model.LevelWarn}
	w := model.Window{From: now.Add(-30 * time.Minute), First: q, FirstTotal: q, Next: q, FirstService: share, NextService: share, Rated: 2, LowRated: 1, Rates: true}
	return &model.Snapshot{
		Now: now, Limits: model.DefaultLimits(),
		Headline: model.Headline{
			Waiting: 1, Longest: clock, SeenNoReply: 1, SeenLongest: clock, OfflineInbox: 1, OfflineOldest: clock, HalfHour: w, Today: w,
		},
		Threads: []*model.Row{{
			Key: model.Key{Visitor: 1, Thread: 2}, Chat: 3, Name: safetext.Line("Ana"), Owner: 15416, OwnerName: safetext.Line("Devid"),
			Wait: clock, SeenFor: clock, Assigned: clock, PolledAt: now,
		}},
		Agents: []model.AgentRow{{
			ID: 15416, Name: safetext.Line("Devid"), Oldest: clock, Silent: clock, Turns: 3, Median: 20 * time.Second, P90: 40 * time.Second,
		}},
	}
}

// What is shown with a question mark has no level of now for programs either, and an agent has the level that the
// screen marks.
func TestLevelsOfAReport(t *testing.T) {
	s := fullSnapshot()
	sure, unsure := *s.Threads[0], *s.Threads[0]
	sure.Level, unsure.Level, unsure.Unsure, unsure.AsOf = model.LevelCritical, model.LevelSevere, true, s.Now.Add(-time.Minute)
	unsure.Chat, s.Threads = 4, []*model.Row{&sure, &unsure}
	r := Build(s, model.Health{State: model.StateLive, LastGood: s.Now}, Options{})
	if got := [3]string{r.Waiting[0].Level, r.Waiting[1].Level, r.Agents[0].level}; got != [3]string{"critical", "unknown", "critical"} {
		t.Errorf("levels of a chat, of one that may have ended and of their agent: %q", got)
	}
}

func written(t *testing.T, format string, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Formats()[format](&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// jsonFields are the fields of a JSON text by their paths; those of a list's objects stand behind "[]".
func jsonFields(t *testing.T, text string) map[string]any {
	t.Helper()
	var top any
	if err := json.Unmarshal([]byte(text), &top); err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{}
	var walk func(v any, path string)
	walk = func(v any, path string) {
		switch v := v.(type) {
		case map[string]any:
			for name, x := range v {
				fields[path+name] = x
				walk(x, path+name+".")
			}
		case []any:
			for _, x := range v {
				walk(x, strings.TrimSuffix(path, ".")+"[].")
			}
		}
	}
	walk(top, "")
	return fields
}

// promSeries are the names of a Prometheus text, with their labels.
func promSeries(text string) []string {
	var list []string
	for _, m := range regexp.MustCompile(`(?m)^([a-z][^ {]*(?:\{[^}]*\})?) `).FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	return list
}

// What other programs read is still called what it was.
func TestNamesStay(t *testing.T) {
	r := fullReport()
	fields := jsonFields(t, written(t, "json", r))
	for _, f := range strings.Fields(pinnedJSON) {
		today := strings.Replace(f, "half_hour", "today", 1) // both windows have the same
		for _, f := range []string{f, today} {
			if _, ok := fields[f]; !ok {
				t.Errorf("JSON has no field %q any more", f)
			}
		}
	}
	series := promSeries(written(t, "prometheus", r))
	for _, s := range strings.Fields(pinnedSeries) {
		if !slices.Contains(series, s) {
			t.Errorf("Prometheus has no %s any more:\n%s", s, strings.Join(series, "\n"))
		}
	}
	if head, _, _ := strings.Cut(written(t, "csv", r), "\r\n"); head != pinnedCSV {
		t.Errorf("CSV's head is %q, want %q", head, pinnedCSV)
	}
	line, _, _ := strings.Cut(written(t, "text", r), "\n")
	_, perf, _ := strings.Cut(line, "| ")
	for _, label := range strings.Fields(pinnedPerf) {
		if !strings.Contains(" "+perf, " "+label+"=") {
			t.Errorf("the performance data %q have no %q any more", perf, label)
		}
	}
	for _, name := range strings.Fields(pinnedExplain) {
		if !slices.ContainsFunc(r.Explain, func(e Explanation) bool { return e.Figure == name }) {
			t.Errorf("--explain has no %q any more", name)
		}
	}
}
