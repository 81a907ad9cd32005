package build

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math/bits"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
)

// Two photographs are near duplicates when their perceptual hashes differ in at
// most nearBits of 64 bits and their images by at most nearPixels of 255 in the
// mean. Of 40 photographs, 36 recompressed at quality 90, 31 at quality 40, 31 enlarged
// by half, 30 made smaller by a third, 38 saved without a loss and 9 made paler by a
// fifth were within that; the hashes of two different ones differed in 18 bits and
// more. In Fashion-MNIST the nearest neighbours among 3,000 images differ by 7 and more.
const (
	nearBits   = 7
	nearPixels = 6.0
)

// pair are two photographs by their rank in the order of the paths.
type pair struct{ earlier, later int }

// findDuplicates rejects the later of two photographs that are the same. Which is
// the later, their paths decide. Where the labels differ one of them is wrong, and
// both are rejected.
func (b *builder) findDuplicates(ctx context.Context) error {
	_, err := b.ExecContext(ctx, "UPDATE photo SET state = 1, reason = '', detail = '', other = '' WHERE state = 3")
	if err != nil {
		return err
	}
	if err := b.rejectEqual(ctx); err != nil {
		return err
	}
	var ids []int64
	var hashes []uint64
	err = b.each(ctx, "SELECT id, hash FROM photo WHERE state = 1 ORDER BY path", nil, func(rows *sql.Rows) error {
		var id, hash int64
		err := rows.Scan(&id, &hash)
		ids, hashes = append(ids, id), append(hashes, uint64(hash))
		return err
	})
	if err != nil {
		return err
	}
	near, err := b.confirm(ctx, ids, hashes)
	if err != nil {
		return err
	}
	return b.rejectNear(ctx, ids, near)
}

// rejectEqual rejects photographs with the same pixels as an earlier one.
func (b *builder) rejectEqual(ctx context.Context) error {
	_, err := b.ExecContext(ctx, `
WITH first AS (
	SELECT digest, min(path) AS path, count(DISTINCT class) AS classes FROM photo WHERE state = 1 GROUP BY digest HAVING count(*) > 1
)
UPDATE photo SET state = 3, other = first.path,
	reason = CASE WHEN classes > 1 THEN ?1 ELSE ?2 END,
	detail = CASE WHEN classes > 1 THEN 'the same pixels are there under several labels' ELSE 'the same pixels' END
FROM first WHERE photo.state = 1 AND photo.digest = first.digest AND (classes > 1 OR photo.path <> first.path)`,
		string(LabelConflict), string(Duplicate))
	return err
}

// confirm finds the pairs of near duplicates, ordered by the later one.
func (b *builder) confirm(ctx context.Context, ids []int64, hashes []uint64) ([]pair, error) {
	pixels, err := b.PrepareContext(ctx, "SELECT pixels FROM photo WHERE id = ?")
	if err != nil {
		return nil, err
	}
	defer pixels.Close()
	var near []pair
	err = candidates(ctx, hashes, func(p pair) error {
		var images [2][]byte
		for i, rank := range []int{p.earlier, p.later} {
			if err := pixels.QueryRowContext(ctx, ids[rank]).Scan(&images[i]); err != nil {
				return err
			}
		}
		if meanDifference(images[0], images[1]) <= nearPixels {
			near = append(near, p)
		}
		return nil
	}, func(done int) { b.tell("duplicates", done, bands) })
	slices.SortFunc(near, func(a, b pair) int { return cmp.Or(a.later-b.later, a.earlier-b.earlier) })
	return near, err
}

