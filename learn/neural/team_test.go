package neural

import (
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestTeamDoesEachOnce also lets the members fall asleep between loops.
func TestTeamDoesEachOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		team := newTeam(rapid.IntRange(1, 5).Draw(t, "size"))
		defer team.close()
		for range rapid.IntRange(1, 20).Draw(t, "loops") {
			n := rapid.IntRange(0, 50).Draw(t, "n")
			if rapid.IntRange(0, 9).Draw(t, "pause") == 0 {
				time.Sleep(time.Millisecond)
			}
			counts := make([]atomic.Int32, n)
			team.each(n, func(i int) { counts[i].Add(1) })
			for i := range counts {
				if c := counts[i].Load(); c != 1 {
					t.Fatalf("body(%d) of %d was called %d times", i, n, c)
				}
			}
		}
	})
}

// TestTeamWaits makes the caller the one that sleeps.
func TestTeamWaits(t *testing.T) {
	team := newTeam(3)
	defer team.close()
	var slow atomic.Int32
	team.each(3, func(i int) {
		time.Sleep(time.Duration(i*10) * time.Millisecond)
		slow.Add(1)
	})
	if n := slow.Load(); n != 3 {
		t.Errorf("each returned after %d of 3 bodies", n)
	}
}
