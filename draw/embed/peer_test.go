package embed

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/learn"
)

var peer = flag.Bool("peer", false, "compare with scikit-learn and umap-learn, side by side: some minutes")

// python is a running Python.
type python struct {
	t      *testing.T
	in     io.Writer
	out    *bufio.Scanner
	places string
}

// answer is its time, and the share of the variance or the KL divergence.
type answer struct{ Seconds, Figure float64 }

// startPeer starts a Python that has the module.
func startPeer(t *testing.T, module, train, test string) *python {
	command := ""
	for _, p := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(p, "-c", "import sklearn, "+module).Run() == nil {
			command = p
			break
		}
	}
	if command == "" {
		t.Skipf("no python3 with %s (Debian: apt-get install python3-sklearn umap-learn)", module)
	}
	s := &python{t: t, places: filepath.Join(t.TempDir(), "places")}
	cmd := exec.CommandContext(t.Context(), command, "testdata/sklearn_peer.py", train, test, s.places)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); _ = cmd.Wait() })
	s.in, s.out = in, bufio.NewScanner(out)
	return s
}

func (s *python) ask(question string) (a answer) {
	fmt.Fprintln(s.in, question)
	if !s.out.Scan() {
		s.t.Fatalf("the peer has no answer to %q", question)
	}
	if err := json.Unmarshal(s.out.Bytes(), &a); err != nil {
		s.t.Fatal(err)
	}
	return a
}

func (s *python) plane() []Point {
	bytes, err := os.ReadFile(s.places)
	if err != nil {
		s.t.Fatal(err)
	}
	plane := make([]Point, len(bytes)/8)
	for i := range plane {
		plane[i].X = math.Float32frombits(binary.LittleEndian.Uint32(bytes[8*i:]))
		plane[i].Y = math.Float32frombits(binary.LittleEndian.Uint32(bytes[8*i+4:]))
	}
	return plane
}

// realImages are files of Fashion-MNIST in the cache that FMNIST_DATA names.
func realImages(t *testing.T, name string) (path string, images learn.Images) {
	path = filepath.Join(os.Getenv("FMNIST_DATA"), "fashion", name+"-images-idx3-ubyte")
	a, err := idx.ReadFile[uint8](path)
	if err != nil {
		t.Skipf("FMNIST_DATA: %v", err)
	}
	return path, learn.Images{Pixels: a.Data, Features: a.Dims[1] * a.Dims[2]}
}

// TestPeerPCA: 50 components of 70,000 images in a third of the time, turn and
// turn about, and no less of the variance.
func TestPeerPCA(t *testing.T) {
	if !*peer {
		t.Skip("only with -peer")
	}
	trainPath, train := realImages(t, "train")
	testPath, test := realImages(t, "t10k")
	all := learn.Images{Pixels: slices.Concat(train.Pixels, test.Pixels), Features: train.Features}
	s := startPeer(t, "sklearn", trainPath, testPath)
	var ratios []float64
	for range 5 {
		theirs := s.ask("pca")
		began := time.Now()
		p, err := NewPCA(t.Context(), all, 50, 0)
		if err != nil {
			t.Fatal(err)
		}
		p.Project(all)
		took := time.Since(began).Seconds()
		ratios = append(ratios, theirs.Seconds/took)
		t.Logf("scikit-learn %.2f s, %.6f of the variance; fmnist %.2f s, %.6f", theirs.Seconds, theirs.Figure, took, p.Explained())
		if p.Explained() < theirs.Figure-2e-5 {
			t.Errorf("%.6f of the variance, scikit-learn has %.6f", p.Explained(), theirs.Figure)
		}
	}
	slices.Sort(ratios)
	if t.Logf("times as fast: %.1f", ratios); ratios[len(ratios)/2] < 3 {
		t.Errorf("only %.1f times as fast", ratios[len(ratios)/2])
	}
}

// TestPeerTSNE: the 10,000 test images in a fifth of the time, and the labels of
// 10 neighbours no more than half a point worse.
func TestPeerTSNE(t *testing.T) {
	ours, theirs := compareEmbeddings(t, "tsne", "sklearn", func(points Matrix) ([]Point, error) {
		plane, kl, err := NewTSNE().Embed(t.Context(), points, points.Plane())
		t.Logf("KL %.3f", kl)
		return plane, err
	})
	if ours.accuracy < theirs.accuracy-0.005 {
		t.Error("the label accuracy is more than half a point below")
	}
	if theirs.seconds < 5*ours.seconds {
		t.Errorf("only %.1f times as fast", theirs.seconds/ours.seconds)
	}
}

// TestPeerUMAP: the 10,000 test images as trustworthy as umap-learn has them.
func TestPeerUMAP(t *testing.T) {
	ours, theirs := compareEmbeddings(t, "umap", "umap", func(points Matrix) ([]Point, error) {
		plane, _, err := NewUMAP().Embed(t.Context(), points, points.Plane(), 0)
		return plane, err
	})
	if ours.trust < theirs.trust-0.01 {
		t.Error("the trustworthiness is more than 0.01 below")
	}
}

// outcome is a picture's time and quality.
type outcome struct{ seconds, accuracy, trust float64 }

// compareEmbeddings places the test images here and there.
func compareEmbeddings(t *testing.T, question, module string, embed func(Matrix) ([]Point, error)) (ours, theirs outcome) {
	if !*peer {
		t.Skip("only with -peer")
	}
	trainPath, _ := realImages(t, "train")
	testPath, test := realImages(t, "t10k")
	labels, err := idx.ReadFile[uint8](filepath.Join(filepath.Dir(testPath), "t10k-labels-idx1-ubyte"))
	if err != nil {
		t.Fatal(err)
	}
	s := startPeer(t, module, trainPath, testPath)
	began := time.Now()
	p, err := NewPCA(t.Context(), test, 50, 0)
	if err != nil {
		t.Fatal(err)
	}
	plane, err := embed(p.Project(test))
	if err != nil {
		t.Fatal(err)
	}
	ours.seconds = time.Since(began).Seconds()
	answer := s.ask(question)
	theirs.seconds = answer.Seconds
	t.Logf("the peer's own figure: %.3f", answer.Figure)
	ours.judge(t, "fmnist", test, labels.Data, plane)
	theirs.judge(t, module, test, labels.Data, s.plane())
	return ours, theirs
}

func (o *outcome) judge(t *testing.T, who string, images learn.Images, labels []uint8, plane []Point) {
	t.Helper()
	var err error
	if o.accuracy, err = LabelAccuracy(t.Context(), plane, labels, 10); err != nil {
		t.Fatal(err)
	}
	if o.trust, err = Trustworthiness(t.Context(), images, plane, 15); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %.1f s, label accuracy %.4f, trustworthiness %.4f", who, o.seconds, o.accuracy, o.trust)
}
