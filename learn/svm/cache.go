package svm

import (
	"container/list"
	"sync"
)

// blockKey names a block: the kernel values of one training image, by its
// place in the gram's order, with all images of one class.
type blockKey struct{ row, class int32 }

// block is kernel values, or room for them.
type block struct {
	key    blockKey
	values []float32
	pins   int
	place  *list.Element // in cache.recent, nil while unlisted
}

// cache keeps blocks within a budget of memory, those not used for longest
// going first. All one-vs-one problems share it: the values of an image with
// its own class serve every problem of that class. A block computed again is
// the same bit for bit, so the cache changes speed alone.
type cache struct {
	mu     sync.Mutex
	size   int // numbers a block has room for
	spare  int // blocks that may still be allocated
	free   []*block
	listed map[blockKey]*block
	recent list.List // of the listed blocks, the last used in front
}

// newCache keeps as many blocks of size numbers as fit into the given bytes.
func newCache(bytes int64, size int) *cache {
	return &cache{size: size, spare: int(bytes / (4 * int64(size))), listed: map[blockKey]*block{}}
}

// get is the block of that key, or nil. It stays until unpin.
func (c *cache) get(key blockKey) *block {
	c.mu.Lock()
	defer c.mu.Unlock()
	b := c.listed[key]
	if b != nil {
		b.pins++
		c.recent.MoveToFront(b.place)
	}
	return b
}

// reserve is room for a block, to be filled by the caller and to be given back
// by unpin. If all that the budget allows is in use, it goes beyond it.
func (c *cache) reserve(key blockKey) *block {
	c.mu.Lock()
	defer c.mu.Unlock()
	b := c.vacant()
	b.key, b.pins = key, 1
	return b
}

func (c *cache) vacant() *block {
	if n := len(c.free); n > 0 {
		b := c.free[n-1]
		c.free = c.free[:n-1]
		return b
	}
	if c.spare > 0 {
		c.spare--
		return &block{values: make([]float32, c.size)}
	}
	for e := c.recent.Back(); e != nil; e = e.Prev() {
		if b := e.Value.(*block); b.pins == 0 {
			c.recent.Remove(e)
			delete(c.listed, b.key)
			b.place = nil
			return b
		}
	}
	c.spare-- // owed: unpin lets a block go until this is made good
	return &block{values: make([]float32, c.size)}
}

// list lets others find a block that the caller has filled.
func (c *cache) list(b *block) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.listed[b.key] == nil {
		c.listed[b.key] = b
		b.place = c.recent.PushFront(b)
	}
}

// unpin ends the caller's use of a block.
func (c *cache) unpin(b *block) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b.pins--
	switch {
	case b.pins > 0:
	case c.spare < 0:
		if b.place != nil {
			c.recent.Remove(b.place)
			delete(c.listed, b.key)
		}
		c.spare++
	case b.place == nil:
		c.free = append(c.free, b)
	}
}
