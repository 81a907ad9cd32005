package model_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/families"
	"github.com/fmnist/fmnist/learn/learntest"
	"github.com/fmnist/fmnist/model"
)

// parameters are such that a fit takes little; composites need some.
var parameters = map[string]string{
	"GradientBoostingClassifier":     `{"n_estimators": 3}`,
	"HistGradientBoostingClassifier": `{"max_iter": 3}`,
	"ConvNetClassifier":              `{"architecture": "small", "epochs": 1}`,
	"ExtraTreesClassifier":           `{"n_estimators": 5}`,
	"RandomForestClassifier":         `{"n_estimators": 5, "max_depth": 4, "criterion": "entropy"}`,
	"MLPClassifier":                  `{"hidden_layer_sizes": [10, 8], "max_iter": 5, "activation": "tanh"}`,
	"SVC":                            `{"C": 10, "kernel": "poly"}`,
	"KNeighborsClassifier":           `{"weights": "distance", "p": 1}`,
	"Pipeline":                       `{"steps": [{"PCA": {"n_components": 9}}, {"HOG": {"pixels_per_cell": [1, 1], "cells_per_block": [1, 1]}}, {"SVC": {}}]}`,
	"VotingClassifier":               `{"voting": "soft", "estimators": [{"GaussianNB": {}}, {"Pipeline": {"steps": [{"PCA": {"n_components": 5}}, {"GaussianNB": {}}]}}]}`,
}

func fit(t testing.TB, family string, set learn.Set) *model.Model {
	t.Helper()
	m, err := model.Fit(t.Context(), family, []byte(parameters[family]), set, 3)
	if err != nil {
		t.Fatal(err)
	}
	m.Scaling, m.Data, m.Digest, m.Version = learn.StandardScaling, "blobs", "0123", "test"
	if set.Classes == 3 {
		m.Classes = []string{"zero", "one", "two"}
	}
	return m
}

func encode(t testing.TB, m *model.Model) []byte {
	t.Helper()
	f, err := m.File()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(b []byte) (*model.File, error) {
	return model.Read(bytes.NewReader(b), int64(len(b)))
}

// TestEveryFamilyComesBack saves a model of each family, loads it and compares
// what both say of images that were not learnt from.
func TestEveryFamilyComesBack(t *testing.T) {
	all := learntest.Blobs(200, 25, 3, 1)
	train := all
	train.Images, train.Labels = all.Slice(0, 120), all.Labels[:120]
	for _, family := range families.Names() {
		for _, scaled := range []bool{true, false} {
			set := train
			if !scaled {
				set.Scaling = learn.Scaling{}
			}
			t.Run(family, func(t *testing.T) { comesBack(t, family, set, all.Slice(120, 200)) })
		}
	}
}

func comesBack(t *testing.T, family string, train learn.Set, images learn.Images) {
	m := fit(t, family, train)
	want, err := m.Predict(t.Context(), images)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "m.fmnist")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	loaded, err := model.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := loaded.Predict(t.Context(), images)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if diff := cmp.Diff(m.Header, loaded.Header); diff != "" {
		t.Errorf("header: %s", diff)
	}
	if diff := cmp.Diff(m.Preprocessing, loaded.Preprocessing); diff != "" {
		t.Errorf("scaling: %s", diff)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, encode(t, loaded)) {
		t.Error("the loaded model is another file")
	}
}

// TestRealImages does the same with Fashion-MNIST, and its test images.
func TestRealImages(t *testing.T) {
	if testing.Short() {
		t.Skip("not with -short")
	}
	set, test := fashion(t, 200, 300)
	for _, family := range families.Names() {
		t.Run(family, func(t *testing.T) { comesBack(t, family, set, test) })
	}
}

// fashion is the beginnings of Fashion-MNIST's training and test images.
func fashion(t testing.TB, train, test int) (learn.Set, learn.Images) {
	t.Helper()
	dir := filepath.Join(os.Getenv("FMNIST_DATA"), "fashion")
	var arrays []idx.Array[uint8]
	for _, name := range []string{"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte"} {
		a, err := idx.ReadFile[uint8](filepath.Join(dir, name))
		if err != nil {
			t.Skipf("FMNIST_DATA has no Fashion-MNIST: %v", err)
		}
		arrays = append(arrays, a)
	}
	set := learn.Set{Images: learn.Images{Pixels: arrays[0].Data[:train*784], Features: 784}, Labels: arrays[1].Data[:train], Classes: 10}
	set.Scaling = learn.Standardize(set.Images)
	return set, learn.Images{Pixels: arrays[2].Data[:test*784], Features: 784}
}

