package bench

import (
	"testing"
	"time"
)

func TestNextSeed(t *testing.T) {
	ok := func(accuracy float64) Result { return Result{Status: OK, Accuracy: accuracy} }
	for name, c := range map[string]struct {
		results map[uint64]Result
		repeats int
		seed    uint64
		more    bool
	}{
		"nothing done":         {nil, 5, 7, true},
		"one done":             {map[uint64]Result{7: ok(0.8)}, 5, 8, true},
		"one is all":           {map[uint64]Result{7: ok(0.8)}, 1, 0, false},
		"none wanted":          {nil, 0, 0, false},
		"seeds do not matter":  {map[uint64]Result{7: ok(0.8), 8: ok(0.8009)}, 5, 0, false},
		"seeds matter":         {map[uint64]Result{7: ok(0.8), 8: ok(0.8011)}, 5, 9, true},
		"only the first two":   {map[uint64]Result{7: ok(0.8), 8: ok(0.9), 9: ok(0.9)}, 5, 10, true},
		"first one lost":       {map[uint64]Result{8: ok(0.8)}, 5, 7, true},
		"failed":               {map[uint64]Result{7: {Status: Failed}}, 5, 0, false},
		"failed later":         {map[uint64]Result{7: ok(0.8), 8: {Status: Timeout}}, 5, 0, false},
		"other seeds are not":  {map[uint64]Result{1: ok(0.8), 2: ok(0.8)}, 5, 7, true},
		"all repeats are done": {map[uint64]Result{7: ok(0.8), 8: ok(0.9), 9: ok(0.7)}, 3, 0, false},
	} {
		seed, more := NextSeed(c.results, 7, c.repeats)
		if seed != c.seed || more != c.more {
			t.Errorf("%s: NextSeed = %d, %v, want %d, %v", name, seed, more, c.seed, c.more)
		}
	}
}

func TestWithinLimits(t *testing.T) {
	slow := Result{Status: Timeout, TimeLimit: 60, MemoryLimit: 1 << 20}
	large := Result{Status: OOM, TimeLimit: 60, MemoryLimit: 1 << 20}
	for _, c := range []struct {
		result  Result
		timeout time.Duration
		memory  int64
		want    bool
	}{
		{slow, time.Minute, 2 << 20, false},
		{slow, time.Second, 1 << 20, false},
		{slow, 61 * time.Second, 1 << 20, true},
		{slow, 0, 1 << 20, true},
		{large, time.Hour, 1 << 20, false},
		{large, time.Minute, 2 << 20, true},
		{large, time.Minute, 0, true},
		{Result{Status: Failed}, 0, 0, false},
		{Result{Status: OK}, 0, 0, false},
	} {
		if got := c.result.WithinLimits(c.timeout, c.memory); got != c.want {
			t.Errorf("%s at %v s and %d bytes, now %v and %d: %v", c.result.Status, c.result.TimeLimit, c.result.MemoryLimit, c.timeout, c.memory, got)
		}
	}
}
