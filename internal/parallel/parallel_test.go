package parallel

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

func TestForCoversEveryIndexOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, chunk := rapid.IntRange(0, 200).Draw(t, "n"), rapid.IntRange(1, 50).Draw(t, "chunk")
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(rapid.IntRange(1, 5).Draw(t, "cores")))
		visits := make([]atomic.Int32, n)
		err := For(context.Background(), n, chunk, func(lo, hi int) {
			if lo%chunk != 0 || hi != min(n, lo+chunk) {
				t.Errorf("chunk %d to %d, chunks must not depend on the cores", lo, hi)
			}
			for i := lo; i < hi; i++ {
				visits[i].Add(1)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range visits {
			if got := visits[i].Load(); got != 1 {
				t.Errorf("index %d visited %d times", i, got)
			}
		}
	})
}

func TestWorkersHaveScratchOfTheirOwn(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	var made atomic.Int32
	var barrier sync.WaitGroup
	barrier.Add(4)
	Workers(context.Background(), 4, 1, func() func(lo, hi int) {
		made.Add(1)
		busy := false
		return func(int, int) {
			if busy {
				t.Error("one goroutine took two of four chunks that wait for each other")
			}
			busy = true
			barrier.Done()
			barrier.Wait()
		}
	})
	if made.Load() != 4 {
		t.Errorf("%d bodies made, want 4", made.Load())
	}
}

func TestForStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var done atomic.Int32
	err := For(ctx, 1000, 1, func(int, int) {
		done.Add(1)
		cancel()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the cancellation", err)
	}
	if n := int(done.Load()); n > runtime.GOMAXPROCS(0) {
		t.Errorf("%d chunks were done after the cancellation", n)
	}
}
