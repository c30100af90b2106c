package threads

import (
	"testing"

	"floorwatch/model"
)

func TestAside(t *testing.T) {
	for _, c := range []struct {
		h    model.Headline
		want string
	}{
		{model.Headline{}, ""}, {model.Headline{BotLane: 2}, "2 with bot"},
		{model.Headline{OfflineInbox: 3, OfflineOldest: model.Clock{Running: true, For: 7200e9}}, "3 offline, oldest 2h"},
		{model.Headline{BotLane: 1, OfflineInbox: 1}, "1 with bot, 1 offline"},
	} {
		if got := UncountedWords(threadsStyle(), &model.Snapshot{Headline: c.h}); got != c.want {
			t.Errorf("aside of %+v is %q, want %q", c.h, got, c.want)
		}
	}
}
