package dataset

import (
	"context"
	"os"
)

// Folder is a folder that has the files already.
type Folder string

func (f Folder) String() string { return "folder " + string(f) }

// Fetch has nothing to do but look.
func (f Folder) Fetch(context.Context, *Entry, string, Progress) (string, error) {
	if _, err := os.Stat(string(f)); err != nil {
		return "", err
	}
	for i := range numFiles {
		if _, err := find(string(f), i); err != nil {
			return "", err
		}
	}
	return string(f), nil
}
