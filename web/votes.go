package web

import (
	"fmt"

	"github.com/fmnist/fmnist/bench"
)

// votes are what the contestants said about the test images of a data set, by
// the first repeat of each that is ok.
type votes struct {
	set         *Images
	rows        []string // ids, see row
	predictions [][]uint8
}

func newVotes(set *Images, rows []row) votes {
	v := votes{set: set}
	for _, r := range rows {
		first, ok := r.First()
		if ok && r.Digest == set.data.Digest && len(first.Predictions) == set.data.Test.Len() {
			v.rows, v.predictions = append(v.rows, r.ID), append(v.predictions, first.Predictions)
		}
	}
	return v
}

// add adds, for every perChunk test images, all votes about them; and for all
// images together how many contestants are wrong.
func (v votes) add(files map[string]file) {
	for from := 0; from < v.set.data.Test.Len(); from += perChunk {
		to := min(v.set.data.Test.Len(), from+perChunk)
		addScript(files, fmt.Sprintf("%svotes-%d.js", v.set.folder, from/perChunk), func() (any, error) {
			chunk := make([][]uint8, len(v.predictions))
			for i, p := range v.predictions {
				chunk[i] = p[from:to]
			}
			return map[string]any{"rows": v.rows, "votes": chunk}, nil
		})
	}
	addScript(files, v.set.folder+"misses.js", func() (any, error) {
		return map[string]any{"contestants": len(v.rows), "misses": bench.Misses(v.set.data.Test.Labels, v.predictions)}, nil
	})
}
