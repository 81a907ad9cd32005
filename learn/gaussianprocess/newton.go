package gaussianprocess

import "context"

// newton finds the mode of the posterior of every problem at once: the weights
// w that minimise
//
//	sum over images of log(1+exp(-y f)) + 1/2 |w|^2,  f = F w, y = 1 or -1
//
// (Rasmussen and Williams, section 3.4, for the prior that sparse describes).
// Newton's steps come from conjugate gradients, preconditioned as in Rudi,
// Carratino and Rosasco, "FALKON: an optimal large scale kernel method" (NIPS
// 2017), and Marteau-Ferey, Bach and Rudi, "Globally convergent Newton methods for
// ill-conditioned generalized self-concordant losses" (NeurIPS 2019): in the
// Hessian
//
//	transpose(F) W F + I,  about  c (G + I/c),
//
// the inducing images stand for all. G is their transpose(F) F, W is diagonal, the
// likelihood's second derivative, and c its mean times the number of images an
// inducing one.
type newton struct {
	s         *sparse
	tolerance float64

	w         []float32 // m x width, like all that follows
	gradient  []float32
	objective []float64 // a problem
	gram      []float32 // G
	factor    *factor   // of G + I/c
	c         float64
}

const (
	// The Newton iteration ends when the objective can fall by no more than a
	// share of it, as the quadratic model has it: one for modes that are exact,
	// one for those that the choice of inducing images moves by far more.
	exactTolerance  = 1e-7
	sparseTolerance = 2e-5
	// Each step's conjugate gradients end when the residual's norm has fallen
	// to this share.
	residualShare = 0.3
	mostGradients = 60
	// The most, in units of 1/c, that is added to the diagonal of G.
	mostShift = 1e5
)

// posteriorMode returns the weights and whether all problems converged within
// maxIter steps.
func posteriorMode(ctx context.Context, s *sparse, maxIter int, tolerance float64) (w []float32, converged bool, err error) {
	n := &newton{s: s, tolerance: tolerance, w: make([]float32, s.m*s.width), gram: s.inducingGram()}
	if n.objective, n.gradient, err = n.evaluate(ctx, n.w); err != nil {
		return nil, false, err
	}
	for range maxIter {
		step, active, err := n.direction(ctx)
		if err != nil {
			return nil, false, err
		}
		if !active {
			return n.w, true, nil
		}
		if err := n.advance(ctx, step); err != nil {
			return nil, false, err
		}
	}
	return n.w, false, nil
}

// evaluate is the objective of each problem and its gradient at w. It leaves
// the likelihood's second derivatives in the segments.
func (n *newton) evaluate(ctx context.Context, w []float32) (objective []float64, gradient []float32, err error) {
	for i := range n.s.segments {
		clear(n.s.segments[i].losses)
	}
	gradient, err = n.s.sweep(ctx, w, func(seg *segment, lo, hi int, f []float32) {
		for r := lo; r < hi; r++ {
			n.likelihood(seg, seg.weights[(r-seg.lo)*seg.group.width:], f[(r-lo)*seg.group.width:])
		}
	})
	if err != nil {
		return nil, nil, err
	}
	objective = n.dot(w, w)
	for p := range objective {
		objective[p] *= 0.5
	}
	for _, seg := range n.s.segments {
		for slot, p := range seg.group.slots {
			objective[p] += seg.losses[slot]
		}
	}
	for i, v := range w {
		gradient[i] += v
	}
	return objective, gradient, nil
}

// likelihood adds the losses of one image to the segment's, and replaces its
// latent values by their derivatives.
func (n *newton) likelihood(seg *segment, weights, f []float32) {
	for slot, p := range seg.group.slots {
		target := n.s.problems[p].target(seg.group.class)
		v := float64(f[slot])
		pi := sigmoid(v)
		seg.losses[slot] += softplus(v) - float64(target)*v
		weights[slot] = float32(pi * (1 - pi))
		f[slot] = float32(pi) - target
	}
}

// hessian is the objective's second derivative times x.
func (n *newton) hessian(ctx context.Context, x []float32) ([]float32, error) {
	product, err := n.s.sweep(ctx, x, func(seg *segment, lo, hi int, f []float32) {
		width := seg.group.width
		for i, w := range seg.weights[(lo-seg.lo)*width : (hi-seg.lo)*width] {
			f[i] *= w
		}
	})
	if err != nil {
		return nil, err
	}
	for i, v := range x {
		product[i] += v
	}
	return product, nil
}

