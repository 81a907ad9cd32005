package dataset

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// DataDir is the folder of the cache: the given one, else the environment
// variable FMNIST_DATA, else fmnist in the user's cache folder.
func DataDir(given string) (string, error) {
	if given != "" {
		return given, nil
	}
	if dir := os.Getenv("FMNIST_DATA"); dir != "" {
		return dir, nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no folder for the cache (--data-dir or FMNIST_DATA names one): %w", err)
	}
	return filepath.Join(dir, "fmnist"), nil
}

// Resolve reads the data set of that name from the cache in dataDir (as DataDir
// takes it), or else from the folder of that name. A known data set that is not
// in the cache is ErrNotCached. It does not fetch anything: Getter does.
func Resolve(ctx context.Context, nameOrDir, dataDir string) (*Dataset, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	dir, err := Locate(nameOrDir, dataDir)
	if err != nil {
		return nil, err
	}
	return Open(dir)
}

// Locate is the folder that Resolve reads.
func Locate(nameOrDir, dataDir string) (string, error) {
	dataDir, err := DataDir(dataDir)
	if err != nil {
		return "", err
	}
	if !isPath(nameOrDir) {
		name := nameOrDir
		entry := Lookup(name)
		if entry != nil {
			name = entry.Name
		}
		cached := filepath.Join(dataDir, name)
		if isFolder(cached) {
			return cached, nil
		}
		if entry != nil {
			return "", fmt.Errorf("%s: %w %s: fmnist get %s fetches it", name, ErrNotCached, dataDir, name)
		}
	}
	if _, err := os.Stat(nameOrDir); errors.Is(err, fs.ErrNotExist) && !isPath(nameOrDir) {
		return "", fmt.Errorf("%s: %w (known: %s)", nameOrDir, ErrUnknown, strings.Join(Names(), ", "))
	}
	return nameOrDir, nil
}

// isPath says whether an argument can only mean a folder.
func isPath(s string) bool {
	return s == "" || s == "." || s == ".." || strings.ContainsRune(s, '/') || strings.ContainsRune(s, filepath.Separator)
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// Names are the names of the catalogue.
func Names() []string {
	var names []string
	for _, e := range Catalogue {
		names = append(names, e.Name)
	}
	return names
}
