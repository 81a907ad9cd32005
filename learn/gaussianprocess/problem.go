package gaussianprocess

import "math"

// problem is one binary classification: the images of class positive against
// those of class negative, or against all others. Classes are numbered by their
// places among those that occur.
type problem struct{ positive, negative int }

// rest stands for every class but the positive one.
const rest = -1

// target is 1 or 0 as the class is positive or negative in the problem.
func (p problem) target(class int) float32 {
	if class == p.positive {
		return 1
	}
	return 0
}

// involves reports whether images of the class take part.
func (p problem) involves(class int) bool {
	return p.negative == rest || class == p.positive || class == p.negative
}

// onePerClass is the problems of one_vs_rest.
func onePerClass(classes int) []problem {
	var all []problem
	for c := range classes {
		all = append(all, problem{c, rest})
	}
	return all
}

// onePerPair is the problems of one_vs_one, the later class positive.
func onePerPair(classes int) []problem {
	var all []problem
	for i := range classes {
		for j := i + 1; j < classes; j++ {
			all = append(all, problem{j, i})
		}
	}
	return all
}

// problemsOf are those that multi_class asks for; two classes are one pair
// either way.
func problemsOf(classes int, multiClass string) []problem {
	if multiClass == oneVsRest && classes > 2 {
		return onePerClass(classes)
	}
	return onePerPair(classes)
}

// problemCount is how many problems problemsOf returns.
func problemCount(classes int, multiClass string) int {
	if multiClass == oneVsRest && classes > 2 {
		return classes
	}
	return classes * (classes - 1) / 2
}

// sigmoid is 1/(1+exp(-f)).
func sigmoid(f float64) float64 { return 1 / (1 + math.Exp(-f)) }

// softplus is log(1+exp(f)): minus the logarithm of the likelihood of a
// negative label.
func softplus(f float64) float64 {
	if f > 0 {
		return f + math.Log1p(math.Exp(-f))
	}
	return math.Log1p(math.Exp(f))
}

// Constants of Williams and Barber, "Bayesian classification with Gaussian
// processes" (IEEE PAMI 20, 1998), appendix A: the sigmoid as a sum of error
// functions, erf(lambda*f), of which Gaussian averages have a closed form.
var (
	erfScales  = [5]float64{0.41, 0.4, 0.37, 0.44, 0.39}
	erfWeights = [5]float64{-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654}
)

// averageSigmoid is the mean of the sigmoid under a normal distribution, as
// scikit-learn computes it.
func averageSigmoid(mean, variance float64) float64 {
	sum, weights := 0.0, 0.0
	for i, scale := range erfScales {
		sum += erfWeights[i] * math.Erf(scale*mean/math.Sqrt(1+2*scale*scale*variance))
		weights += erfWeights[i]
	}
	return 0.5 * (sum + weights)
}
