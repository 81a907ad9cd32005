package study

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

func TestAllPairsIsBruteForce(t *testing.T) {
	x := randomImages(700, 100, 1)
	random := rand.New(rand.NewPCG(3, 4))
	for range 80 { // equal and near images, dark ones, and one that is black
		i, j := random.IntN(700), random.IntN(700)
		copy(x.Row(i), x.Row(j))
		x.Row(i)[random.IntN(100)] ^= uint8(random.IntN(2))
	}
	for i := range 100 {
		for j := range x.Row(i) {
			x.Row(i)[j] /= 60
		}
	}
	clear(x.Row(5))
	clear(x.Row(6))
	const limit = 0.1
	nearest, pairs, err := allPairs(context.Background(), x, limit, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	wantNearest, wantPairs := bruteForce(x, limit)
	if diff := cmp.Diff(wantNearest, nearest); diff != "" {
		t.Errorf("nearest (-want +got):\n%s", diff)
	}
	got := map[near]bool{}
	for _, p := range pairs {
		got[p] = true
	}
	if diff := cmp.Diff(wantPairs, got); diff != "" || len(pairs) != len(got) {
		t.Errorf("%d near pairs (-want +got):\n%s", len(pairs), diff)
	}
	if len(pairs) < 40 {
		t.Errorf("only %d near pairs: the test tests little", len(pairs))
	}
}

func bruteForce(x learn.Images, limit float64) ([]nearestTwo, map[near]bool) {
	nearest, pairs := make([]nearestTwo, x.Len()), map[near]bool{}
	zero := make([]uint8, x.Features)
	for i := range nearest {
		nearest[i] = nearestTwo{noNeighbour, noNeighbour}
	}
	for i := range nearest {
		for j := range nearest {
			if i == j {
				continue
			}
			squared := simd.SquaredL2U8(x.Row(i), x.Row(j))
			nearest[i].insert(Neighbour{j, squared})
			if i < j && difference(squared, simd.SquaredL2U8(x.Row(i), zero), simd.SquaredL2U8(x.Row(j), zero)) <= limit {
				pairs[near{i, j, squared}] = true
			}
		}
	}
	return nearest, pairs
}

func TestAllPairsOnAnyNumberOfCores(t *testing.T) {
	x := randomImages(9000, 16, 2) // more than are packed at a time
	run := func(procs int) ([]nearestTwo, []near) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		nearest, pairs, err := allPairs(context.Background(), x, 0.02, func(int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		return nearest, pairs
	}
	one, onePairs := run(1)
	many, manyPairs := run(4)
	if diff := cmp.Diff(one, many); diff != "" {
		t.Errorf("nearest differ:\n%s", diff)
	}
	if diff := cmp.Diff(onePairs, manyPairs); diff != "" || len(onePairs) == 0 {
		t.Errorf("%d near pairs differ:\n%s", len(onePairs), diff)
	}
	// A sample against brute force, in every block of columns.
	for i := 0; i < x.Len(); i += 997 {
		want := nearestTwo{noNeighbour, noNeighbour}
		for j := range x.Len() {
			if i != j {
				want.insert(Neighbour{j, simd.SquaredL2U8(x.Row(i), x.Row(j))})
			}
		}
		if one[i] != want {
			t.Errorf("image %d: %v, want %v", i, one[i], want)
		}
	}
}

func TestAllPairsRefuses(t *testing.T) {
	if _, _, err := allPairs(context.Background(), randomImages(2, 9, 1), 0, func(int, int) {}); err == nil {
		t.Error("two images: no error")
	}
	black := learn.Images{Features: 9, Pixels: make([]uint8, 9*1600)}
	if _, _, err := allPairs(context.Background(), black, 0.01, func(int, int) {}); err == nil {
		t.Error("more than a million pairs: no error")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := allPairs(ctx, randomImages(2000, 9, 1), 0, func(int, int) {}); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}

// TestTwoNN takes points spread evenly in cubes of known dimension.
func TestTwoNN(t *testing.T) {
	for _, dimension := range []int{4, 7} {
		x := randomImages(4000, dimension, uint64(dimension))
		nearest, _, err := allPairs(context.Background(), x, 0, func(int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		got, ok := twoNN(nearest)
		if !ok || math.Abs(got-float64(dimension)) > 0.15*float64(dimension) {
			t.Errorf("dimension %d: %v, %t", dimension, got, ok)
		}
	}
	if _, ok := twoNN(make([]nearestTwo, 100)); ok {
		t.Error("equal images have a dimension")
	}
}
