package uitest

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A guest is the short form of a thread of the fixture.
type guest struct {
	visitor int
	Name    string
	owner   int // index in Staff, from 1; 0: unassigned
	state   model.AgentState
	busy    int
	wait    int // seconds; 0: not waiting
	first   bool
	seen    int // seconds; 0: unseen since the wait began
	nudges  int
	ago     int // seconds since the last message, if not waiting
	Text    string
}

// Staff returns the names of the agents.
func Staff() []string {
	return []string{"Devid Klok", "Maya Lindqvist", "Tomás Herrera", "Aisha Rahman", "Lena Vogt", "Kenji Mori", "Olu Adeyemi", "Priya Nair", "Sam Whitfield"}
}

// Guests returns the fixture's threads in short.
func Guests() []guest {
	return []guest{
		{61780, "John Deo", 1, model.AgentSilent, 0, 312, false, 221, 2, 0, "Hello, where is my order? It was promised for Tuesday and nobody tells me anything."},
		{61793, "", 0, model.AgentNone, 0, 96, true, 0, 0, 0, "hi, the checkout says my card was declined but the money is gone"},
		{61802, "Ana Petrović", 4, model.AgentOvertaking, 2, 154, false, 98, 1, 0, "Are you still there?"},
		{61811, "Wei Zhang 张伟", 6, model.AgentBusy, 3, 71, false, 0, 0, 0, "请问我的退款什么时候到账?"},
		{61815, "Marguerite Dubois-Fontaine", 1, model.AgentSilent, 0, 64, false, 0, 1, 0, "ok merci, et pour la livraison en Belgique ?"},
		{61818, "Carlos M.", 3, model.AgentQuiet, 0, 41, true, 22, 0, 0, "Necesito cambiar la dirección de entrega"},
		{61820, "guest 4471", 0, model.AgentNone, 0, 33, true, 0, 0, 0, "hello?"},
		{61822, "فاطمة", 4, model.AgentBusy, 1, 28, false, 0, 0, 0, "متى يصل الطلب؟"},
		{61825, "Bob Ferris", 5, model.AgentBusy, 2, 24, false, 9, 0, 0, "The invoice still shows the old company name."},
		{61826, "Ingrid", 2, model.AgentBusy, 2, 20, false, 0, 0, 0, "And can I keep the discount?"},
		{61827, "T. Okafor", 7, model.AgentQuiet, 0, 12, true, 0, 0, 0, "Hi! Quick question about the pro plan"},
		{61828, "Yuki Tanaka", 6, model.AgentBusy, 3, 4, false, 0, 0, 0, "わかりました、ありがとうございます"},
		{61701, "Peter Hall", 2, 0, 0, 0, false, 0, 0, 35, "You can find it under Settings, Billing."},
		{61702, "Sofia Rossi", 5, 0, 0, 0, false, 0, 0, 70, "Certo, controllo subito."},
		{61703, "", 3, 0, 0, 0, false, 0, 0, 110, "Your parcel left our warehouse this morning."},
		{61704, "Emma Clarke", 7, 0, 0, 0, false, 0, 0, 190, "Is there anything else I can do for you?"},
		{61705, "Noah Schmidt", 8, 0, 0, 0, false, 0, 0, 260, "Gern geschehen!"},
		{61706, "Lucía", 2, 0, 0, 0, false, 0, 0, 330, "Te he enviado el enlace por correo."},
		{61707, "R. Patel", 5, 0, 0, 0, false, 0, 0, 425, "Done, the seats have been added."},
		{61708, "Hannah W.", 6, 0, 0, 0, false, 0, 0, 600, "I have asked the warehouse, one moment please."},
	}
}

// LiveHealth returns the Health of a floor that is read in time.
func LiveHealth() model.Health {
	return model.Health{At: Now(), State: model.StateLive, LastGood: Now().Add(-time.Second), Rate: 9.6, Targets: 48, ReadDone: 48, ReadAll: 48, Read: true}
}

// Row returns the thread of guest number i.
func (g guest) Row(i int) model.Row {
	r := model.Row{
		Key: model.Key{Visitor: model.VisitorID(g.visitor), Thread: model.ThreadID(9000 + i)}, Chat: model.ChatID(106241 + i),
		Name: safetext.Line(g.Name), Chats: 1 + i%3, Level: model.LevelOK, First: g.first,
		OwnerState: g.state, OwnerBusy: g.busy, Unanswered: g.nudges + 1,
		LastText: safetext.Clean(g.Text), LastSide: model.SideVisitor, LastAt: Now().Add(-time.Duration(g.wait) * time.Second),
		PolledAt: Now().Add(-2 * time.Second),
	}
	if g.owner > 0 {
		r.Owner, r.OwnerName = model.AgentID(g.owner), safetext.Line(Staff()[g.owner-1])
	}
	if g.wait == 0 {
		r.LastSide, r.LastAt = model.SideAgent, Now().Add(-time.Duration(g.ago)*time.Second)
		return r
	}
	r.Wait, r.Sight, r.Unseen = Since(g.wait), model.SightUnseen, Since(g.wait)
	if g.seen > 0 {
		r.Sight, r.Unseen, r.SeenFor = model.SightSeen, model.Clock{}, Since(g.seen)
		r.SeenFor.AtLeast = g.visitor == 61780
	}
	return r
}

// Headline returns the figures of the fixture's floor.
func Headline() model.Headline {
	return model.Headline{
		Waiting: 12, WaitingOver: 5, WaitingLevel: model.LevelCritical, Longest: Since(312), LongestKey: model.Key{Visitor: 61780, Thread: 9000},
		SeenNoReply: 4, SeenLongest: Since(221), Unseen: 8, Missing: 1, Active: 48, AgentsActive: 8, BotLane: 2,
		HalfHour: model.Window{
			First:        model.Quantile{N: 42, Median: 38 * time.Second, P90: 110 * time.Second},
			FirstService: model.ServiceLevel{In: 36, Of: 42, Level: model.LevelOK},
			Missed:       2, MissedLevel: model.LevelWarn,
		},
		Today:  model.Window{Missed: 11},
		Totals: &model.DayTotals{At: Now(), Total: 262, Answered: 248, Missed: 11, Response: model.Duration{D: 31 * time.Second, Known: true}},
	}
}
