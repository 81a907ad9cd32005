package study

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// dataExt is the extension of a study's data file, whose name is the study's.
const dataExt = ".json"

// ReadPages reads the pages that Write has put into a folder, in the order of
// Names: none where there is no such folder. Their Data is a *json.RawMessage.
// What a page says of its files holds: they are in the folder.
func ReadPages(dir string) ([]*Page, error) {
	var pages []*Page
	for _, name := range Names {
		path := filepath.Join(dir, name+dataExt)
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		p := &Page{Data: new(json.RawMessage)}
		if err == nil {
			err = json.Unmarshal(b, p)
		}
		if err == nil {
			p.noNulls()
			err = p.check(name, dir)
		}
		if err != nil {
			return nil, fmt.Errorf("study: %s: %w", path, err)
		}
		pages = append(pages, p)
	}
	return pages, nil
}

// noNulls makes empty lists of those that are nil: in JSON they are lists, too.
func (p *Page) noNulls() {
	fill(&p.Sources)
	fill(&p.DataSets)
	fill(&p.Sentences)
	fill(&p.Tables)
	fill(&p.Pictures)
	for i := range p.Tables {
		fill(&p.Tables[i].Header)
		fill(&p.Tables[i].Rows)
	}
}

func fill[T any](list *[]T) {
	if *list == nil {
		*list = []T{}
	}
}

// Mark changes when the pages of a folder do: it tells whether to read them again
// without reading them.
func Mark(dir string) string {
	var b strings.Builder
	for _, name := range Names {
		if info, err := os.Stat(filepath.Join(dir, name+dataExt)); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", name, info.ModTime().UnixNano(), info.Size())
		}
	}
	return b.String()
}

// FileNames are the files of the page, its data file first.
func (p *Page) FileNames() []string {
	names := []string{p.Study + dataExt}
	for _, t := range p.Tables {
		names = append(names, t.File)
	}
	for _, x := range p.Pictures {
		names = append(names, x.File, x.Dark)
	}
	for _, x := range p.Files {
		names = append(names, x.File)
	}
	return names
}

// check returns an error where a page that was read is not one of the study of
// that name in that folder.
func (p *Page) check(name, dir string) error {
	if p.Study != name {
		return fmt.Errorf("it is of the study %q", p.Study)
	}
	if len(p.Sentences) == 0 {
		return errors.New("it has no sentence")
	}
	for _, t := range p.Tables {
		if err := t.check(); err != nil {
			return fmt.Errorf("the table %q: %w", t.File, err)
		}
	}
	for _, file := range p.FileNames() {
		if !strings.HasPrefix(file, name) || filepath.Base(file) != file {
			return fmt.Errorf("the file %q is none of the study", file)
		}
		if info, err := os.Lstat(filepath.Join(dir, file)); err != nil || !info.Mode().IsRegular() {
			return fmt.Errorf("the file %s is not there", file)
		}
	}
	return nil
}

func (t Table) check() error {
	for i, row := range t.Rows {
		if len(row) != len(t.Header) {
			return fmt.Errorf("row %d has %d cells, want %d", i+1, len(row), len(t.Header))
		}
	}
	for _, column := range t.Images {
		if column < 1 || column >= len(t.Header) {
			return fmt.Errorf("images in the column %d of %d, want one that has another before it", column, len(t.Header))
		}
	}
	return nil
}
