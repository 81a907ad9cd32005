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
// images: f = K a, with K the n x m covariances of all images with the
// inducing ones. This is the subset of regressors (Silverman 1985; section 8.3.1
// of Rasmussen and Williams, "Gaussian Processes for Machine Learning", MIT
// Press 2006), and exact when every image is inducing.
//
// Images are sorted by class, and within a class the inducing ones come first:
// the covariances of the inducing images with each other are rows of K.
type sparse struct {
	problems []problem
	width    int // columns of coefficients: the problems, up to whole panels
	n, m     int
	k        []float32
	stride   int
	groups   []group
	segments []segment
}

// group is the images of one class, which take part in the same problems.
type group struct {
	class, lo, hi int   // rows of K
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

// arrangement is which image stands in which row of K, and which are inducing.
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
	s.k, s.stride = newMatrix(s.n, s.m)
	err := parallel.For(ctx, s.n, kernelRows, func(lo, hi int) {
		inducing.covariance(s.k[lo*s.stride:], s.stride, gather(images, a.order[lo:hi]), kernel)
	})
	if err != nil {
		return nil, err
	}
	s.divide(a)
	return s, nil
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

// sweep passes over all images: it computes f = K x for each problem, lets
// visit replace the rows lo to hi-1 of it, and returns the transpose of K times
// what visit left, m x width. Each element of x belongs to an inducing image and
// a problem.
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
	rows := s.k[lo*s.stride:]
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

// prior is the covariances of the inducing images with each other times x.
func (s *sparse) prior(x []float32) []float32 {
	product := make([]float32, s.m*s.width)
	const chunk = 8 * simd.PanelRows
	for _, g := range s.groups {
		_ = parallel.Workers(context.Background(), g.inducing, chunk, func() func(lo, hi int) { // the context never ends
			block := make([]float32, chunk*simd.PanelCols)
			return func(lo, hi int) {
				for j := 0; j < s.width; j += simd.PanelCols {
					simd.PanelProduct(hi-lo, s.m, s.k[(g.lo+lo)*s.stride:], s.stride, 1, x[j:], s.width, block, simd.PanelCols, false)
					for i := lo; i < hi; i++ {
						copy(product[(g.first+i)*s.width+j:][:simd.PanelCols], block[(i-lo)*simd.PanelCols:])
					}
				}
			}
		})
	}
	return product
}

// shifted is the covariances of the inducing images with each other, plus a
// number on the diagonal.
func (s *sparse) shifted(diagonal float64) (data []float32, stride int) {
	data, stride = newMatrix(s.m, s.m)
	for _, g := range s.groups {
		for i := range g.inducing {
			row := data[(g.first+i)*stride:]
			copy(row[:s.m], s.k[(g.lo+i)*s.stride:])
			row[g.first+i] += float32(diagonal)
		}
	}
	return data, stride
}
