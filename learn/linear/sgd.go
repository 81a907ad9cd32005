package linear

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"

	"github.com/fmnist/fmnist/internal/parallel"
	"github.com/fmnist/fmnist/internal/simd"
)

// descent is stochastic gradient descent on all problems of one class against
// the rest at once. Each of them minimises over its w and b
//
//	sum_i loss(y_i (w·x_i + b)) + n alpha [(1-r) 1/2 |w|^2 + r |w|_1]
//
// by a step along the gradient of one row after another, in scikit-learn's
// way: the same losses, step sizes and stopping rule. There every problem
// shuffles the rows for itself; here all go through the rows in the same
// order, see windowed, so that a row is fetched and scaled once for ten of
// them. None sees more of that than another random order.
type descent struct {
	loss         marginLoss
	alpha        float64
	l1Ratio      float64 // r
	penalised    bool    // without it, alpha only sets the step sizes
	step         func(t float64) float64
	aggressive   float64 // positive: C of passive-aggressive steps, in place of step
	damped       bool    // passive-aggressive steps are those of PA-II
	fitIntercept bool
	shuffle      bool
	maxIter      int
	tol          float64
	patience     int // epochs without improvement before a problem stops
}

// optimalSteps is Bottou's schedule 1/(alpha (t0 + t)) with scikit-learn's
// choice of t0: the first step is about that of the size of typical weights.
func optimalSteps(alpha float64) func(t float64) float64 {
	t0 := 1 / (math.Sqrt(1/math.Sqrt(alpha)) * alpha)
	return func(t float64) float64 { return 1 / (alpha * (t0 + t - 1)) }
}

func constantSteps(eta0 float64) func(t float64) float64 {
	return func(float64) float64 { return eta0 }
}

func inverseSteps(eta0, power float64) func(t float64) float64 {
	return func(t float64) float64 { return eta0 / math.Pow(t, power) }
}

// pace is what is the same in all problems after the same number of steps.
//
// The l2 penalty multiplies the weights by a number just below 1 at every
// step, and the l1 penalty moves them toward zero: by what Tsuruoka et al.
// ("Stochastic gradient descent training for L1-regularized log-linear models
// with cumulative penalty", ACL 2009) let add up. Their weight w and the
// penalty q it has received obey an invariant: a penalty changes both alike,
// so s = w - q is just the sum of the gradient steps, and w is s moved toward
// zero by the total penalty, but not beyond. Hence nothing needs to be written
// between two gradient steps:
//
//	w = decay soft(s, reach)
//
// where decay is what the l2 penalty has yet to multiply in. Reach is the total
// penalty if decay is 1, else what will have become the total penalty of late
// when it has been multiplied by the decay of since.
type pace struct {
	t     float64 // 1 plus the steps taken
	decay float64
	total float64
	reach float64
}

// rival is one problem while it is still in the race.
type rival struct {
	class     int   // the problem's number
	positive  uint8 // the index of the class with the label +1
	intercept float64
	loss      float64 // summed up over the epoch
	best      float64
	stale     int // epochs without improvement
}

// race is the problems that have not stopped yet.
type race struct {
	*descent
	p      *problem
	enough float64   // larger margins are no loss
	norms  []float64 // z·z of the rows, for passive-aggressive steps
	order  *windowed
	labels []uint8   // in this order
	sizes  []float64 // norms in this order
	pace   pace
	rivals []rival
	field  field // their weights
	m      model
}

// field is the weights of some problems, apart from the decay.
type field interface {
	// arrange sets the order of the rows, for this field and its parts.
	arrange(order []int32)
	// block is the memory that the rows of a block take.
	block(i int) []uint8
	// products is the products of row n of the order with the weights of up to
	// group problems; next is as for packedDotsGo.
	products(pace *pace, n int, next []uint8, out *[group]float64)
	// add adds c times row n of the order to the weights of problem k.
	add(k int, c float64, n int)
	// settle multiplies the decay into the weights.
	settle(pace *pace)
	// renew brings what is kept beside the weights back in line with them.
	renew()
	// part is the problems lo to hi-1, the same memory.
	part(lo, hi int) field
	// finite reports whether all weights of problem k are.
	finite(k int) bool
	// unpack writes the weights of problem k.
	unpack(pace *pace, k int, coef []float32)
	// move copies the weights of problem from over those of problem to.
	move(to, from int)
}

