package dataset

import (
	"context"
	"fmt"
	"sync"
)

// Library finds data sets by their content, for who is told a digest and no
// place. It may be used from several goroutines.
type Library struct {
	Getter  Getter
	Folders []string // that hold data sets which the catalogue does not know, or names as Resolve takes them

	mu   sync.Mutex
	open map[string]*Dataset // by digest
}

// Find returns the data set of that content digest: one that was found before,
// one of the folders, or one of the catalogue, which is fetched if it is not in
// the cache. A folder that cannot be read is an error: the data may be in it.
func (l *Library) Find(ctx context.Context, digest string) (*Dataset, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if d := l.open[digest]; d != nil {
		return d, nil
	}
	for _, e := range Catalogue {
		if e.Digest() == digest {
			d, err := l.Getter.Get(ctx, e)
			return l.keep(d, err)
		}
	}
	for _, folder := range l.Folders {
		d, err := Resolve(ctx, folder, l.Getter.DataDir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", folder, err)
		}
		if d.Digest == digest {
			return l.keep(d, nil)
		}
	}
	return nil, fmt.Errorf("content digest %s: %w", digest, ErrUnknown)
}

func (l *Library) keep(d *Dataset, err error) (*Dataset, error) {
	if err != nil {
		return nil, err
	}
	if l.open == nil {
		l.open = map[string]*Dataset{}
	}
	l.open[d.Digest] = d
	return d, nil
}
