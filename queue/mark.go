package queue

import (
	"context"
	"fmt"
)

// Mark is a text that changes whenever a result comes or goes. It is cheap:
// nothing but indexes are read.
func (s *Store) Mark(ctx context.Context) (string, error) {
	var last, superseded int64
	err := s.db.QueryRowContext(ctx, "SELECT (SELECT coalesce(max(id), 0) FROM results), (SELECT coalesce(max(id), 0) FROM attempts)").Scan(&last, &superseded)
	if err != nil {
		return "", fmt.Errorf("results %s: %w", s.path, err)
	}
	return fmt.Sprintf("%d.%d", last, superseded), nil
}
