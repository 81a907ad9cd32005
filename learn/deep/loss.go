package deep

import (
	"math"

	"github.com/fmnist/fmnist/internal/simd"
	"github.com/fmnist/fmnist/internal/tensor"
)

// softmaxLoss is the cross-entropy of the softmax of logits and smoothed
// labels: a share smoothing of each is spread evenly over all classes (Szegedy
// et al., "Rethinking the Inception architecture", CVPR 2016, section 7).
type softmaxLoss struct {
	classes   int
	smoothing float64
	g         []float32
	losses    []float64
}

// of returns the sum of the images' losses and its gradient by the logits,
// which are in rows of whole panels.
func (l *softmaxLoss) of(p *pass, logits []float32, labels []uint8) (float64, []float32) {
	width := roundUp(l.classes)
	g := grow(&l.g, len(logits))
	if len(l.losses) < p.images {
		l.losses = make([]float64, p.images)
	}
	p.over(p.images, tensor.Panel, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			l.losses[i] = l.image(g[i*width:][:width], logits[i*width:][:l.classes], int(labels[i]))
		}
	})
	total := 0.0
	for _, v := range l.losses[:p.images] {
		total += v
	}
	return total, g
}

func (l *softmaxLoss) image(g, logits []float32, label int) float64 {
	sum := softmax(g[:l.classes], logits)
	clear(g[l.classes:])
	rest := l.smoothing / float64(l.classes)
	loss := 0.0
	for j := range logits {
		target := rest
		if j == label {
			target += 1 - l.smoothing
		}
		loss -= target * (float64(logits[j]) - sum)
		g[j] -= float32(target)
	}
	return loss
}

// softmax sets p to the softmax of the logits and returns the logarithm of the
// sum of their exponentials.
func softmax(p, logits []float32) float64 {
	top := logits[0]
	for _, v := range logits {
		top = max(top, v)
	}
	for j, v := range logits {
		p[j] = v - top
	}
	simd.Exp(p, p)
	var sum float32
	for _, v := range p {
		sum += v
	}
	for j := range p {
		p[j] /= sum
	}
	return float64(top) + math.Log(float64(sum))
}
