package bench

import "fmt"

// Needs are what a process must have to work on runs: the same code, and the
// same data.
type Needs struct {
	Programs []NeededProgram   `json:"programs"`
	Data     map[string]string `json:"data"` // name of the data set, by its content digest
}

// NeededProgram is a contestant and the digest of its code. One stands for all
// of its family with that digest.
type NeededProgram struct {
	Contestant
	Program string `json:"program"`
}

// NeedsOf are those of the runs.
func NeedsOf(runs []Run) Needs {
	n := Needs{Data: map[string]string{}}
	seen := map[[2]string]bool{}
	for _, run := range runs {
		if key := [2]string{run.Name, run.Program}; !seen[key] {
			seen[key] = true
			n.Programs = append(n.Programs, NeededProgram{run.Contestant, run.Program})
		}
		n.Data[run.Digest] = run.Dataset
	}
	return n
}

// OtherProgram returns an error if the Runner has other code of a contestant
// than the one that is needed: its results would not be those of the runs' keys.
func (r *Runner) OtherProgram(n Needs) error {
	for _, wanted := range n.Programs {
		here := FamilyProgram(wanted.Contestant)
		if e := r.Externals[wanted.Name]; e != nil {
			here = e.Program
		}
		if here != wanted.Program {
			return fmt.Errorf("another program: the code of %s is %s here, %s is wanted", wanted.Name, orNone(here), orNone(wanted.Program))
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
