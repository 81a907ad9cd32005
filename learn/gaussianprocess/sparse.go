package gaussianprocess

import (
	"context"
	"math/rand/v2"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/learn"
)

// sparse is Gaussian processes for many binary problems on the same images,
// their latent functions restricted to the span of the kernel at m inducing
// images (the subset of regressors: Silverman 1985; section 8.3.1 of Rasmussen
// and Williams, "Gaussian Processes for Machine Learning", MIT Press 2006). It is
// exact when every image is inducing.
//
// With Knm the n x m covariances of all images with the inducing ones, and Kmm = L
// transpose(L) those among the inducing, a latent function is f = F w, F = Knm
// transpose(L)^-1, with independent standard normal weights w. Unlike the
// coefficients of the kernel, which grow without bound and cancel as Kmm nears
// singularity, the weights bear float32.
//
// Images are sorted by class, and within a class the inducing ones come first.
type sparse struct {
	problems []problem
	width    int // columns of weights: the problems, up to whole panels
	n, m     int
	features []float32 // F
	stride   int
	l        *factor
	groups   []group
	segments []segment
}

// group is the images of one class, which take part in the same problems.
type group struct {
	class, lo, hi int   // rows of F
	inducing      int   // how many of them
	first         int   // the place of the first among the inducing
	slots         []int // the problems
	width         int   // slots up to whole panels
}

// segment is rows of a group that are worked on together. Sums over the images
// are sums within segments, then over segments.
type segment struct {
	group  *group
	lo, hi int
	// sums is m x the group's width, weights rows x the group's width: the
	// second derivative of minus the log likelihood.
	sums, weights []float32
	losses        []float64 // one a slot
}

const (
	segmentRows = 3072
	sweepRows   = 96
)

// arrangement is which image stands in which row of F, and which are inducing.
type arrangement struct {
	order    []int // image of each row, sorted by class
	inducing []int // image of each inducing point, in the order of the rows
	counts   []int // of images, a class
	induced  []int // of inducing images, a class
}

// arrange draws m inducing images, from each class its share.
func arrange(places []uint8, classes, m int, random *rand.Rand) arrangement {
	byClass := make([][]int, classes)
	for i, c := range places {
		byClass[c] = append(byClass[c], i)
	}
	var a arrangement
	for _, images := range byClass {
		random.Shuffle(len(images), func(i, j int) { images[i], images[j] = images[j], images[i] })
		// Rounding the running sum makes the shares add up to m.
		before, n := len(a.order), len(places)
		share := (before+len(images))*m/n - before*m/n
		a.order = append(a.order, images...)
		a.inducing = append(a.inducing, images[:share]...)
		a.counts = append(a.counts, len(images))
		a.induced = append(a.induced, share)
	}
	return a
}

// gather copies the images into one batch.
func gather(images learn.Images, chosen []int) learn.Images {
	out := learn.Images{Pixels: make([]uint8, 0, len(chosen)*images.Features), Features: images.Features}
	for _, i := range chosen {
		out.Pixels = append(out.Pixels, images.Row(i)...)
	}
	return out
}

func newSparse(ctx context.Context, images learn.Images, a arrangement, inducing *points, kernel Kernel, problems []problem) (*sparse, error) {
	s := &sparse{problems: problems, width: roundUp(len(problems)), n: len(a.order), m: len(a.inducing)}
	s.features, s.stride = newMatrix(s.n, s.m)
	err := parallel.For(ctx, s.n, kernelRows, func(lo, hi int) {
		inducing.covariance(s.features[lo*s.stride:], s.stride, gather(images, a.order[lo:hi]), kernel)
	})
	if err != nil {
		return nil, err
	}
	s.divide(a)
	if err := s.decompose(kernel.ConstantValue); err != nil {
		return nil, err
	}
	return s, s.whiten(ctx)
}

// What is added to the diagonal of Kmm, in units of the kernel's variance: the
// least with which float32 decomposes it.
const leastNugget, mostNugget = 1e-6, 1

// decompose finds L while the covariances still stand in the features' place.
func (s *sparse) decompose(variance float64) error {
	for nugget := leastNugget * variance; ; nugget *= 10 {
		data, stride := newMatrix(s.m, s.m)
		for _, g := range s.groups {
			for i := range g.inducing {
				row := data[(g.first+i)*stride:]
				copy(row[:s.m], s.features[(g.lo+i)*s.stride:])
				row[g.first+i] += float32(nugget)
			}
		}
		var err error
		if s.l, err = newFactor(data, s.m, stride, nugget); err == nil || nugget > mostNugget*variance {
			return err
		}
	}
}

