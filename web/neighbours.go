package web

import (
	"fmt"
	"math"
	"sync"

	"github.com/fmnist/fmnist/internal/simd"
)

const (
	// neighbourCount is how many nearest training images an image's page shows.
	neighbourCount = 8
	// perChunk is how many test images a file of neighbours or of votes is of.
	perChunk = 100
)

// neighbour is a training image and the Euclidean distance of its pixels.
type neighbour struct {
	Index    int     `json:"index"`
	Distance float64 `json:"distance"`
}

func (x *Images) addNeighbours() {
	for from := 0; from < x.data.Test.Len(); from += perChunk {
		to := min(x.data.Test.Len(), from+perChunk)
		found := sync.OnceValue(func() any { return x.nearest(from, to) })
		addScript(x.files, fmt.Sprintf("%sneighbours-%d.js", x.folder, from/perChunk), func() (any, error) { return found(), nil })
	}
}

// nearest are the nearest training images of the test images from to to-1,
// nearest first; of equally near ones the first in the training set. Every
// distance is computed, in whole numbers: a chunk takes a third of a second.
func (x *Images) nearest(from, to int) [][]neighbour {
	size := x.data.Rows * x.data.Cols
	train, test := x.data.Train, x.data.Test
	found := make([][]candidate, to-from)
	// A block of training images stays in the cache for all test images.
	const block = 256
	for lo := 0; lo < train.Len(); lo += block {
		for i := range found {
			query := test.Images[(from+i)*size : (from+i+1)*size]
			for t := lo; t < min(train.Len(), lo+block); t++ {
				found[i] = insert(found[i], candidate{t, simd.SquaredL2U8(query, train.Images[t*size:(t+1)*size])})
			}
		}
	}
	all := make([][]neighbour, len(found))
	for i := range found {
		for _, c := range found[i] {
			all[i] = append(all[i], neighbour{c.index, math.Sqrt(float64(c.squared))})
		}
	}
	return all
}

type candidate struct {
	index   int
	squared uint64
}

// insert keeps the nearest neighbourCount candidates in order.
func insert(nearest []candidate, c candidate) []candidate {
	if len(nearest) < neighbourCount {
		nearest = append(nearest, c)
	} else if c.squared >= nearest[len(nearest)-1].squared {
		return nearest
	}
	i := len(nearest) - 1
	for ; i > 0 && nearest[i-1].squared > c.squared; i-- {
		nearest[i] = nearest[i-1]
	}
	nearest[i] = c
	return nearest
}