func finite(w []float32) bool {
	zero := float32(0)
	for _, v := range w {
		zero *= v
	}
	return zero == 0
}

// smooth is the field where no penalty is l1.
type smooth struct {
	combinations
	refs   []packedRef // of the rows in their order: read one after another
	blocks [][]uint8
}

func newSmooth(p *packed, problems int) *smooth {
	f := &smooth{p.newCombinations(problems), slices.Clone(p.refs), nil}
	for refs := range slices.Chunk(p.refs, blockRows) {
		last := refs[len(refs)-1]
		f.blocks = append(f.blocks, p.at(&packedRef{refs[0].before, last.before + last.octets - refs[0].before, 0}))
	}
	return f
}

func (f *smooth) arrange(order []int32) {
	for n, i := range order {
		f.refs[n] = f.p.refs[i]
	}
}

func (f *smooth) block(i int) []uint8 { return f.blocks[i] }

func (f *smooth) products(_ *pace, n int, next []uint8, out *[group]float64) {
	f.combinations.products(&f.refs[n], next, out)
}

func (f *smooth) add(k int, c float64, n int) { f.combinations.add(k, c, &f.refs[n]) }

func (f *smooth) settle(pace *pace) {
	f.scale(pace.decay)
	pace.decay = 1
}

func (f *smooth) renew() { f.rebase() }

func (f *smooth) part(lo, hi int) field { return &smooth{f.slice(lo, hi), f.refs, f.blocks} }

func (f *smooth) finite(k int) bool {
	return finite(f.r[k*f.p.stride:][:f.p.stride])
}

func (f *smooth) unpack(pace *pace, k int, coef []float32) {
	f.combinations.unpack(k, pace.decay, coef)
}

// sparse is the field where weights are moved toward zero: it needs all
// features, also those of zero pixels.
type sparse struct {
	rows  *rows
	s     []float32 // problems x stride: the s of pace
	z     []float32 // the last row
	order []int32
}

func newSparse(r *rows, s []float32) *sparse {
	return &sparse{r, s, make([]float32, r.stride), ascending(r.n)}
}

func (f *sparse) arrange(order []int32) { f.order = order }

func (f *sparse) block(i int) []uint8 {
	pixels := f.rows.pixels[i*blockRows*f.rows.stride:]
	return pixels[:min(blockRows*f.rows.stride, len(pixels))]
}

func (f *sparse) products(pace *pace, n int, next []uint8, out *[group]float64) {
	var x [group]float32
	r := f.rows
	softDots(f.z, r.row(int(f.order[n])), r.scale, r.shift, f.s, float32(pace.reach), &x, next)
	for k := range out {
		out[k] = float64(x[k])
	}
}

// add is called for the row of the last products only.
func (f *sparse) add(k int, c float64, _ int) {
	simd.Axpy(float32(c), f.z, f.s[k*len(f.z):][:len(f.z)])
}

func (f *sparse) settle(pace *pace) {
	decay, total, reach := float32(pace.decay), float32(pace.total), float32(pace.reach)
	for i, s := range f.s {
		f.s[i] = max(-total, min(total, s)) + decay*soft(s, reach)
	}
	pace.decay, pace.reach = 1, pace.total
}

func (f *sparse) renew() {} // there is nothing but the weights

func (f *sparse) part(lo, hi int) field {
	d := f.rows.stride
	return &sparse{f.rows, f.s[lo*d : hi*d], make([]float32, d), f.order}
}

