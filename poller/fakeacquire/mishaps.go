package fakeacquire

// Mishaps returns one fault of every sort, in the order in which a floor plays
// them: what an operator can meet, and what only a test would think of.
func Mishaps() []Fault {
	return []Fault{
		Status(503),
		RetryAfter(429, "4"),
		{Kind: KindStallHeader},
		{Kind: KindHTML},
		{Kind: KindErrorText, Text: "Something went wrong, please try again."},
		{Kind: KindMalformed, N: 5},
		{Kind: KindReset},
		Status(401),
		Status(500),
		{Kind: KindTruncated},
		Redirect(302, "https://login.example.com/"),
		{Kind: KindErrorObject, Text: "The account is \x1b[31mlocked\x1b[0m."},
		{Kind: KindSlow},
		{Kind: KindWrongCharset},
		RetryAfter(503, "Wed, 21 Oct 2015 07:28:00 GMT"),
		{Kind: KindErrorList, Text: "Too many parameters."},
		{Kind: KindEmpty},
		{Kind: KindBomb},
		{Kind: KindTrailing},
		{Kind: KindStallBody},
		Status(403),
		{Kind: KindNested},
		RetryAfter(429, "soon"),
		{Kind: KindCut},
		{Kind: KindFlood},
		{Kind: KindNoDate},
	}
}