func TestDamage(t *testing.T) {
	whole := encode(t, fit(t, "GaussianNB", learntest.Blobs(60, 25, 3, 1)))
	if _, err := read(whole); err != nil {
		t.Fatal(err)
	}
	changed := func(at int, to byte) []byte {
		b := bytes.Clone(whole)
		b[at] = to
		return b
	}
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"empty":              {nil, model.ErrSize},
		"cut in the prefix":  {whole[:10], model.ErrSize},
		"cut in the header":  {whole[:100], model.ErrHeader},
		"cut in the arrays":  {whole[:len(whole)-200], model.ErrSize},
		"last byte missing":  {whole[:len(whole)-1], model.ErrSize},
		"one byte too many":  {append(bytes.Clone(whole), 0), model.ErrSize},
		"magic":              {changed(0, 'x'), model.ErrMagic},
		"version":            {changed(8, 9), model.ErrVersion},
		"length of header":   {changed(15, 200), model.ErrHeader},
		"a bit of an array":  {changed(len(whole)-100, whole[len(whole)-100]^1), model.ErrChecksum},
		"a bit of the sum":   {changed(len(whole)-1, whole[len(whole)-1]^1), model.ErrChecksum},
		"array twice":        {bytes.Replace(whole, []byte("state.mean"), []byte("state.mear"), 1), model.ErrChecksum},
		"claims 2^60 floats": {resized(whole, `"length":75}`, `"length":1152921504606846976}`), model.ErrSize},
		"negative length":    {resized(whole, `"length":75}`, `"length":-8}`), model.ErrSize},
		"unknown type":       {resized(whole, `"float64"`, `"complex128"`), model.ErrHeader},
		"deep":               {resized(whole, `"parameters":{`, `"parameters":{"a":`+strings.Repeat("[", 40)+strings.Repeat("]", 40)+`,`), model.ErrHeader},
		"not UTF-8":          {resized(whole, `"zero"`, "\"zer\xff\""), model.ErrHeader},
	} {
		if _, err := read(c.file); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// resized replaces text of the header and corrects the header's length.
func resized(file []byte, from, to string) []byte {
	n := binary.LittleEndian.Uint32(file[12:])
	text := bytes.Replace(file[16:16+n], []byte(from), []byte(to), 1)
	b := bytes.Clone(file[:16])
	binary.LittleEndian.PutUint32(b[12:], uint32(len(text)))
	b = append(b, text...)
	b = append(b, make([]byte, -len(b)&7)...)
	return append(b, file[(16+int(n)+7)&^7:]...)
}

// TestFileOfAnotherFamily saves what families does not know.
func TestFileOfAnotherFamily(t *testing.T) {
	f := &model.File{Header: model.Header{Family: "Mine", Classes: []string{"a"}, Rows: 2, Cols: 2},
		State: learn.State{"a": []uint64{1, 2}, "b": []uint8{}, "c": []int32{-1, 5, 6}, "d": []float32{1.5}}}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f.State, got.State); diff != "" {
		t.Error(diff)
	}
	if _, err := got.Restore(); !errors.Is(err, families.ErrUnknown) {
		t.Errorf("restored: %v", err)
	}
}

// TestParametersAreMarshalled: what a model's header says of its parameters
// makes the same classifier.
func TestParametersAreMarshalled(t *testing.T) {
	set := learntest.Blobs(60, 25, 3, 1)
	for _, family := range families.Names() {
		m := fit(t, family, set)
		again, err := families.New(family, m.Parameters)
		if err != nil {
			t.Errorf("%s: %s: %v", family, m.Parameters, err)
			continue
		}
		if reflect.TypeOf(again) != reflect.TypeOf(m.Classifier) {
			t.Errorf("%s became %T", family, again)
		}
	}
}

func TestDecodeImages(t *testing.T) {
	h := model.Header{Rows: 28, Cols: 28}
	grey := image.NewGray(image.Rect(0, 0, 28, 28))
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i)
	}
	got, err := h.DecodeImages(pngOf(t, grey), 1)
	if err != nil || !bytes.Equal(got.Pixels, grey.Pix) {
		t.Errorf("a grey picture became %v, %v", got.Pixels, err)
	}
	large := image.NewRGBA(image.Rect(0, 0, 120, 200))
	for i := range large.Pix {
		large.Pix[i] = 255
	}
	for y := 50; y < 150; y++ {
		for x := 40; x < 80; x++ {
			large.Set(x, y, color.Gray{Y: 10})
		}
	}
	if got, err := h.DecodeImages(pngOf(t, large), 1); err != nil || got.Len() != 1 || got.Pixels[14*28+14] < 128 || got.Pixels[0] != 0 {
		t.Errorf("a photograph became %v, %v", got.Pixels, err)
	}
	if _, err := (model.Header{Rows: 5, Cols: 5}).DecodeImages(pngOf(t, large), 1); err == nil {
		t.Error("a photograph for a model of 5x5 was taken")
	}
	if _, err := h.DecodeImages([]byte("hello"), 1); err == nil {
		t.Error("text was taken for an image")
	}
	file := idx.Array[uint8]{Dims: []int{2, 28, 28}}.Header().Append(nil)
	file = append(file, make([]byte, 2*784)...)
	if got, err := h.DecodeImages(file, 2); err != nil || got.Len() != 2 {
		t.Errorf("IDX: %d images, %v", got.Len(), err)
	}
	if _, err := h.DecodeImages(file, 1); !errors.Is(err, model.ErrTooMany) {
		t.Errorf("two images for one: %v", err)
	}
}

func pngOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// allocated is how many bytes f allocates, all told.
func allocated(f func()) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}
