package keep

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"floorwatch/model/safetext"
	"floorwatch/poller/regular"
	"floorwatch/ui/alert"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/system"
)

// An AlertMemory is the file of the alerts that were sent, for the process that sends them. It implements call.Store.
// A second process with the same configuration gets none.
type AlertMemory struct {
	path    string
	lock    *os.File // held while the process runs
	log     *slog.Logger
	last    []byte
	failing bool
}

// alertMemoryLimit is far more bytes than the alerts of a bad day need; rememberedAlerts limits the alerts read.
const (
	alertMemoryLimit = 1 << 20
	rememberedAlerts = 1000
)

// alertMemory is the file's format.
type alertMemory struct {
	Version int                `json:"version"`
	Alerts  []alert.Remembered `json:"alerts"`
}

// OpenAlertMemory locks the file that belongs to the configuration at cfgPath. If it cannot, it logs why and returns nil.
func OpenAlertMemory(cfgPath string, env func(string) string, log *slog.Logger) *AlertMemory {
	m := &AlertMemory{log: log}
	var err error
	if m.path, err = config.AlertsPath(env, cfgPath); err == nil {
		err = os.MkdirAll(filepath.Dir(m.path), 0o700)
	}
	if err == nil {
		m.lock, err = os.OpenFile(m.path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	}
	if err == nil {
		if err = regular.Lock(m.lock); err != nil {
			err = errors.Join(err, m.lock.Close())
		}
	}
	if err != nil {
		log.Warn("sent alerts will not be remembered after a restart", "err", err)
		return nil
	}
	return m
}

// Read implements call.Store. The file's modification time is when the process last ran.
func (m *AlertMemory) Read() (list []alert.Remembered, away time.Duration, err error) {
	data, info, err := regular.Read(m.path, alertMemoryLimit)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	var kept alertMemory
	if err == nil {
		err = json.Unmarshal(data, &kept)
	}
	if err == nil && kept.Version != 1 {
		err = fmt.Errorf("it is of version %d, which this floorwatch does not know", kept.Version)
	}
	if err != nil {
		m.log.Warn("the alerts sent before the start cannot be read", "file", m.path, "err", safetext.Line(err.Error()))
		return nil, 0, err
	}
	if len(kept.Alerts) > rememberedAlerts {
		kept.Alerts = kept.Alerts[:rememberedAlerts]
	}
	return kept.Alerts, time.Since(info.ModTime()), nil
}

// Write implements call.Store. It replaces the file, and logs if it cannot.
func (m *AlertMemory) Write(list []alert.Remembered) {
	data, err := json.Marshal(alertMemory{1, list})
	if err == nil && bytes.Equal(data, m.last) {
		now := time.Now()
		if os.Chtimes(m.path, now, now) == nil {
			return
		}
	}
	if err == nil {
		err = system.ReplaceFile(m.path, string(data)+"\n", system.NewFileMode(true))
	}
	if err == nil {
		err = os.Chmod(m.path, system.NewFileMode(true)) // also if others had created it
	}
	if m.last = data; err != nil {
		m.last = nil
	}
	if err != nil && !m.failing {
		m.log.Warn("sent alerts will not be remembered after a restart", "err", err)
	}
	m.failing = err != nil
}

// Close implements call.Store: it unlocks the file for another process.
func (m *AlertMemory) Close() { _ = regular.Unlock(m.lock) }
