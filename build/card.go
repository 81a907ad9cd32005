package build

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/photo"
)

// groupPrefix tells products that a manifest groups from single photographs.
const groupPrefix = "group "

// groupOf is the group of a product, false where it is a single photograph.
func groupOf(product string) (string, bool) { return strings.CutPrefix(product, groupPrefix) }

// doubts are what a reader of the data set has to know.
func (b *builder) doubts(train, test *part) []string {
	var doubts []string
	doubt := func(format string, args ...any) { doubts = append(doubts, fmt.Sprintf(format, args...)) }
	sizes := make([]int, len(b.classes))
	for i, class := range b.classes {
		sizes[i] = train.perClass[i] + test.perClass[i]
		switch {
		case sizes[i] == 0:
			doubt("class %q has no photographs", class)
		case test.perClass[i] == 0:
			doubt("class %q has no photographs in the test set: there are %d, want %d for one", class, sizes[i], testPart/2)
		}
	}
	// In the original all classes are of one size.
	if least, most := slices.Min(sizes), slices.Max(sizes); least > 0 && most > 2*least {
		doubt("the classes are not balanced: %q has %d photographs, %q %d",
			b.classes[slices.Index(sizes, most)], most, b.classes[slices.Index(sizes, least)], least)
	}
	if n := train.images() + test.images(); n*9 > 10*testPart*test.images() {
		doubt("the test set has %d of %d photographs, less than an eighth: the groups are large", test.images(), n)
	}
	return doubts
}

// writeCard writes the datasheet.
func (b *builder) writeCard(w io.Writer, s *Summary, train, test *part) error {
	type class struct {
		Number      int
		Name        string
		Train, Test int
	}
	type file struct{ Name, SHA256 string }
	type count struct {
		Reason Reason
		N      int
	}
	data := struct {
		*Summary
		Command, Resize, Order string
		Seed                   uint64
		PerClass               []class
		Files                  []file
		Counts                 []count
		TrainMean, TrainStd    float64
		TestMean, TestStd      float64
		Size, SpriteColumns    int
	}{
		Summary: s, Command: b.Command, Resize: string(b.Resize), Order: "sorted by label", Seed: b.Seed,
		TrainMean: train.mean(), TrainStd: train.std(), TestMean: test.mean(), TestStd: test.std(),
		Size: photo.Size, SpriteColumns: spriteColumns,
	}
	if b.Shuffled {
		data.Order = "shuffled"
	}
	for i, name := range b.classes {
		data.PerClass = append(data.PerClass, class{i, name, train.perClass[i], test.perClass[i]})
	}
	for i, digest := range slices.Concat(train.digests[:], test.digests[:]) {
		data.Files = append(data.Files, file{dataset.FileNames[i], digest})
	}
	for _, r := range Reasons {
		if n := s.Rejected[r]; n > 0 {
			data.Counts = append(data.Counts, count{r, n})
		}
	}
	return card.Execute(w, data)
}

var card = template.Must(template.New("card").Parse(`# Data set card

![the first {{.SpriteColumns}} training images of each class, a class a row](sprite.png)

**What it is.** {{.Train}} training and {{.Test}} test images of {{.Size}}x{{.Size}} grey pixels with labels of {{len .Classes}} classes, made from
photographs, in the files and the format of Fashion-MNIST and MNIST. Images are {{.Order}}.

**Content digest.** {{.Digest}}

| label | class | train | test |
|---|---|---|---|
{{range .PerClass}}| {{.Number}} | {{.Name}} | {{.Train}} | {{.Test}} |
{{end}}
| pixels, 0 to 255 | mean | standard deviation |
|---|---|---|
| train | {{printf "%.4f" .TrainMean}} | {{printf "%.4f" .TrainStd}} |
| test | {{printf "%.4f" .TestMean}} | {{printf "%.4f" .TestStd}} |

| file (.gz) | SHA-256 of the content |
|---|---|
{{range .Files}}| {{.Name}} | {{.SHA256}} |
{{end}}
## How it was made

Made by ` + "`{{.Command}}`" + `.

1. Each photograph was decoded, turned upright by its EXIF orientation, and laid on #fdfdfd where it is transparent.
2. Edges within 5% of the colour of the corners were cut off.
3. The longest edge became {{.Size}} pixels ({{.Resize}}).
4. It was sharpened with a Gaussian of radius and standard deviation 1, more near outlines.
5. The shortest edge was extended to {{.Size}} pixels, with the picture in the middle.
6. It was negated and turned into 8-bit grey.

These are the steps of Fashion-MNIST (Xiao, Rasul, Vollgraf, arXiv:1708.07747, section 2). The split is 7 to 1 within each
class, drawn with the seed {{.Seed}}; photographs of one group are on one side. ` + "`examples.jsonl`" + ` says of each image which
photograph it is.

## What was left out
{{if .Counts}}
| reason | photographs |
|---|---|
{{range .Counts}}| {{.Reason}} | {{.N}} |
{{end}}
` + "`rejected.jsonl`" + ` says of each photograph why.
{{else}}
Nothing.
{{end}}
## Doubts
{{range .Warnings}}
- {{.}}{{else}}
None that the program can see.{{end}}

## For you to fill in

Who took the photographs and who holds the rights; the licence of this data set; whom or what they show, and who agreed to
that; what the data set is for, and what it must not be used for; who keeps it.
`))
