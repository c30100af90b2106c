package serve

import (
	"bytes"
	"encoding/json"

	"floorwatch/model"
)

// The protocol, one message a line:
//
//	server: {"floorwatch":1,"server":"…"}   handshake
//	        {"joining":true}                start of the whole floor
//	        Events                          the floor of a moment ago, and the changes since
//	        {"joining":false}               end of the whole floor: it is up to date
//	        Events                          changes
//	        an empty line                   heartbeat, if there is nothing else to send
//	        {"bye":"…"}                     why the server closes
//	viewer: {"flate":true}                  first: whole floors may be sent as blocks
//	        {"look":{…}} {"refresh":true} {"ack":{…}} {"claim":{…}} {"did":{…}}
//
// For a viewer that has asked for it the whole floor is sent as blocks: {"flate":N} and, after its LF, N bytes
// of DEFLATE that unpack to lines.
//
// Unknown fields are ignored, so only changes that an older program would
// misunderstand need a new version.
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

// A snapshotMark precedes and follows the whole floor. The Events in between are of several moments, so the viewer
// shows none of their Healths.
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
	Flate   bool               `json:"flate,omitempty"` // reads blocks
}

// wireLine returns v as a line. Encoding these types cannot fail.
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
