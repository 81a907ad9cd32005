package gaussianprocess

import "context"

// newton finds the mode of the posterior of every problem at once: the
// coefficients a that minimise
//
//	sum over images of log(1+exp(-y f)) + 1/2 transpose(a) Kmm a,  f = K a,
//
// y = 1 or -1 and Kmm the covariances of the inducing images (Rasmussen and
// Williams, section 3.4, with the subset of regressors for the prior). Newton's
// steps come from conjugate gradients, preconditioned as in Rudi, Carratino and
// Rosasco, "FALKON: an optimal large scale kernel method" (NIPS 2017), and
// Marteau-Ferey, Bach and Rudi, "Globally convergent Newton methods for
// ill-conditioned generalized self-concordant losses" (NeurIPS 2019): the inducing
// images stand for all in the Hessian
//
//	transpose(K) W K + Kmm,  about  c Kmm Kmm + Kmm = c Kmm (Kmm + I/c).
//
// W is diagonal, the likelihood's second derivative; c is its mean times the
// number of images an inducing one. Both factors have a Cholesky decomposition.
type newton struct {
	s         *sparse
	tolerance float64

	a         []float32 // m x width, like all that follows
	gradient  []float32
	objective []float64 // a problem
	prior     *factor
	data      *factor
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
	// What stands on the diagonal of the prior's factor, in units of the
	// kernel's variance: enough for float32 to decompose it. It slows
	// convergence a little where the kernel's eigenvalues are below it, and
	// changes nothing else.
	nugget = 1e-3
)

// posteriorMode returns the coefficients and whether all problems converged
// within maxIter steps.
func posteriorMode(ctx context.Context, s *sparse, kernel Kernel, maxIter int, tolerance float64) (a []float32, converged bool, err error) {
	n := &newton{s: s, tolerance: tolerance, a: make([]float32, s.m*s.width)}
	if n.prior, err = n.decompose(nugget * kernel.ConstantValue); err != nil {
		return nil, false, err
	}
	if n.objective, n.gradient, err = n.evaluate(ctx, n.a); err != nil {
		return nil, false, err
	}
	for range maxIter {
		step, active, err := n.direction(ctx)
		if err != nil {
			return nil, false, err
		}
		if !active {
			return n.a, true, nil
		}
		if err := n.advance(ctx, step); err != nil {
			return nil, false, err
		}
	}
	return n.a, false, nil
}

// decompose is the factor of Kmm with a number added to its diagonal, which
// grows until the factor exists.
func (n *newton) decompose(diagonal float64) (*factor, error) {
	for tries := 0; ; tries++ {
		data, stride := n.s.shifted(diagonal)
		f, err := newFactor(data, n.s.m, stride)
		if err == nil || tries == 6 {
			return f, err
		}
		diagonal *= 10
	}
}

// evaluate is the objective of each problem and its gradient at a. It leaves
// the likelihood's second derivatives in the segments.
func (n *newton) evaluate(ctx context.Context, a []float32) (objective []float64, gradient []float32, err error) {
	for i := range n.s.segments {
		clear(n.s.segments[i].losses)
	}
	gradient, err = n.s.sweep(ctx, a, func(seg *segment, lo, hi int, f []float32) {
		for r := lo; r < hi; r++ {
			n.likelihood(seg, seg.weights[(r-seg.lo)*seg.group.width:], f[(r-lo)*seg.group.width:])
		}
	})
	if err != nil {
		return nil, nil, err
	}
	prior := n.s.prior(a)
	objective = n.dot(a, prior)
	for p := range objective {
		objective[p] *= 0.5
	}
	for _, seg := range n.s.segments {
		for slot, p := range seg.group.slots {
			objective[p] += seg.losses[slot]
		}
	}
	for i, v := range prior {
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
	for i, v := range n.s.prior(x) {
		product[i] += v
	}
	return product, nil
}

// condition prepares the second factor of the preconditioner for the present
// weights.
func (n *newton) condition() error {
	sum, count := 0.0, 0
	for _, seg := range n.s.segments {
		for _, w := range seg.weights {
			sum += float64(w) // columns beyond the slots hold zeros
		}
		count += (seg.hi - seg.lo) * len(seg.group.slots)
	}
	n.c = max(1e-6, sum/float64(count)) * float64(n.s.n) / float64(n.s.m)
	var err error
	n.data, err = n.decompose(1 / n.c)
	return err
}

// precondition is the approximate inverse of the Hessian times x.
func (n *newton) precondition(x []float32) []float32 {
	z := make([]float32, len(x))
	for i, v := range x {
		z[i] = v / float32(n.c)
	}
	n.data.solve(z, n.s.width)
	n.prior.solve(z, n.s.width)
	return z
}

// direction solves for Newton's step by conjugate gradients, each problem with
// its own coefficients. It reports whether any has still to move; those that
// have not get a step of zero.
func (n *newton) direction(ctx context.Context) (step []float32, active bool, err error) {
	if err := n.condition(); err != nil {
		return nil, false, err
	}
	step = make([]float32, len(n.a))
	residual := make([]float32, len(n.a))
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
		trial := append([]float32(nil), n.a...)
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
			n.a, n.objective, n.gradient = trial, objective, gradient
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
