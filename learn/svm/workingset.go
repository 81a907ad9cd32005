package svm

import "math"

// tau stands for the curvature along a pair of coefficients where it is
// smaller: with a kernel that is not positive semidefinite, or equal images.
const tau = 1e-12

// workingSet is a problem restricted to some of its images, the members, with
// the kernel matrix between them. Beyond the last member its arrays are padded
// to a multiple of 8 with what no search finds.
type workingSet struct {
	capacity int
	stride   int
	member   []int32   // images of the problem
	k        []float32 // the kernel of members i and j at [i*stride+j]
	diagonal []float32
	f, beta  []float64
	upper    []float64 // of beta; the lower bound is upper-c
	c        float64
	up, low  []float64 // 0 if beta may grow or fall, else +Inf and -Inf
}

func newWorkingSet(capacity int) *workingSet {
	// An odd number of cache lines: of a power of two, the elements of a
	// column would compete for the same few places in the cache.
	stride := (capacity+15)/16*16 | 16
	room := func() []float64 { return make([]float64, stride) }
	return &workingSet{
		capacity: capacity, stride: stride,
		k: make([]float32, capacity*stride), diagonal: make([]float32, stride),
		f: room(), beta: room(), upper: room(), up: room(), low: room(),
	}
}

func (s *workingSet) len() int { return len(s.member) }

// width is len with the padding.
func (s *workingSet) width() int { return (len(s.member) + 7) &^ 7 }

func (s *workingSet) row(i int) []float32 { return s.k[i*s.stride:][:s.width()] }

// add takes in an image; fill must follow.
func (s *workingSet) add(image int32, diagonal float32) {
	s.diagonal[s.len()] = diagonal
	s.member = append(s.member, image)
}

// fill sets the kernel between the members from i on and all members. left and
// right are the values of those members with all images of the first class and
// of the second.
func (s *workingSet) fill(i int, left, right [][]float32) {
	for r := range left {
		row, left, right := s.row(i+r), left[r], right[r]
		for j, k := range s.member {
			if int(k) < len(left) {
				row[j] = left[k]
			} else {
				row[j] = right[int(k)-len(left)]
			}
		}
	}
	s.mirror(i, len(left))
}

// mirror copies the kernel of n members from i on with those before them to
// the other side of the diagonal.
func (s *workingSet) mirror(i, n int) {
	for j := range i {
		row := s.row(j)[i:][:n]
		for r := range row {
			row[r] = s.k[(i+r)*s.stride+j]
		}
	}
}

// keep removes the images that are not marked.
func (s *workingSet) keep(marked []bool) {
	for i := 0; i < s.len(); {
		if marked[s.member[i]] {
			i++
		} else {
			s.remove(i)
		}
	}
}

// remove puts the last member in the place of member i.
func (s *workingSet) remove(i int) {
	last := s.len() - 1
	copy(s.row(i), s.row(last))
	for j := range last {
		s.k[j*s.stride+i] = s.k[j*s.stride+last]
	}
	s.k[i*s.stride+i] = s.k[last*s.stride+last]
	s.member[i], s.diagonal[i] = s.member[last], s.diagonal[last]
	s.member = s.member[:last]
}

// load sets the state of all members.
func (s *workingSet) load(f, beta, upper []float64, c float64) {
	s.c = c
	for i, k := range s.member {
		s.f[i], s.upper[i] = f[k], upper[k]
		s.set(i, beta[k])
	}
	for i := s.len(); i < s.width(); i++ {
		s.f[i], s.up[i], s.low[i] = 0, math.Inf(1), math.Inf(-1)
	}
}

// set gives member i a coefficient.
func (s *workingSet) set(i int, beta float64) {
	s.beta[i], s.up[i], s.low[i] = beta, 0, 0
	if beta >= s.upper[i] {
		s.up[i] = math.Inf(1)
	}
	if beta <= s.upper[i]-s.c {
		s.low[i] = math.Inf(-1)
	}
}

// optimise changes two coefficients at a time until no pair violates the
// optimality by more than tol, or maxSteps times, and returns how often. The
// pairs are those of the second-order selection of Fan, Chen and Lin, "Working
// set selection using second order information for training SVM" (JMLR 6,
// 2005), WSS 3: the member i of least f whose coefficient may grow, and the
// partner that lowers the objective most.
func (s *workingSet) optimise(tol float64, maxSteps int) int {
	n := s.width()
	f, up, low := s.f[:n], s.up[:n], s.low[:n]
	i := active.descend(f, 0, s.row(0), s.row(0), up)
	for step := range maxSteps {
		if i < 0 {
			return step
		}
		j, violation := active.partner(f, f[i], s.diagonal[i], s.row(i), s.diagonal[:n], low)
		if j < 0 || violation <= tol {
			return step
		}
		d := s.move(i, j)
		i = active.descend(f, d, s.row(i), s.row(j), up)
	}
	return maxSteps
}

// move minimises the objective over the pair and returns by how much the
// coefficient of i has grown and that of j has fallen.
func (s *workingSet) move(i, j int) float64 {
	ki := s.row(i)
	a := max(float64(s.diagonal[i])+float64(s.diagonal[j])-2*float64(ki[j]), tau)
	d := (s.f[j] - s.f[i]) / a
	roomI, roomJ := s.upper[i]-s.beta[i], s.beta[j]-(s.upper[j]-s.c)
	d = min(d, roomI, roomJ)
	bi, bj := s.beta[i]+d, s.beta[j]-d
	if d == roomI { // exactly, whatever the rounding
		bi = s.upper[i]
	}
	if d == roomJ {
		bj = s.upper[j] - s.c
	}
	s.set(i, bi)
	s.set(j, bj)
	return d
}
