package linear

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestWindowedOrders(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, blockRows, windowRows + 1, 5*windowRows - 3} {
		w := newWindowed(n)
		w.shuffle(random)
		before := slices.Clone(w.rows)
		w.shuffle(random)
		if n > 1 && slices.Equal(before, w.rows) {
			t.Errorf("%d rows twice in the same order", n)
		}
		for lo := 0; lo < n; lo += windowRows {
			hi := min(n, lo+windowRows)
			window, fetched := slices.Sorted(slices.Values(w.rows[lo:hi])), slices.Sorted(slices.Values(w.fetch[lo:hi]))
			if !slices.Equal(window, fetched) {
				t.Errorf("%d rows: those fetched for the window at %d are others than its own", n, lo)
			}
		}
		if all := slices.Sorted(slices.Values(w.rows)); !slices.Equal(all, ascending(n)) {
			t.Errorf("%d rows: an order is not every row once", n)
		}
	}
}
