package model

import (
	"encoding/json"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// sec is n seconds after noon.
func sec(n int) time.Time { return noon.Add(time.Duration(n) * time.Second) }

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}
