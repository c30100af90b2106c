package acquire

// A messageRow is the raw fields of a row of a message answer.
type messageRow struct {
	id, chat, visitor        value
	senderType, sender, kind value
	message, date, seen      value
	emailFrom, subject, body value
	first, last, visitorName value
	bot, offline, missed     value
}

// scan splits a row into its fields. Unlike in encoding/json, names are case-sensitive; of
// a repeated name the last one counts.
func (r *messageReader) scan(s *scanner) (raw messageRow) {
	for key := range s.members() {
		switch string(key) {
		case "id":
			raw.id = s.value()
		case "chat_id":
			raw.chat = s.value()
		case "vd_id":
			raw.visitor = s.value()
		case "sender_type":
			raw.senderType = s.value()
		case "sender_id":
			raw.sender = s.value()
		case "type":
			raw.kind = s.value()
		case "message":
			raw.message = s.value()
		case "date_created":
			raw.date = s.value()
		case "seen":
			raw.seen = s.value()
		case "email_from":
			raw.emailFrom = s.value()
		case "subject":
			raw.subject = s.value()
		case "body":
			raw.body = s.value()
		case "first_name":
			raw.first = s.value()
		case "last_name":
			raw.last = s.value()
		case "vd_name":
			raw.visitorName = s.value()
		case "bot_name":
			raw.bot = s.value()
		case "offline_chat":
			raw.offline = s.value()
		case "missed_chat":
			raw.missed = s.value()
		case "account_id", "from", "to", "cm_type", "message_date", "photo", "user",
			"bot_icon", "parent_bot_name", "parent_bot_icon":
		default:
			r.meta.Drift.UnknownField += r.fields.countNew(key)
		}
	}
	return raw
}