// condition prepares the preconditioner for the present weights of the images.
func (n *newton) condition() (err error) {
	sum, count := 0.0, 0
	for _, seg := range n.s.segments {
		for _, v := range seg.weights {
			sum += float64(v) // columns beyond the slots hold zeros
		}
		count += (seg.hi - seg.lo) * len(seg.group.slots)
	}
	n.c = max(1e-6, sum/float64(count)) * float64(n.s.n) / float64(n.s.m)
	for shift := 1 / n.c; ; shift *= 10 {
		data := append([]float32(nil), n.gram...)
		for i := range n.s.m {
			data[i*n.s.l.stride+i] += float32(shift)
		}
		// Rounding may have left G short of positive; any shift will do.
		if n.factor, err = newFactor(data, n.s.m, n.s.l.stride, 0); err == nil || shift > mostShift/n.c {
			return err
		}
	}
}

// precondition is the approximate inverse of the Hessian times x.
func (n *newton) precondition(x []float32) []float32 {
	z := make([]float32, len(x))
	for i, v := range x {
		z[i] = v / float32(n.c)
	}
	n.factor.solve(z, n.s.width)
	return z
}

// direction solves for Newton's step by conjugate gradients, each problem with
// its own coefficients. It reports whether any has still to move; those that
// have not get a step of zero.
func (n *newton) direction(ctx context.Context) (step []float32, active bool, err error) {
	if err := n.condition(); err != nil {
		return nil, false, err
	}
	step = make([]float32, len(n.w))
	residual := make([]float32, len(n.w))
	for i, g := range n.gradient {
		residual[i] = -g
	}
	z := n.precondition(residual)
	direction := z
	rz := n.dot(residual, z)
	limit := make([]float64, len(rz))
	for p, v := range rz {
		limit[p] = max(residualShare*residualShare*v, n.tolerance*n.objective[p])
	}
	for range mostGradients {
		moving := whereAbove(rz, limit)
		if moving == nil {
			break
		}
		active = true
		product, err := n.hessian(ctx, direction)
		if err != nil {
			return nil, false, err
		}
		curvature := n.dot(direction, product)
		alpha := make([]float64, len(rz))
		for p := range alpha {
			if moving[p] && curvature[p] > 0 {
				alpha[p] = rz[p] / curvature[p]
			}
		}
		n.addColumns(step, alpha, direction)
		for p := range alpha {
			alpha[p] = -alpha[p]
		}
		n.addColumns(residual, alpha, product)
		z = n.precondition(residual)
		// Polak and Ribiere's coefficient forgives a preconditioner that
		// rounding has made a little asymmetric.
		beta := n.dot(z, product)
		for p := range beta {
			beta[p] *= alpha[p] / rz[p]
		}
		rz = n.dot(residual, z)
		direction = n.combine(z, beta, direction)
	}
	return step, active, nil
}

// whereAbove marks the elements above their limits, nil for none.
func whereAbove(x, limit []float64) []bool {
	var marks []bool
	for i, v := range x {
		if v > limit[i] {
			if marks == nil {
				marks = make([]bool, len(x))
			}
			marks[i] = true
		}
	}
	return marks
}

// advance takes the step, halved for each problem until its objective does not
// rise.
func (n *newton) advance(ctx context.Context, step []float32) error {
	length := make([]float64, len(n.s.problems))
	for p := range length {
		length[p] = 1
	}
	for range 20 {
		trial := append([]float32(nil), n.w...)
		n.addColumns(trial, length, step)
		objective, gradient, err := n.evaluate(ctx, trial)
		if err != nil {
			return err
		}
		rose := false
		for p, v := range objective {
			if !(v <= n.objective[p]*(1+1e-6)) {
				rose = true
				length[p] /= 2
			}
		}
		if !rose {
			n.w, n.objective, n.gradient = trial, objective, gradient
			return nil
		}
	}
	return nil
}

// dot is the inner product of x and y for each problem.
func (n *newton) dot(x, y []float32) []float64 {
	sums := make([]float64, len(n.s.problems))
	for i := 0; i < len(x); i += n.s.width {
		for p := range sums {
			sums[p] += float64(x[i+p]) * float64(y[i+p])
		}
	}
	return sums
}

// addColumns adds scale[p] times x to y, for each problem p.
func (n *newton) addColumns(y []float32, scale []float64, x []float32) {
	for i := 0; i < len(x); i += n.s.width {
		for p, v := range scale {
			y[i+p] += float32(v) * x[i+p]
		}
	}
}

// combine is z + beta*x for each problem.
func (n *newton) combine(z []float32, beta []float64, x []float32) []float32 {
	y := append([]float32(nil), z...)
	n.addColumns(y, beta, x)
	return y
}
