package queue

import (
	"context"
	"fmt"
)

// selectMark counts, too: on a database that several processes write to, results
// do not become visible in the order of their ids.
const selectMark = `SELECT (SELECT count(*) FROM results), (SELECT coalesce(max(id), 0) FROM results),
	(SELECT coalesce(max(id), 0) FROM attempts)`

// Mark is a text that changes whenever a result comes or goes. It reads nothing
// but indexes.
func (s *Store) Mark(ctx context.Context) (string, error) {
	rows, err := s.db.query(ctx, selectMark)
	if err != nil {
		return "", s.fault(err)
	}
	defer rows.Close()
	var results, last, superseded int64
	for rows.Next() {
		if err := rows.Scan(&results, &last, &superseded); err != nil {
			return "", s.fault(err)
		}
	}
	return fmt.Sprintf("%d.%d.%d", results, last, superseded), s.fault(rows.Err())
}
