package build

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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
	if err := b.confirm(ctx); err != nil {
		return err
	}
	return b.rejectNear(ctx)
}

// rejectEqual rejects photographs with the same pixels as an earlier one.
func (b *builder) rejectEqual(ctx context.Context) error {
	_, err := b.ExecContext(ctx, `
WITH first AS (
	SELECT digest, min(path) AS path, min(class) <> max(class) AS conflict FROM kept GROUP BY digest HAVING count(*) > 1
)
UPDATE photo SET state = 3, other = first.path,
	reason = CASE WHEN conflict THEN ?1 ELSE ?2 END,
	detail = CASE WHEN conflict THEN 'the same pixels are there under several labels' ELSE 'the same pixels' END
FROM first WHERE photo.state = 1 AND photo.digest = first.digest AND (conflict OR photo.path <> first.path)`,
		string(LabelConflict), string(Duplicate))
	return err
}

// confirm finds the pairs of near duplicates.
func (b *builder) confirm(ctx context.Context) error {
	if _, err := b.ExecContext(ctx, "DELETE FROM near"); err != nil {
		return err
	}
	hashes, err := b.hashes(ctx)
	if err != nil {
		return err
	}
	defer hashes.Close()
	pixels, err := b.PrepareContext(ctx, "SELECT pixels FROM photo WHERE id = ?")
	if err != nil {
		return err
	}
	defer pixels.Close()
	return b.change(ctx, "INSERT INTO near VALUES (?, ?)", func(exec func(...any) (sql.Result, error)) error {
		return hashes.pairs(ctx, func(p pair) error {
			var images [2][]byte
			for i, id := range []int64{p.earlier, p.later} {
				if err := pixels.QueryRowContext(ctx, id).Scan(&images[i]); err != nil {
					return err
				}
			}
			if meanDifference(images[0], images[1]) > nearPixels {
				return nil
			}
			_, err := exec(p.earlier, p.later)
			return err
		}, func(done int) { b.tell("duplicates", done, bands) })
	})
}

// hashes are those of the photographs in the order of the paths.
func (b *builder) hashes(ctx context.Context) (*hashTable, error) {
	t, err := newHashTable(b.dir)
	if err != nil {
		return nil, err
	}
	err = b.each(ctx, "SELECT id, hash FROM kept ORDER BY path", nil, func(rows *sql.Rows) error {
		var id, hash int64
		return errors.Join(rows.Scan(&id, &hash), t.add(hashed{uint64(hash), id}))
	})
	if err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

func meanDifference(a, b []uint8) float64 {
	sum := 0
	for i := range a {
		sum += max(int(a[i])-int(b[i]), int(b[i])-int(a[i]))
	}
	return float64(sum) / float64(len(a))
}

// rejectNear rejects the later photograph of every pair whose earlier one is not
// rejected for another pair, and both where their labels differ.
func (b *builder) rejectNear(ctx context.Context) error {
	const pairs = `
SELECT earlier.id, earlier.path, earlier.class, later.id, later.path, later.class
FROM near CROSS JOIN kept AS earlier ON earlier.id = near.earlier CROSS JOIN kept AS later ON later.id = near.later
ORDER BY later.path, earlier.path`
	// If the earlier one is a duplicate itself, the later one need not be one of what
	// that was a duplicate of.
	set := fmt.Sprintf(`
UPDATE photo SET state = 3, reason = ?2, detail = ?3, other = ?4
WHERE id = ?1 AND (state = 1 OR ?2 = '%s') AND (SELECT reason FROM photo WHERE id = ?5) <> '%s'`, LabelConflict, NearDuplicate)
	type place struct {
		id    int64
		path  string
		class int
	}
	return b.change(ctx, set, func(exec func(...any) (sql.Result, error)) error {
		return b.each(ctx, pairs, nil, func(rows *sql.Rows) error {
			var earlier, later place
			if err := rows.Scan(&earlier.id, &earlier.path, &earlier.class, &later.id, &later.path, &later.class); err != nil {
				return err
			}
			const detail = "another rendering of the same picture"
			if earlier.class == later.class {
				_, err := exec(later.id, string(NearDuplicate), detail, earlier.path, earlier.id)
				return err
			}
			conflict := func(one, other place) error {
				text := fmt.Sprintf("%s, there under the label %q", detail, b.classes[other.class])
				_, err := exec(one.id, string(LabelConflict), text, other.path, earlier.id)
				return err
			}
			return errors.Join(conflict(later, earlier), conflict(earlier, later))
		})
	})
}
