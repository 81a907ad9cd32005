package bench

import (
	"fmt"
	"maps"
	"slices"
)

// Needs are what a process must have to work on runs: the same code, and the
// same data.
type Needs struct {
	Programs map[string]string `json:"programs"` // digest of the code, by the contestant's name
	Data     map[string]string `json:"data"`     // name of the data set, by its content digest
}

// NeedsOf are those of the runs.
func NeedsOf(runs []Run) Needs {
	n := Needs{map[string]string{}, map[string]string{}}
	for _, run := range runs {
		n.Programs[run.Name] = run.Program
		n.Data[run.Digest] = run.Dataset
	}
	return n
}

// OtherProgram returns an error if the Runner has other code of a contestant
// than the one that is needed: its results would not be those of the runs' keys.
func (r *Runner) OtherProgram(n Needs) error {
	for _, name := range slices.Sorted(maps.Keys(n.Programs)) {
		wanted, here := n.Programs[name], FamilyProgram(name)
		if e := r.Externals[name]; e != nil {
			here = e.Program
		}
		if here != wanted {
			return fmt.Errorf("another program: the code of %s is %s here, %s is wanted", name, orNone(here), orNone(wanted))
		}
	}
	return nil
}

func orNone(digest string) string {
	if digest == "" {
		return "none"
	}
	return digest
}
