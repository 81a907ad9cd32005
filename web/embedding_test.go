package web

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// coordinates reads one of the two texts of an embedding's script.
func coordinates(text []byte) []uint16 {
	all := make([]uint16, len(text)/2)
	for i := range all {
		all[i] = binary.LittleEndian.Uint16(text[2*i:])
	}
	return all
}

// TestAddEmbedding places some images of the second of two sets.
func TestAddEmbedding(t *testing.T) {
	a, b := NewImages(smallSet(t, "clothes")), NewImages(smallSet(t, "digits-of-noise"))
	b.data.Train.Labels[0] = 9 // else both have the same labels
	text := "index,split,x,y,label\n0,train,-1,10,9\n1,test,3,12,1\n2,test,1,11,2\n"
	if err := AddEmbedding(writeFile(t, "digits-tsne.csv", text), []*Images{a, b}); err != nil {
		t.Fatal(err)
	}
	site, err := New(nil, []*Images{a, b}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	view := received[overview](t, site, resultsPath)
	if got := fmt.Sprint(view.Datasets[0].Embeddings, view.Datasets[1].Embeddings); got != "[{0 PCA}] [{0 t-SNE}]" {
		t.Errorf("embeddings %s", got)
	}
	made := received[map[string][]byte](t, site, b.folder+"embedding-0.js")
	x, y := coordinates(made["x"]), coordinates(made["y"])
	if len(x) != trainSize+testSize || len(y) != len(x) {
		t.Fatalf("%d and %d places, want those of %d images", len(x), len(y), trainSize+testSize)
	}
	// The wider of the two directions has all the room.
	for at, want := range map[int][2]uint16{0: {1, 16385}, trainSize + 1: {65535, 49152}, trainSize + 2: {32768, 32768}, 1: {0, 0}} {
		if math.Abs(float64(x[at])-float64(want[0])) > 1 || math.Abs(float64(y[at])-float64(want[1])) > 1 {
			t.Errorf("image %d is at %d, %d, want %v", at, x[at], y[at], want)
		}
	}
}

func TestAddEmbeddingRefuses(t *testing.T) {
	sets := []*Images{NewImages(smallSet(t, "clothes"))}
	header := "split,index,label,x,y\n"
	for text, want := range map[string]string{
		"":                          "columns' names",
		"split,index,label,x\n":     `no column "y"`,
		header:                      "no images",
		header + "train,0,0,1\n":    "wrong number of fields",
		header + "valid,0,0,1,1\n":  `line 2: split "valid"`,
		header + "train,-1,0,1,1\n": `line 2: index "-1"`,
		header + "train,0,0,1,1\ntrain,1,0,NaN,1\n":                      `line 3: x "NaN"`,
		header + "train,0,0,1e99,1\n":                                    `line 2: x "1e99"`,
		header + "train,0,1,1,1\n":                                       "labels are those of none",
		header + "train,700,0,1,1\n":                                     "labels are those of none",
		header + strings.Repeat("train,0,0,1,1\n", trainSize+testSize+1): "line 962",
	} {
		err := AddEmbedding(writeFile(t, "places.csv", text), sets)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "places.csv") {
			t.Errorf("%.60q: %v, want %q", text, err, want)
		}
	}
}

func TestPCAIsOfAllImages(t *testing.T) {
	site, _ := testSite(t)
	view := received[overview](t, site, resultsPath)
	made := received[map[string][]byte](t, site, view.Datasets[0].Folder+"embedding-0.js")
	for name, text := range made {
		low, high := uint16(steps), uint16(0)
		for _, v := range coordinates(text) {
			low, high = min(low, v), max(high, v)
		}
		if len(text) != 2*(trainSize+testSize) || low == 0 || high-low < steps/2 {
			t.Errorf("%s: %d bytes, from %d to %d", name, len(text), low, high)
		}
	}
}
