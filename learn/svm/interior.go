package svm

import (
	"context"
	"math"
	"slices"
)

// interior solves a problem under the linear kernel by a primal-dual interior
// point method, see Ferris and Munson, "Interior-point methods for massive
// support vector machines" (SIAM J. Optim. 13, 2002). It takes some thirty
// steps whatever C is, where pairwise steps can be thousands of millions: the
// rank of the kernel matrix is far below its order, and changing two
// coefficients at a time follows the long narrow valley slowly.
//
// With multipliers zl and zu of the bounds and rho of the sum, the conditions
// of the optimum are
//
//	f - rho - zl + zu = 0        a = beta-lower, c = upper-beta
//	sum beta = 0                 a zl = mu, c zu = mu    as mu falls to 0
//
// Each step is Newton's on these. Eliminating all but the changes v of the
// weights and of rho leaves, where X has the row (x_k, -1) for image k,
//
//	(diag(1,...,1,0) + X'EX) v = X'Eh - (0,...,0,sum beta)
//	E = 1/(zl/a + zu/c),   h = rl/a - ru/c - (f-rho)
//
// and the change of beta is E(h - Xv); rl and ru are what a zl and c zu should
// become, in first order.
type interior struct {
	*problem
	l      *linearMatrix
	normal *symmetric
	rho    float64
	all    []int32 // the images

	a, c, zl, zu []float64 // one an image
	e, h, rl, ru []float64
	dbeta        []float64
	dzl, dzu     []float64
	v            []float64 // features+1

	best    []float64 // beta of the smallest gap so far
	bestGap float64
}

const (
	interiorSteps = 100
	shortestStep  = 1e-3 // below it rounding errors have taken over
	centrality    = 5    // correctors a step, at most
)

func newInterior(p *problem, l *linearMatrix) *interior {
	room := func() []float64 { return make([]float64, p.n) }
	ip := &interior{
		problem: p, l: l, normal: newSymmetric(len(l.w) + 1), all: make([]int32, p.n),
		a: room(), c: room(), zl: room(), zu: room(), e: room(), h: room(), rl: room(), ru: room(),
		dbeta: room(), dzl: room(), dzu: room(), v: make([]float64, len(l.w)+1),
	}
	for k := range ip.all {
		ip.all[k] = int32(k)
	}
	ip.best, ip.bestGap = slices.Clone(p.beta), p.top-p.least
	return ip
}

// solve leaves the best coefficients that it has found in the problem.
func (ip *interior) solve(ctx context.Context) error {
	if err := ip.approach(ctx); err != nil {
		return err
	}
	copy(ip.beta, ip.best)
	return ip.gradient(ctx)
}

// approach follows the central path until the gap is closed, or rounding ends
// it; best is then as near as it came.
func (ip *interior) approach(ctx context.Context) error {
	if err := ip.start(ctx); err != nil {
		return err
	}
	for range interiorSteps {
		mu := ip.mu(0)
		if mu <= roundBelow*ip.tol*ip.problem.c {
			if done, err := ip.round(ctx); done || err != nil {
				return err
			}
		}
		ok, err := ip.factorise(ctx)
		if !ok || err != nil {
			return err
		}
		length := ip.direction(mu)
		if length < shortestStep {
			return nil
		}
		if err := ip.advance(ctx, length); err != nil {
			return err
		}
	}
	return nil
}

// start sets coefficients of sum 0 away from the bounds, and multipliers that
// fit them.
func (ip *interior) start(ctx context.Context) error {
	for k := range ip.beta {
		other := ip.first
		if k < ip.first {
			other = ip.n - ip.first
		}
		ip.beta[k] = ip.label(k) * ip.problem.c * float64(other) / float64(ip.n)
	}
	if err := ip.gradient(ctx); err != nil {
		return err
	}
	size := 0.0
	for _, f := range ip.f {
		size += math.Abs(f) / float64(ip.n)
	}
	for k, f := range ip.f {
		ip.zl[k], ip.zu[k] = max(f, 0)+size, max(-f, 0)+size
	}
	return nil
}

// gradient brings weights, f, a and c up to date with beta.
func (ip *interior) gradient(ctx context.Context) error {
	clear(ip.l.w)
	ip.l.add(ip.problem, ip.all, ip.beta, ip.l.w)
	for k, b := range ip.beta {
		ip.a[k], ip.c[k] = b-(ip.upper[k]-ip.problem.c), ip.upper[k]-b
	}
	return ip.l.gradient(ctx, ip.problem)
}

