package serving

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/model"
)

// mostInBatch is how many images are labelled in one go at most, unless one
// request alone has more.
const mostInBatch = 1024

// batcher labels the images of concurrent requests together: while one batch is
// being labelled, what comes in is gathered for the next. So a request that is
// alone waits for nobody, and many share what a call costs.
type batcher struct {
	model   *model.Model
	queue   chan *job
	most    int64 // images that may wait
	waiting atomic.Int64
	metrics *metrics
	ended   chan struct{}
}

// job is a request's images.
type job struct {
	ctx         context.Context
	images      learn.Images
	predictions []model.Prediction
	err         error
	done        chan struct{}
}

func newBatcher(m *model.Model, waiting int, figures *metrics) *batcher {
	return &batcher{model: m, queue: make(chan *job, 1024), most: int64(waiting), metrics: figures, ended: make(chan struct{})}
}

var errBusy = errors.New("too many images wait already")

// predict has the images labelled, or fails at once where too many wait.
func (b *batcher) predict(ctx context.Context, images learn.Images) ([]model.Prediction, error) {
	n := int64(images.Len())
	if b.waiting.Add(n) > b.most {
		b.waiting.Add(-n)
		return nil, refusal{http.StatusServiceUnavailable, time.Second, errBusy}
	}
	b.metrics.waiting.Set(float64(b.waiting.Load()))
	defer func() { b.metrics.waiting.Set(float64(b.waiting.Add(-n))) }()
	j := &job{ctx: ctx, images: images, done: make(chan struct{})}
	select {
	case b.queue <- j:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-b.ended:
		return nil, refuse(http.StatusServiceUnavailable, "the server ends")
	}
	select {
	case <-j.done:
		return j.predictions, j.err
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-b.ended:
		return nil, refuse(http.StatusServiceUnavailable, "the server ends")
	}
}

// run labels batches until the context ends.
func (b *batcher) run(ctx context.Context) {
	defer close(b.ended)
	b.warm(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case first := <-b.queue:
			b.label(ctx, b.gather(first))
		}
	}
}

// warm has a blank image labelled: a model that was read makes what predictions
// need with its first images, which nobody shall wait for. What fails here fails
// again where it is answered.
func (b *batcher) warm(ctx context.Context) {
	_, _ = b.model.Predict(ctx, learn.Images{Pixels: make([]uint8, b.model.Features()), Features: b.model.Features()})
}

// gather are the first job and what waits behind it, up to a batch. Jobs that
// nobody waits for any more are left out.
func (b *batcher) gather(first *job) []*job {
	jobs, size := []*job{first}, first.images.Len()
	for size < mostInBatch {
		select {
		case j := <-b.queue:
			if j.ctx.Err() == nil {
				jobs = append(jobs, j)
				size += j.images.Len()
			}
			continue
		default:
		}
		break
	}
	return jobs
}

func (b *batcher) label(ctx context.Context, jobs []*job) {
	all := jobs[0].images
	if len(jobs) > 1 {
		all.Pixels = nil
		for _, j := range jobs {
			all.Pixels = append(all.Pixels, j.images.Pixels...)
		}
	}
	predictions, err := b.model.Predict(ctx, all)
	b.metrics.batch.Observe(float64(all.Len()))
	if err == nil {
		b.metrics.images.Add(float64(all.Len()))
	}
	for _, j := range jobs {
		if j.err = err; err == nil {
			n := j.images.Len()
			j.predictions, predictions = predictions[:n:n], predictions[n:]
		}
		close(j.done)
	}
}