func (f *sparse) finite(k int) bool {
	return finite(f.s[k*f.rows.stride:][:f.rows.stride])
}

func (f *sparse) unpack(pace *pace, k int, coef []float32) {
	for j, s := range f.s[k*f.rows.stride:][:len(coef)] {
		coef[j] = float32(pace.decay) * soft(s, float32(pace.reach))
	}
}

func (f *sparse) move(to, from int) {
	d := f.rows.stride
	copy(f.s[to*d:][:d], f.s[from*d:])
}

// fit runs all problems until each has stopped by its own rule.
func (d *descent) fit(ctx context.Context, p *problem, seed uint64, name string) (model, error) {
	random := rand.New(rand.NewPCG(seed, 0))
	if d.shuffle {
		var err error
		if p, err = p.shuffled(ctx, random); err != nil {
			return model{}, err
		}
	}
	r, err := d.newRace(ctx, p)
	if err != nil {
		return model{}, err
	}
	for epoch := 0; len(r.rivals) > 0; epoch++ {
		if epoch == d.maxIter {
			r.m.warnings = append(r.m.warnings, fmt.Sprintf(
				"%s: %d of %d problems had not converged after max_iter=%d epochs", name, len(r.rivals), p.binary(), d.maxIter))
			break
		}
		if d.shuffle {
			r.order.shuffle(random)
			r.arrange()
		}
		if err := r.epoch(ctx); err != nil {
			return model{}, err
		}
		if err := r.judge(); err != nil {
			return model{}, fmt.Errorf("linear: %s: epoch %d: %w", name, epoch+1, err)
		}
	}
	for k := range r.rivals {
		r.finish(k)
	}
	return r.m, nil
}

func (d *descent) newRace(ctx context.Context, p *problem) (*race, error) {
	k := p.binary()
	r := &race{
		descent: d,
		p:       p,
		order:   newWindowed(p.n),
		labels:  slices.Clone(p.y),
		pace:    pace{t: 1, decay: 1},
		rivals:  make([]rival, k),
		m:       newModel(p, k),
		enough:  math.Inf(1),
	}
	// The losses are convex: where one has come down to zero, it stays there.
	for _, margin := range []float64{math.Nextafter(1, 2), lossless} {
		if _, slope := d.loss(margin); slope == 0 {
			r.enough = margin
			break
		}
	}
	for k := range r.rivals {
		r.rivals[k] = rival{class: k, positive: p.positive(k), best: math.Inf(1)}
	}
	if d.l1Ratio > 0 {
		r.field = newSparse(&p.rows, make([]float32, k*p.stride))
		return r, nil
	}
	packed, err := pack(ctx, p.rows)
	if err != nil {
		return nil, err
	}
	r.field = newSmooth(packed, k)
	if d.aggressive > 0 {
		r.norms, err = packed.squaredNorms(ctx)
		r.sizes = slices.Clone(r.norms)
	}
	return r, err
}

// arrange gathers what is needed of every row in the order of the rows.
func (r *race) arrange() {
	for n, i := range r.order.rows {
		r.labels[n] = r.p.y[i]
	}
	for n := range r.sizes {
		r.sizes[n] = r.norms[r.order.rows[n]]
	}
	r.field.arrange(r.order.rows)
}

// epoch takes every problem through all rows. How the problems are split among
// the cores does not matter to any of them.
func (r *race) epoch(ctx context.Context) error {
	procs := runtime.GOMAXPROCS(0)
	share := min(group, (len(r.rivals)+procs-1)/procs)
	after := r.pace
	err := parallel.For(ctx, len(r.rivals), share, func(lo, hi int) {
		reached := r.run(r.rivals[lo:hi], r.field.part(lo, hi))
		if lo == 0 {
			after = reached
		}
	})
	r.pace = after
	return err
}

