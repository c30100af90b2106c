package call

import (
	"fmt"
	"strings"
	"time"

	"floorwatch/ui/alert"
)

// bodies returns the requests to post for a Notice. They contain fixed words and numbers, never a name or a message's text.
func bodies(shape, key string, n alert.Notice) []any {
	switch shape {
	case "slack":
		return []any{map[string]any{"text": strings.Join(lines(n), "\n")}}
	case "teams":
		return []any{teamsCard(n)}
	case "pagerduty":
		return pagerDuty(key, n)
	}
	return []any{n}
}

// lines returns a Notice as text, one line per alert.
func lines(n alert.Notice) []string {
	list := []string{"floorwatch: " + n.Text}
	for _, a := range n.Alerts {
		list = append(list, "• "+sentence(a))
	}
	if n.More > 0 {
		list = append(list, fmt.Sprintf("• and %d more", n.More))
	}
	return list
}

// sentence describes one alert.
func sentence(a alert.Item) string {
	s := a.Level + ": "
	if a.Chat != 0 {
		s += fmt.Sprintf("chat %d ", a.Chat)
	}
	s += a.What
	if a.How != "" {
		s = "over (" + a.How + "): " + strings.TrimPrefix(s, a.Level+": ")
	}
	return s
}

// teamsCard returns an Adaptive Card, the format of Microsoft Teams workflows.
func teamsCard(n alert.Notice) any {
	var blocks []map[string]any
	for i, line := range lines(n) {
		block := map[string]any{"type": "TextBlock", "text": line, "wrap": true}
		if i == 0 {
			block["weight"] = "Bolder"
		}
		blocks = append(blocks, block)
	}
	return map[string]any{"type": "message", "attachments": []any{map[string]any{
		"contentType": "application/vnd.microsoft.card.adaptive",
		"content": map[string]any{
			"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4", "body": blocks,
		},
	}}}
}

// pagerDuty returns one event of PagerDuty's Events API v2 per alert. The alert's id is the dedup key, so that a
// repeated alert stays one incident and its end resolves it.
func pagerDuty(key string, n alert.Notice) []any {
	var out []any
	for _, a := range n.Alerts {
		action := "trigger"
		if a.How != "" {
			action = "resolve"
		}
		severity := "critical"
		if a.AboutData() {
			severity = "error"
		}
		out = append(out, map[string]any{
			"routing_key": key, "event_action": action, "dedup_key": a.ID,
			"payload": map[string]any{
				"summary": "floorwatch: " + sentence(a), "source": "floorwatch", "severity": severity,
				"timestamp": n.At.Format(time.RFC3339), "custom_details": a,
			},
		})
	}
	return out
}