// mu is the mean of a zl and c zu after a step of the given length.
func (ip *interior) mu(length float64) float64 {
	sum := 0.0
	for k, d := range ip.dbeta {
		d *= length
		sum += (ip.a[k]+d)*(ip.zl[k]+length*ip.dzl[k]) + (ip.c[k]-d)*(ip.zu[k]+length*ip.dzu[k])
	}
	return sum / float64(2*ip.n)
}

// factorise sets E and factorises the matrix of the normal equations.
func (ip *interior) factorise(ctx context.Context) (bool, error) {
	for k := range ip.e {
		ip.e[k] = 1 / (ip.zl[k]/ip.a[k] + ip.zu[k]/ip.c[k])
	}
	return ip.factoriseFor(ctx, ip.all)
}

// factoriseFor does it for some of the images, as if E were 0 for the others.
func (ip *interior) factoriseFor(ctx context.Context, images []int32) (bool, error) {
	d, scaling := len(ip.l.w), ip.train.scaling
	clear(ip.normal.values)
	err := ip.normal.add(ctx, 0, len(images), func(i int, row []float64) float64 {
		k := int(images[i])
		for j, v := range ip.l.pixels(ip.problem, k) {
			row[j] = scaling.At(j, v)
		}
		row[d] = -1
		return ip.e[k]
	})
	if err != nil {
		return false, err
	}
	for j := range d {
		ip.normal.row(j)[j]++
	}
	return ip.normal.factorise(ctx)
}

// direction sets the step and returns how far to go along it. First the
// predictor and corrector of Mehrotra, "On the implementation of a primal-dual
// interior point method" (SIAM J. Optim. 2, 1992), then the correctors of
// Gondzio, "Multiple centrality corrections in a primal-dual method for linear
// programming" (Comput. Optim. Appl. 6, 1996), while they make it longer: a
// solution costs little beside the factorisation.
func (ip *interior) direction(mu float64) float64 {
	clear(ip.rl)
	clear(ip.ru)
	ip.newton()
	ratio := ip.mu(ip.longest()) / mu
	target := mu * ratio * ratio * ratio
	for k, d := range ip.dbeta {
		ip.rl[k] = target - d*ip.dzl[k]
		ip.ru[k] = target + d*ip.dzu[k]
	}
	ip.newton()
	length := ip.longest()
	for range centrality {
		beta, zl, zu := slices.Clone(ip.dbeta), slices.Clone(ip.dzl), slices.Clone(ip.dzu)
		v := slices.Clone(ip.v)
		ip.correct(min(1, length+0.1), target)
		ip.newton()
		longer := ip.longest()
		if longer < length+0.01 {
			ip.dbeta, ip.dzl, ip.dzu, ip.v = beta, zl, zu, v
			break
		}
		length = longer
	}
	return min(1, 0.995*length)
}

// correct moves rl and ru such that after a step of the given length no
// product would be far from the target.
func (ip *interior) correct(length, target float64) {
	move := func(product float64) float64 {
		return max(min(max(product, target/10), target*10)-product, -target*10)
	}
	for k, d := range ip.dbeta {
		d *= length
		ip.rl[k] += move((ip.a[k] + d) * (ip.zl[k] + length*ip.dzl[k]))
		ip.ru[k] += move((ip.c[k] - d) * (ip.zu[k] + length*ip.dzu[k]))
	}
}

// newton solves for the step.
func (ip *interior) newton() {
	for k, f := range ip.f {
		ip.h[k] = ip.rl[k]/ip.a[k] - ip.ru[k]/ip.c[k] - (f - ip.rho)
	}
	ip.eliminated(ip.all)
	for k, d := range ip.dbeta {
		ip.dzl[k] = (ip.rl[k]-ip.zl[k]*d)/ip.a[k] - ip.zl[k]
		ip.dzu[k] = (ip.ru[k]+ip.zu[k]*d)/ip.c[k] - ip.zu[k]
	}
}

// eliminated sets v and dbeta from e and h of the images given.
func (ip *interior) eliminated(images []int32) {
	d := len(ip.l.w)
	weighted := make([]float64, len(images))
	clear(ip.v)
	for i, k := range images {
		weighted[i] = ip.e[k] * ip.h[k]
		ip.v[d] -= weighted[i]
	}
	for _, b := range ip.beta {
		ip.v[d] -= b
	}
	ip.l.add(ip.problem, images, weighted, ip.v[:d])
	ip.normal.solve(ip.v)
	ip.l.dots(ip.problem, ip.v[:d], ip.dbeta)
	for k, xv := range ip.dbeta {
		ip.dbeta[k] = ip.e[k] * (ip.h[k] - (xv - ip.v[d]))
	}
}