// whiten turns covariances into features.
func (s *sparse) whiten(ctx context.Context) error {
	w := s.l.whitener()
	return parallel.Workers(ctx, s.n, kernelRows, func() func(lo, hi int) {
		before := make([]float32, kernelRows*s.l.block)
		return func(lo, hi int) { w.apply(s.features[lo*s.stride:], hi-lo, s.stride, before) }
	})
}

// divide sets groups and segments.
func (s *sparse) divide(a arrangement) {
	lo, first := 0, 0
	s.groups = make([]group, len(a.counts))
	for c, count := range a.counts {
		g := &s.groups[c]
		*g = group{class: c, lo: lo, hi: lo + count, inducing: a.induced[c], first: first}
		for i, p := range s.problems {
			if p.involves(c) {
				g.slots = append(g.slots, i)
			}
		}
		g.width = roundUp(len(g.slots))
		for from := lo; from < g.hi; from += segmentRows {
			to := min(g.hi, from+segmentRows)
			s.segments = append(s.segments, segment{
				group: g, lo: from, hi: to,
				sums:    make([]float32, (s.m+simd.PanelRows)*g.width),
				weights: make([]float32, (to-from)*g.width),
				losses:  make([]float64, len(g.slots)),
			})
		}
		lo, first = g.hi, first+g.inducing
	}
}

// sweep passes over all images: it computes f = F x for each problem, lets
// visit replace the rows lo to hi-1 of it, and returns the transpose of F times
// what visit left. x and the result are m x width.
func (s *sparse) sweep(ctx context.Context, x []float32, visit func(seg *segment, lo, hi int, f []float32)) ([]float32, error) {
	columns := make([][]float32, len(s.groups))
	for c := range s.groups {
		columns[c] = s.columns(&s.groups[c], x)
	}
	err := parallel.Workers(ctx, len(s.segments), 1, func() func(lo, hi int) {
		var f []float32
		return func(i, _ int) {
			seg := &s.segments[i]
			clear(seg.sums)
			if need := (sweepRows + simd.PanelRows) * seg.group.width; len(f) < need {
				f = make([]float32, need)
			}
			for lo := seg.lo; lo < seg.hi && ctx.Err() == nil; lo += sweepRows {
				s.block(seg, lo, min(seg.hi, lo+sweepRows), columns[seg.group.class], f, visit)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return s.reduce(), nil
}

// columns is the elements of x of the group's problems, m x the group's width.
func (s *sparse) columns(g *group, x []float32) []float32 {
	if len(g.slots) == len(s.problems) {
		return x
	}
	own := make([]float32, s.m*g.width)
	for i := range s.m {
		for slot, p := range g.slots {
			own[i*g.width+slot] = x[i*s.width+p]
		}
	}
	return own
}

// block is the rows lo to hi-1 of a sweep.
func (s *sparse) block(seg *segment, lo, hi int, x, f []float32, visit func(seg *segment, lo, hi int, f []float32)) {
	width := seg.group.width
	rows := s.features[lo*s.stride:]
	for j := 0; j < width; j += simd.PanelCols {
		simd.PanelProduct(hi-lo, s.m, rows, s.stride, 1, x[j:], width, f[j:], width, false)
	}
	visit(seg, lo, hi, f)
	for j := 0; j < width; j += simd.PanelCols {
		simd.PanelProduct(s.m, hi-lo, rows, 1, s.stride, f[j:], width, seg.sums[j:], width, true)
	}
}

// reduce adds up the segments in their order.
func (s *sparse) reduce() []float32 {
	total := make([]float32, s.m*s.width)
	const chunk = 512
	_ = parallel.For(context.Background(), s.m, chunk, func(lo, hi int) { // the context never ends
		for _, seg := range s.segments {
			for i := lo; i < hi; i++ {
				sums := seg.sums[i*seg.group.width:]
				for slot, p := range seg.group.slots {
					total[i*s.width+p] += sums[slot]
				}
			}
		}
	})
	return total
}

// inducingGram is transpose(F) F over the inducing images, its lower triangle
// only.
func (s *sparse) inducingGram() []float32 {
	gram := make([]float32, len(s.l.data))
	const columns = 768
	for _, g := range s.groups {
		f := simd.Float32s(s.features[g.lo*s.stride:], g.inducing, s.m, s.stride).T()
		for j := 0; j < s.m; j += columns {
			block := f.Slice(j, min(s.m, j+columns))
			simd.ParallelGemm(1, f.Slice(j, s.m), block.T(), 1, gram[j*s.l.stride+j:], s.l.stride)
		}
	}
	return gram
}
