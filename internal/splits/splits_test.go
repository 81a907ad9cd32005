package splits

import (
	"math"
	"math/rand/v2"
	"testing"
)

// made is random samples in classes and columns in which values repeat. Rows
// are spread over the columns, the last is the last sample's.
func made(r *rand.Rand, samples, stride int) (columns [Features][]uint8, entries []uint32, ends []int32) {
	const rows = 200
	heaviest := []int{1, 2, 5, 255}[r.IntN(4)]
	for range samples {
		entries = append(entries, uint32(r.IntN(rows))<<8|uint32(1+r.IntN(heaviest)))
	}
	entries[samples-1] = entries[samples-1]&0xff | (rows-1)<<8
	for end := 0; end < samples; {
		end += 1 + r.IntN(samples-end)
		ends = append(ends, int32(end))
	}
	levels := []int{1, 2, 10, 255}[r.IntN(4)]
	for i := range columns {
		columns[i] = make([]uint8, (rows-1)*stride+1)
		for j := range columns[i] {
			if r.IntN(3) > 0 {
				columns[i][j] = uint8(r.IntN(levels+1) * 255 / levels)
			}
		}
	}
	return columns, entries, ends
}

// TestKernels compares every implementation with the twins, on nodes of all
// sizes and every number of features. What lies behind a node's samples and
// behind its features is left as it was.
func TestKernels(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 512 {
		samples, features, stride := 1+round%Samples, r.IntN(Features+1), 1+10*r.IntN(2)
		columns, entries, ends := made(r, samples, stride)
		var node Node
		Enter(&node, entries, ends)
		for _, k := range available() {
			var got, want [Features + 1][Samples]uint8
			for i := range got {
				for j := range got[i] {
					got[i][j] = uint8(r.UintN(256))
				}
			}
			want = got
			gatherGo(want[:features], &columns, stride, entries)
			k.gather(got[:features], &columns, stride, entries)
			if got != want {
				t.Fatalf("%s: %d features of %d samples are not gathered as by the twin", k.name, features, samples)
			}
			score, key := k.bestCut(got[:features], &node)
			wantScore, wantKey := bestCutGo(want[:features], &node)
			if score != wantScore || key != wantKey {
				t.Fatalf("%s: %d features of %d samples: %v of %#x, the twin has %v of %#x", k.name, features, samples, score, key, wantScore, wantKey)
			}
		}
	}
}

// TestBest compares with sums over samples, by the definition.
func TestBest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		samples, features := 1+r.IntN(Samples), 1+r.IntN(Features)
		columns, entries, ends := made(r, samples, 1)
		want := Split{Score: math.Inf(-1)}
		for feature := range features {
			for above := 255; above > 0; above-- {
				score, below := defined(columns[feature], entries, ends, uint8(above))
				if score > want.Score || score == want.Score && score > 0 && want.Feature == feature {
					want = Split{score, feature, below, uint8(above)}
				}
			}
		}
		for want.Score > 0 { // the lowest value that occurs above the threshold
			if score, below := defined(columns[want.Feature], entries, ends, want.Above); score != want.Score || below != want.Below {
				t.Fatal("the reference is wrong")
			}
			if occurs(columns[want.Feature], entries, want.Above) {
				break
			}
			want.Above++
		}
		var node Node
		Enter(&node, entries, ends)
		if got := Best(&node, &columns, features, 1, entries); got != want {
			t.Fatalf("%d features of %d samples: %+v, by the definition %+v", features, samples, got, want)
		}
	}
}

func occurs(column []uint8, entries []uint32, v uint8) bool {
	for _, s := range entries {
		if column[s>>8] == v {
			return true
		}
	}
	return false
}

// defined is the score of a threshold, -Inf if one side is empty, and the
// largest value on the left.
func defined(column []uint8, entries []uint32, ends []int32, above uint8) (score float64, below uint8) {
	var squares, weights [2]float64
	start := int32(0)
	for _, end := range ends {
		var class [2]float64
		for _, s := range entries[start:end] {
			side := 0
			if v := column[s>>8]; v >= above {
				side = 1
			} else {
				below = max(below, v)
			}
			class[side] += float64(s & 0xff)
		}
		for side, w := range class {
			squares[side] += w * w
			weights[side] += w
		}
		start = end
	}
	if weights[0] == 0 || weights[1] == 0 {
		return math.Inf(-1), below
	}
	return (squares[0]*weights[1] + squares[1]*weights[0]) / (weights[0] * weights[1]), below
}

func TestMisuse(t *testing.T) {
	for name, misuse := range map[string]func(n *Node){
		"too many samples":   func(n *Node) { Enter(n, make([]uint32, Samples+1), []int32{Samples + 1}) },
		"no classes":         func(n *Node) { Enter(n, []uint32{1}, nil) },
		"classes that end":   func(n *Node) { Enter(n, []uint32{1, 1}, []int32{1}) },
		"samples of another": func(n *Node) { Best(n, new([Features][]uint8), 1, 1, []uint32{1}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			misuse(new(Node))
		})
	}
}
