package bench

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/fmnist/fmnist/learn/course"
)

// news is a line that a child writes before its answer.
type news struct {
	Epoch course.Epoch `json:"epoch"`
}

// newsPrefix is how the lines begin, and no answer does.
var newsPrefix = []byte(`{"epoch":`)

// TellEpoch is for a child's attendant: it tells the parent by the child's
// standard output.
func TellEpoch(out io.Writer, e course.Epoch) error {
	return json.NewEncoder(out).Encode(news{e})
}

// listener takes the news out of what a child writes and keeps the rest.
type listener struct {
	bounded
	told func(course.Epoch)
}

func (l *listener) Write(p []byte) (int, error) {
	n, err := l.bounded.Write(p)
	for bytes.HasPrefix(l.kept.Bytes(), newsPrefix) {
		line, _, whole := bytes.Cut(l.kept.Bytes(), []byte("\n"))
		if !whole {
			break
		}
		var heard news
		if json.Unmarshal(line, &heard) == nil {
			l.told(heard.Epoch)
		}
		l.kept.Next(len(line) + 1)
	}
	return n, err
}

// tellOf passes the run's epochs on, also as a line of its output.
func (r *Runner) tellOf(run Run) func(course.Epoch) {
	return func(e course.Epoch) {
		if r.Output != nil {
			fmt.Fprintln(r.Output(run), e)
		}
		if r.Epoch != nil {
			r.Epoch(run, e)
		}
	}
}

const (
	checkpointSuffix = ".checkpoint"
	// abandonedAfter is when nobody will come back for a checkpoint.
	abandonedAfter = 30 * 24 * time.Hour
)

// checkpoint is the file in which the run's fit keeps how far it is.
func (r *Runner) checkpoint(run Run) string {
	sum := sha256.Sum256([]byte(run.Key()))
	return filepath.Join(r.Checkpoints, hex.EncodeToString(sum[:16])+checkpointSuffix)
}

// endCheckpoint removes the checkpoint of a run that has come to its end, and
// those that nobody came back for. That it cannot is no reason to lose a result.
func (r *Runner) endCheckpoint(run Run) {
	if r.Checkpoints == "" {
		return
	}
	_ = os.Remove(r.checkpoint(run))
	all, _ := filepath.Glob(filepath.Join(r.Checkpoints, "*"+checkpointSuffix))
	for _, path := range all {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > abandonedAfter {
			_ = os.Remove(path)
		}
	}
	_ = os.Remove(r.Checkpoints) // if it is empty
}
