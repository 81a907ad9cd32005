package onnx

import (
	"errors"
	"fmt"
	"math"

	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/deep"
)

// panel is how many outputs a panel of the networks' weights has.
const panel = 16

// convnet follows the layers of a network of package deep and takes their
// numbers out of the one array that they stand in.
type convnet struct {
	*graph
	x                       value // N x channels x height x width, or N x channels after flat
	height, width, channels int
	flat                    bool
	weights                 []float32
	fault                   error
}

// convnet is float32 throughout, as the network is.
func (g *graph) convnet(c *deep.ConvNetClassifier, s learn.State, x value, all int) (result, error) {
	var faults []error
	weights, classes := get[[]float32](s, "weights", &faults), get[[]uint8](s, "classes", &faults)
	side, pixels := get[[]int32](s, "side", &faults), get[[]float32](s, "pixels", &faults)
	if err := errors.Join(faults...); err != nil {
		return result{}, err
	}
	if c.TestTimeAugmentation {
		return result{}, fmt.Errorf("test_time_augmentation: %w", ErrUnsupported)
	}
	n := &convnet{graph: g, height: int(side[0]), width: int(side[0]), channels: 1, weights: weights}
	n.x = g.reshape(g.add(g.mul(x, scalar(g, pixels[0])), scalar(g, pixels[1])), -1, 1, int64(side[0]), int64(side[0]))
	switch c.Architecture {
	case "two_conv":
		for _, channels := range []int{32, 64} {
			n.conv(5, channels)
			n.maxPool()
			n.bias(true)
		}
		n.dense(1024)
		n.bias(true)
	case "small":
		n.normalised(48, true)
		n.normalised(96, true)
	case "tiny":
		n.normalised(16, true)
		n.normalised(32, true)
	case "residual":
		n.normalised(32, true)
		n.stage(48)
		n.normalised(96, true)
		n.residual(96)
		n.globalMean()
	case "funnel":
		n.normalised(32, true)
		n.normalised(64, true)
		n.stage(112)
		n.globalMean()
	case "pyramid":
		n.normalised(32, true)
		n.normalised(64, true)
		n.stage(128)
		n.maxPool()
		n.stage(256)
		n.globalMean()
	case "high_pyramid":
		n.normalised(32, true)
		n.stage(64)
		n.maxPool()
		n.stage(128)
		n.maxPool()
		n.stage(256)
		n.globalMean()
	default:
		return result{}, fmt.Errorf("architecture %q: %w", c.Architecture, ErrUnsupported)
	}
	n.dense(len(classes))
	n.bias(false)
	if n.fault == nil && len(n.weights) > 0 {
		n.fault = fmt.Errorf("%d weights too many for the architecture %s", len(n.weights), c.Architecture)
	}
	if n.fault != nil {
		return result{}, n.fault
	}
	p, err := g.spread(g.softmax(n.x), classes, all)
	return result{g.labels(g.argmax(n.x), classes), p}, err
}

// take is the next numbers.
func (n *convnet) take(count int) []float32 {
	if count > len(n.weights) {
		n.fault = errors.New("the network has more layers than weights")
		return make([]float32, count)
	}
	t := n.weights[:count]
	n.weights = n.weights[count:]
	return t
}

// conv keeps the size of the image.
func (n *convnet) conv(kernel, channels int) {
	patch := kernel * kernel * n.channels
	w := n.take(patch * channels)
	turned := make([]float32, len(w)) // channels x inputs x kernel x kernel
	for o := range channels {
		for k := range kernel * kernel {
			for c := range n.channels {
				turned[(o*n.channels+c)*kernel*kernel+k] = w[(o/panel*patch+k*n.channels+c)*panel+o%panel]
			}
		}
	}
	pad := int64(kernel / 2)
	n.x = n.op("Conv", []value{n.x, n.constant(tensorOf(turned, channels, n.channels, kernel, kernel))},
		attribute{"kernel_shape", []int64{int64(kernel), int64(kernel)}}, attribute{"pads", []int64{pad, pad, pad, pad}})
	n.channels = channels
}

func (n *convnet) maxPool() {
	if n.height > 1 && n.width > 1 {
		n.x = n.op("MaxPool", []value{n.x}, attribute{"kernel_shape", []int64{2, 2}}, attribute{"strides", []int64{2, 2}})
		n.height, n.width = n.height/2, n.width/2
	}
}

// perChannel is a number for every channel, in the form that is added to all its
// pixels.
func (n *convnet) perChannel(numbers []float32) value {
	if n.flat {
		return n.constant(tensorOf(numbers[:n.channels]))
	}
	return n.constant(tensorOf(numbers, n.channels, 1, 1))
}

func (n *convnet) rectify() { n.x = n.op("Relu", []value{n.x}) }

func (n *convnet) bias(rectified bool) {
	n.x = n.add(n.x, n.perChannel(n.take((n.channels+panel-1)/panel*panel)))
	if rectified {
		n.rectify()
	}
}

func (n *convnet) normalised(channels int, pool bool) {
	n.conv(3, channels)
	if pool {
		n.maxPool()
	}
	gamma, beta := n.take(channels), n.take(channels)
	mean, variance := n.take(channels), n.take(channels)
	scale, shift := make([]float32, channels), make([]float32, channels)
	for j := range channels {
		s := float64(gamma[j]) / math.Sqrt(float64(variance[j])+1e-5)
		scale[j], shift[j] = float32(s), float32(float64(beta[j])-float64(mean[j])*s)
	}
	n.x = n.add(n.mul(n.x, n.perChannel(scale)), n.perChannel(shift))
	n.rectify()
}

// stage is a convolution and a residual block.
func (n *convnet) stage(channels int) {
	n.normalised(channels, false)
	n.residual(channels)
}

// residual adds two normalised convolutions to what comes in.
func (n *convnet) residual(channels int) {
	in := n.x
	n.normalised(channels, false)
	n.normalised(channels, false)
	n.x = n.add(in, n.x)
}

func (n *convnet) globalMean() {
	n.x = n.op("GlobalAveragePool", []value{n.x})
	n.height, n.width = 1, 1
}

// dense reads the pixels row by row, the channels of each together.
func (n *convnet) dense(units int) {
	in := n.height * n.width * n.channels
	if !n.flat {
		n.x = n.reshape(n.transpose(n.x, 0, 2, 3, 1), -1, int64(in))
	}
	w := n.take(in * ((units + panel - 1) / panel * panel))
	turned := make([]float32, in*units)
	for i := range in {
		for o := range units {
			turned[i*units+o] = w[(o/panel*in+i)*panel+o%panel]
		}
	}
	n.x = n.matmul(n.x, n.constant(tensorOf(turned, in, units)))
	n.flat, n.height, n.width, n.channels = true, 1, 1, units
}