func meanDifference(a, b []uint8) float64 {
	sum := 0
	for i := range a {
		sum += max(int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	return float64(sum) / float64(len(a))
}

// bands are parts of a hash of 8 bits each. Two hashes that differ in fewer bits
// than there are bands agree in one of them.
const (
	bands    = 8
	bandBits = 64 / bands
)

// candidates calls found for every pair of hashes that differ in at most nearBits
// bits, once, from one goroutine, in no order.
func candidates(ctx context.Context, hashes []uint64, found func(pair) error, tell func(band int)) error {
	order := make([]int32, len(hashes))
	for band := range bands {
		starts := sortByBand(hashes, band, order)
		pairs, failed := make(chan pair, 1024), make(chan error, 1)
		go func() {
			var err error
			for p := range pairs {
				if err == nil {
					err = found(p)
				}
			}
			failed <- err
		}()
		err := parallel.For(ctx, len(starts)-1, 1, func(i, _ int) {
			compare(hashes, order[starts[i]:starts[i+1]], band, pairs)
		})
		close(pairs)
		if err := cmp.Or(<-failed, err); err != nil {
			return err
		}
		tell(band + 1)
	}
	return nil
}

// sortByBand orders the ranks of the hashes by a band. Those that agree in it begin
// at its value in starts.
func sortByBand(hashes []uint64, band int, order []int32) (starts []int) {
	starts = make([]int, 1<<bandBits+1)
	value := func(h uint64) int { return int(h>>(band*bandBits)) & (1<<bandBits - 1) }
	for _, h := range hashes {
		starts[value(h)+1]++
	}
	for i := range starts[1:] {
		starts[i+1] += starts[i]
	}
	next := slices.Clone(starts)
	for rank, h := range hashes {
		order[next[value(h)]] = int32(rank)
		next[value(h)]++
	}
	return starts
}

// compare sends the pairs among ranks, which agree in the band, that are near and
// agree in no band before it: those were sent then.
func compare(hashes []uint64, ranks []int32, band int, pairs chan<- pair) {
	for i, earlier := range ranks {
		for _, later := range ranks[i+1:] {
			differ := hashes[earlier] ^ hashes[later]
			if bits.OnesCount64(differ) <= nearBits && !agreesBefore(differ, band) {
				pairs <- pair{int(earlier), int(later)}
			}
		}
	}
}

// agreesBefore reports whether two hashes that differ in the given bits agree in a
// band before the given one.
func agreesBefore(differ uint64, band int) bool {
	for i := range band {
		if differ>>(i*bandBits)&(1<<bandBits-1) == 0 {
			return true
		}
	}
	return false
}

// rejectNear rejects the later photograph of every pair whose earlier one is not
// rejected for another pair, and both where their labels differ.
func (b *builder) rejectNear(ctx context.Context, ids []int64, near []pair) error {
	type place struct {
		path  string
		class int
	}
	look := func(rank int) (p place, err error) {
		err = b.QueryRowContext(ctx, "SELECT path, class FROM photo WHERE id = ?", ids[rank]).Scan(&p.path, &p.class)
		return p, err
	}
	gone := map[int]rejection{}
	for _, p := range near {
		if r, ok := gone[p.earlier]; ok && r.reason == NearDuplicate {
			continue // of one that the later one may not be a duplicate of
		}
		earlier, err := look(p.earlier)
		if err != nil {
			return err
		}
		later, err := look(p.later)
		if err != nil {
			return err
		}
		detail := "another rendering of the same picture"
		if earlier.class == later.class {
			if gone[p.later].reason == "" {
				gone[p.later] = rejection{NearDuplicate, detail, earlier.path}
			}
			continue
		}
		detail = fmt.Sprintf("%s, there under the label %%q", detail)
		gone[p.earlier] = rejection{LabelConflict, fmt.Sprintf(detail, b.classes[later.class]), later.path}
		gone[p.later] = rejection{LabelConflict, fmt.Sprintf(detail, b.classes[earlier.class]), earlier.path}
	}
	const set = "UPDATE photo SET state = 3, reason = ?, detail = ?, other = ? WHERE id = ?"
	return b.change(ctx, set, func(exec func(...any) (sql.Result, error)) error {
		for rank, r := range gone {
			if _, err := exec(string(r.reason), r.detail, r.other, ids[rank]); err != nil {
				return err
			}
		}
		return nil
	})
}
