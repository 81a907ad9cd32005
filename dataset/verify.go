package dataset

import (
	"context"
	"errors"
	"path/filepath"
)

// Verify reads the data set that Resolve finds and returns everything that is
// wrong with it. On top of what Open checks, a folder that is called like a
// known data set has to be it, and what is in the cache under a known name has
// to have its digests.
func Verify(ctx context.Context, nameOrDir, dataDir string) (*Dataset, []error) {
	d, err := Resolve(ctx, nameOrDir, dataDir)
	if err != nil {
		return nil, Faults(err)
	}
	called := Lookup(folderName(d.Dir))
	if called == nil || called == d.Entry {
		return d, nil
	}
	if d.Entry != nil {
		return d, []error{errors.New(d.Warnings[0])}
	}
	var faults []error
	for i, f := range d.Files {
		if f.SHA256 != called.SHA256[i] {
			faults = append(faults, wrongContent(filepath.Clean(f.Path), f.SHA256, called, i))
		}
	}
	return d, faults
}
