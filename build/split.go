package build

import (
	"context"
	"database/sql"
)

// testPart is how many images there are for one of the test set: 7 + 1.
const testPart = 8

// split draws the test set: an eighth of every class, rounded. Products come in an
// order drawn by the seed; one is taken as a whole if there is still room for all
// its photographs, so a product is never on both sides.
func (b *builder) split(ctx context.Context) error {
	room := make([]int, len(b.classes))
	err := b.each(ctx, "SELECT class, count(*) FROM kept GROUP BY class", nil, func(rows *sql.Rows) error {
		var class, n int
		err := rows.Scan(&class, &n)
		room[class] = (n + testPart/2) / testPart
		return err
	})
	if err != nil {
		return err
	}
	if _, err := b.ExecContext(ctx, "DELETE FROM testing"); err != nil {
		return err
	}
	return b.change(ctx, "INSERT INTO testing VALUES (?)", func(exec func(...any) (sql.Result, error)) error {
		return b.products(ctx, func(draw int64, photographs map[int]int) error {
			for class, n := range photographs {
				if n > room[class] {
					return nil
				}
			}
			for class, n := range photographs {
				room[class] -= n
			}
			_, err := exec(draw)
			return err
		})
	})
}

// products calls use for every product, in the order drawn, with how many
// photographs it has of which class.
func (b *builder) products(ctx context.Context, use func(draw int64, photographs map[int]int) error) error {
	const query = "SELECT draw, class, count(*) FROM kept GROUP BY draw, class ORDER BY draw"
	var current int64
	photographs := map[int]int{}
	flush := func() error {
		if len(photographs) == 0 {
			return nil
		}
		err := use(current, photographs)
		clear(photographs)
		return err
	}
	err := b.each(ctx, query, nil, func(rows *sql.Rows) error {
		var draw int64
		var class, n int
		if err := rows.Scan(&draw, &class, &n); err != nil {
			return err
		}
		if draw != current {
			if err := flush(); err != nil {
				return err
			}
			current = draw
		}
		photographs[class] = n
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}
