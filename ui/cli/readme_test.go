package cli

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// Every field of the JSON is in the README.
func TestReadmeNamesEveryField(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("ui/testdata/snapshots/snapshot-json-names")
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(strings.NewReader(string(text)))
	fields := 0
	var inObject []bool
	key := false
	for {
		token, err := dec.Token()
		if err != nil {
			break
		}
		switch v := token.(type) {
		case json.Delim:
			if v == '{' || v == '[' {
				inObject = append(inObject, v == '{')
			} else {
				inObject = inObject[:len(inObject)-1]
			}
			key = len(inObject) > 0 && inObject[len(inObject)-1]
			continue
		case string:
			if key {
				fields++
				if !strings.Contains(string(readme), v+"`") && !strings.Contains(string(readme), v+"[]`") {
					t.Errorf("the README does not say what %q is", v)
				}
			}
		}
		key = len(inObject) > 0 && inObject[len(inObject)-1] && !key
	}
	if fields < 50 {
		t.Errorf("%d fields found, want 50 or more", fields)
	}
}