// longest is how much of the step leaves everything positive, at most 1.
func (ip *interior) longest() float64 {
	length := 1.0
	for k, d := range ip.dbeta {
		if d < 0 {
			length = min(length, -ip.a[k]/d)
		} else if d > 0 {
			length = min(length, ip.c[k]/d)
		}
		if ip.dzl[k] < 0 {
			length = min(length, -ip.zl[k]/ip.dzl[k])
		}
		if ip.dzu[k] < 0 {
			length = min(length, -ip.zu[k]/ip.dzu[k])
		}
	}
	return length
}

func (ip *interior) advance(ctx context.Context, length float64) error {
	for k, d := range ip.dbeta {
		ip.beta[k] += length * d
		ip.zl[k] += length * ip.dzl[k]
		ip.zu[k] += length * ip.dzu[k]
	}
	ip.rho += length * ip.v[len(ip.v)-1]
	return ip.gradient(ctx)
}

// roundBelow is the mu, in units of the tolerance and C, at which it is worth
// looking for the solution itself.
var roundBelow = 1e-5

const (
	roundings  = 10
	nearEnough = 10   // in units of the tolerance
	ridge      = 1e-9 // of the diagonal
)

// round looks for the vertex of the bounds that the interior points approach:
// a few steps of the primal-dual active set method (Hintermüller, Ito and
// Kunisch, SIAM J. Optim. 13, 2002). Each puts the coefficients of the active
// set on their bounds, the others where the gradient is then rho, and corrects
// the set by what has the wrong sign. It reports whether it came so near to the
// solution that pairwise steps will do; if not, the interior point is restored.
func (ip *interior) round(ctx context.Context) (bool, error) {
	beta, e, rho := slices.Clone(ip.beta), ip.e, ip.rho
	ip.e = make([]float64, ip.n)
	bound := make([]float64, ip.n) // -1: lower, +1: upper, 0: free
	for k := range bound {
		curve := float64(ip.train.norms[ip.row(int32(k))])
		if ip.zl[k] > curve*ip.a[k] {
			bound[k] = -1
		} else if ip.zu[k] > curve*ip.c[k] {
			bound[k] = 1
		}
	}
	for range roundings {
		ok, err := ip.vertex(ctx, bound)
		if err != nil {
			return false, err
		}
		if !ok {
			break
		}
		ip.findBounds()
		if gap := ip.top - ip.least; gap < ip.bestGap {
			ip.bestGap = gap
			copy(ip.best, ip.beta)
		}
		if ip.bestGap <= ip.tol {
			break
		}
		if changed := ip.rebound(bound); changed == 0 || changed > ip.n/16 {
			break
		}
	}
	if ip.bestGap <= nearEnough*ip.tol {
		return true, nil
	}
	copy(ip.beta, beta)
	ip.e, ip.rho = e, rho
	clear(ip.dbeta)
	return false, ip.gradient(ctx)
}

// rebound corrects the active set and returns how many it has moved: the free
// coefficients that were stopped by a bound, or if there are none those whose
// gradient says that they would leave it.
func (ip *interior) rebound(bound []float64) int {
	stopped, released := 0, 0
	for k := range bound {
		if bound[k] == 0 && !ip.isLow(int32(k)) {
			bound[k] = -1
			stopped++
		} else if bound[k] == 0 && !ip.isUp(int32(k)) {
			bound[k] = 1
			stopped++
		}
	}
	if stopped == 0 {
		for k, f := range ip.f {
			if bound[k]*(f-ip.rho) > ip.tol/2 {
				bound[k] = 0
				released++
			}
		}
	}
	return stopped + released
}

// vertex puts the coefficients on their bounds and solves for the free ones.
func (ip *interior) vertex(ctx context.Context, bound []float64) (bool, error) {
	var free []int32
	for k, side := range bound {
		ip.e[k] = 0
		switch side {
		case -1:
			ip.beta[k] = ip.upper[k] - ip.problem.c
		case 1:
			ip.beta[k] = ip.upper[k]
		default:
			free = append(free, int32(k))
			ip.e[k] = 1 / max(ridge*float64(ip.train.norms[ip.row(int32(k))]), tau)
		}
	}
	if err := ip.gradient(ctx); err != nil {
		return false, err
	}
	if ok, err := ip.factoriseFor(ctx, free); !ok || err != nil {
		return false, err
	}
	for _, k := range free {
		ip.h[k] = ip.rho - ip.f[k]
	}
	ip.eliminated(free)
	for _, k := range free {
		ip.beta[k] = min(max(ip.beta[k]+ip.dbeta[k], ip.upper[k]-ip.problem.c), ip.upper[k])
	}
	ip.rho += ip.v[len(ip.v)-1]
	return true, ip.gradient(ctx)
}
