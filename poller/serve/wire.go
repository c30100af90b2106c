package serve

import (
	"bytes"
	"encoding/json"

	"floorwatch/model"
)

// The protocol, a line each:
//
//	server: {"floorwatch":1,"server":"…"}   first
//	        {"joining":true}                the whole floor follows
//	        Events                          the floor as it was a moment ago, and what has changed since
//	        {"joining":false}               the floor is up to date
//	        Events                          what changes
//	        an empty line                   a heartbeat where nothing else is sent
//	        {"bye":"…"}                     why the server closes
//	viewer: {"flate":true}                  first: whole floors may come in blocks
//	        {"look":{…}} {"refresh":true} {"ack":{…}} {"claim":{…}} {"did":{…}}
//
// To a viewer that has asked for it the whole floor comes in blocks: {"flate":N} and, behind its LF, N bytes
// of DEFLATE which are lines.
//
// Unknown fields are ignored, so only what an older program would get wrong
// needs a new version.
const wireVersion = 1

const (
	handshakePrefix = `{"floorwatch":`
	closePrefix     = `{"bye":`
	snapshotPrefix  = `{"joining":`
	maxHandshake    = 4 << 10
	maxRequest      = 4 << 10
)

type handshake struct {
	Version int    `json:"floorwatch"`
	Server  string `json:"server"`
}

type closeNotice struct {
	Reason string `json:"bye"`
}

// A snapshotMark stands before and after the whole floor. The Events between the two are of several moments, so the
// viewer shows no Health of theirs.
type snapshotMark struct {
	Begins bool `json:"joining"`
}

// A request is a line from a viewer.
type request struct {
	Look    *model.Key         `json:"look,omitempty"`
	Refresh bool               `json:"refresh,omitempty"`
	Ack     *model.Ack         `json:"ack,omitempty"`
	Claim   *model.Claim       `json:"claim,omitempty"`
	Did     *model.AuditAction `json:"did,omitempty"`
	Flate   bool               `json:"flate,omitempty"` // takes blocks
}

// wireLine returns v as a line. All types that it accepts can be encoded.
func wireLine[T handshake | closeNotice | snapshotMark | blockHead | request](v T) []byte {
	line, err := json.Marshal(v)
	if err != nil {
		return []byte{'\n'}
	}
	return append(line, '\n')
}

func parseHandshake(line []byte) (h handshake, ok bool) {
	ok = bytes.HasPrefix(line, []byte(handshakePrefix)) && json.Unmarshal(line, &h) == nil
	return h, ok
}

func parseSnapshotMark(line []byte) (j snapshotMark, ok bool) {
	ok = bytes.HasPrefix(line, []byte(snapshotPrefix)) && json.Unmarshal(line, &j) == nil
	return j, ok
}

func parseCloseNotice(line []byte) (b closeNotice, ok bool) {
	ok = bytes.HasPrefix(line, []byte(closePrefix)) && json.Unmarshal(line, &b) == nil
	return b, ok
}
