package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/fmnist/fmnist/bench"
)

// ErrSubmitted is wrapped by Submit's error when there is a submission of the
// same name on the same data.
var ErrSubmitted = errors.New("it is there already")

// Submit stores a submission.
func (s *Store) Submit(ctx context.Context, submission bench.Submission) error {
	record, err := json.Marshal(submission)
	if err != nil {
		return s.fault(err)
	}
	added, err := s.db.exec(ctx, "INSERT INTO submissions (key, record, predictions) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING",
		submission.Key(), string(record), submission.Predictions)
	if err == nil && added == 0 {
		err = fmt.Errorf("%s: %w", submission.Key(), ErrSubmitted)
	}
	return s.fault(err)
}

// Submissions are all that were stored, in that order.
func (s *Store) Submissions(ctx context.Context) ([]bench.Submission, error) {
	all, err := collect(ctx, s.db, func(scan func(...any) error) (v bench.Submission, err error) {
		var record []byte
		if err := scan(&record, &v.Predictions); err != nil {
			return v, err
		}
		return v, json.Unmarshal(record, &v)
	}, "SELECT record, predictions FROM submissions ORDER BY id")
	return all, s.fault(err)
}
