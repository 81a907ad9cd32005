package web

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"

	"github.com/fmnist/fmnist/study"
)

const (
	studiesPath   = "data/studies.js"
	studiesFolder = "studies/" // of the files of studies
	// mostRows is how many rows of a table the pages have at most; its file has all.
	mostRows = 1000
)

// studies is what studiesPath holds.
type studies struct {
	Folder  string      `json:"folder"`  // of the site, with the files
	Command string      `json:"command"` // that makes all of them
	Missing []string    `json:"missing"` // names of studies that are not here
	Fault   string      `json:"fault"`   // why there are none, where that is one
	Pages   []studyPage `json:"pages"`
}

// studyPage is a study as the site shows it: without what only the data file has.
type studyPage struct {
	*study.Page
	File   string       `json:"file"` // with the data
	Data   any          `json:"data,omitempty"`
	Tables []studyTable `json:"tables"`
}

// studyTable has the first of a table's rows.
type studyTable struct {
	study.Table
	All int `json:"all"` // rows of the file
}

// addStudies adds the studies of the folder that the options name. Studies that
// cannot be read do not keep a live site from showing its results.
func (s *Site) addStudies(o Options) error {
	all := studies{Folder: studiesFolder, Command: studyCommand(o), Missing: slices.Clone(study.Names), Pages: []studyPage{}}
	var pages []*study.Page
	if o.Studies != "" {
		var err error
		if pages, err = study.ReadPages(o.Studies); err != nil {
			if !o.Live {
				return err
			}
			all.Fault = err.Error()
		}
	}
	for _, p := range pages {
		all.Missing = slices.DeleteFunc(all.Missing, func(name string) bool { return name == p.Study })
		all.Pages = append(all.Pages, newStudyPage(p))
		for _, name := range p.FileNames() {
			s.files[studiesFolder+name] = func() ([]byte, error) { return os.ReadFile(filepath.Join(o.Studies, name)) }
		}
	}
	addScript(s.files, studiesPath, func() (any, error) { return all, nil })
	return nil
}

func newStudyPage(p *study.Page) studyPage {
	shown := studyPage{Page: p, File: p.FileNames()[0]}
	for _, t := range p.Tables {
		n := len(t.Rows)
		t.Rows = t.Rows[:min(n, mostRows)]
		shown.Tables = append(shown.Tables, studyTable{t, n})
	}
	return shown
}

// studyCommand is the command after which the site has studies.
func studyCommand(o Options) string {
	command := "fmnist study all"
	if o.Source != "" {
		command += " --db " + shellQuote(o.Source)
	}
	return command + " --out " + shellQuote(cmp.Or(o.Studies, "studies"))
}