// run takes up to group problems through all rows, beginning at the race's
// pace, and returns the pace it has reached.
func (r *race) run(rivals []rival, field field) pace {
	pace := r.pace
	for k := range rivals {
		rivals[k].loss = 0
	}
	var products [group]float64
	for begin := 0; begin < r.p.n; begin += blockRows {
		ahead := field.block(r.order.ahead(begin))
		share := (len(ahead) + blockRows - 1) / blockRows
		for n := begin; n < min(begin+blockRows, r.p.n); n++ {
			next := ahead[:min(share, len(ahead))]
			ahead = ahead[len(next):]
			field.products(&pace, n, next, &products)
			r.visit(&pace, n, rivals, &products, field)
		}
	}
	field.renew()
	return pace
}

// visit takes the problems past row n of the order, given its products.
func (r *race) visit(pace *pace, n int, rivals []rival, products *[group]float64, field field) {
	decay, eta := pace.decay, 0.0
	if r.aggressive == 0 {
		eta = r.step(pace.t)
		r.shrink(pace, eta, field)
	}
	label := r.labels[n]
	for k := range rivals {
		v := &rivals[k]
		y := -1.0
		if label == v.positive {
			y = 1
		}
		margin := y * (decay*products[k] + v.intercept)
		if margin > r.enough {
			continue
		}
		loss, slope := r.loss(margin)
		v.loss += loss
		if slope == 0 {
			continue
		}
		update := y * r.size(eta, loss, slope, n)
		field.add(k, update/pace.decay, n)
		if r.fitIntercept {
			v.intercept += update
		}
	}
	r.toward(pace, eta)
	pace.t++
}

// size is how far to step along row n of the order, without the sign of the label.
func (r *race) size(eta, loss, slope float64, n int) float64 {
	if r.aggressive == 0 {
		const steepest = 1e12 // as in scikit-learn, against overflow
		return eta * min(-slope, steepest)
	}
	norm := r.sizes[n]
	switch {
	case r.damped:
		return loss / (norm + 0.5/r.aggressive)
	case norm <= 0:
		return 0
	}
	return min(r.aggressive, loss/norm)
}

// shrink takes the l2 penalty of one step into account.
func (r *race) shrink(pace *pace, eta float64, field field) {
	if !r.penalised {
		return
	}
	pace.decay *= max(0, 1-(1-r.l1Ratio)*eta*r.alpha)
	least := 1e-6
	if r.l1Ratio > 0 {
		least = 1 - 1./128 // reach is right as long as no weight has changed its sign
	}
	if pace.decay < least {
		field.settle(pace)
	}
}

// toward takes the l1 penalty of one step into account.
func (r *race) toward(pace *pace, eta float64) {
	if r.penalised && r.l1Ratio > 0 {
		penalty := r.l1Ratio * eta * r.alpha
		pace.total += penalty
		pace.reach += penalty / pace.decay
	}
}

// judge stops the problems that no longer improve.
func (r *race) judge() error {
	enough := r.tol * float64(r.p.n)
	for k := len(r.rivals) - 1; k >= 0; k-- {
		v := &r.rivals[k]
		if sum := v.loss + v.intercept; math.IsNaN(sum) || math.IsInf(sum, 0) || !r.field.finite(k) {
			return errDiverged
		}
		if v.loss > v.best-enough {
			v.stale++
		} else {
			v.stale = 0
		}
		v.best = min(v.best, v.loss)
		if v.stale >= r.patience {
			r.finish(k)
			r.drop(k)
		}
	}
	return nil
}

// finish puts what rival k has learnt into the model.
func (r *race) finish(k int) {
	v, d := r.rivals[k], r.p.features
	r.field.unpack(&r.pace, k, r.m.coef[v.class*d:][:d])
	r.m.intercept[v.class] = v.intercept
}

// drop takes rival k out of the race; the last one moves into its place.
func (r *race) drop(k int) {
	last := len(r.rivals) - 1
	r.rivals[k] = r.rivals[last]
	r.field.move(k, last)
	r.rivals, r.field = r.rivals[:last], r.field.part(0, last)
}
