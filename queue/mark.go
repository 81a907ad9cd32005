package queue

import "context"

// selectMark counts, too: on a database that several processes write to, results
// do not become visible in the order of their ids.
const selectMark = `SELECT (SELECT count(*) FROM results) || '.' || (SELECT coalesce(max(id), 0) FROM results)
	|| '.' || (SELECT coalesce(max(id), 0) FROM attempts)`

// Mark is a text that changes whenever a result comes or goes. It reads nothing
// but indexes.
func (s *Store) Mark(ctx context.Context) (string, error) {
	mark, _, err := one[string](ctx, s.db, selectMark)
	return mark, s.fault(err)
}
