package dataset

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/fmnist/fmnist/idx"
)

// provenanceFile stands beside the four files in the cache.
const provenanceFile = "provenance.json"

// Provenance is how a data set came into the cache.
type Provenance struct {
	Name     string    `json:"name"`
	Digest   string    `json:"digest"` // ContentDigest
	Source   string    `json:"source"`
	Obtained time.Time `json:"obtained"`
}

// readOrigin reads the provenance where there is one. A record of another
// content is worth a warning, not an error: the data are what they are.
func (d *Dataset) readOrigin() {
	path := filepath.Join(d.Dir, provenanceFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	p := new(Provenance)
	if err == nil {
		err = json.Unmarshal(b, p)
	}
	switch {
	case err != nil:
		d.Warnings = append(d.Warnings, fmt.Sprintf("the provenance cannot be read: %s: %v", path, err))
	case p.Digest != d.Digest:
		d.Warnings = append(d.Warnings, fmt.Sprintf("%s is about other content", path))
	default:
		d.Origin = p
	}
}

// write records the provenance in a folder, atomically.
func (p Provenance) write(dir string) error {
	b, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	f, err := idx.Create(filepath.Join(dir, provenanceFile))
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(append(b, '\n')); err != nil {
		return err
	}
	return f.Commit()
}
