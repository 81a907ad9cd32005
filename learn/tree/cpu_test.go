package tree

import (
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/fmnist/fmnist/learn"
)

func cpu() float64 {
	var r syscall.Rusage
	syscall.Getrusage(0, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()).Seconds()
}

func TestCPU(t *testing.T) {
	train, test := realData(t, "fashion", "train"), realData(t, "fashion", "t10k")
	c := NewDecisionTreeClassifier()
	switch os.Getenv("X") {
	case "extra":
		c = NewExtraTreeClassifier()
	case "random":
		c.Splitter = Random
	case "entropy":
		c.Criterion = Entropy
	}
	for range 3 {
		labels := make([]uint8, test.Len())
		a, w := cpu(), time.Now()
		NewData(t.Context(), train)
		a1 := cpu()
		c.Fit(t.Context(), train, 1)
		b, w2 := cpu(), time.Now()
		c.Predict(t.Context(), test.Images, labels)
		fmt.Printf("data %.3f fit cpu %.3f wall %.3f predict cpu %.3f acc %.4f nodes %d\n", a1-a, b-a1, w2.Sub(w).Seconds(), cpu()-b, learn.Accuracy(labels, test.Labels), c.Tree().Nodes())
	}
}
