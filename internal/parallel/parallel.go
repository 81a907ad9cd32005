// Package parallel splits loops over the cores such that the result does not
// depend on how many there are.
package parallel

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// For calls body(lo, hi) over [0, n) in chunks of the given size, from up to
// GOMAXPROCS goroutines. The chunks are the same whatever the number of cores,
// so a body that writes only to places of its own chunk gives the same result
// everywhere. It returns ctx.Err() as soon as ctx is done, with chunks left out.
func For(ctx context.Context, n, chunk int, body func(lo, hi int)) error {
	return Workers(ctx, n, chunk, func() func(lo, hi int) { return body })
}

// Workers is For with a body made once a goroutine, for bodies that carry
// scratch space.
func Workers(ctx context.Context, n, chunk int, newBody func() func(lo, hi int)) error {
	if chunk <= 0 {
		panic("parallel: chunk must be positive")
	}
	chunks := (n + chunk - 1) / chunk
	var next atomic.Int64
	work := func() {
		body := newBody()
		for ctx.Err() == nil {
			c := int(next.Add(1)) - 1
			if c >= chunks {
				return
			}
			body(c*chunk, min(n, (c+1)*chunk))
		}
	}
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), chunks) - 1 {
		wg.Go(work)
	}
	if chunks > 0 {
		work()
	}
	wg.Wait()
	return ctx.Err()
}
