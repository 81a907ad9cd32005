package build

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"image"
	"image/png"
	"io"
	"math"
	"path/filepath"

	"github.com/klauspost/compress/gzip"

	"github.com/fmnist/fmnist/dataset"
	"github.com/fmnist/fmnist/idx"
	"github.com/fmnist/fmnist/photo"
)

// The files beside the four of the data set.
const (
	cardFile     = "README.md"
	examplesFile = "examples.jsonl" // where each image is from
	rejectedFile = "rejected.jsonl" // what was left out, and why
	spriteFile   = "sprite.png"
)

// spriteColumns is how many images of each class the sprite shows.
const spriteColumns = 24

// part is what is known of one side after it was written.
type part struct {
	name         string // train or t10k, as in the names of the files
	test         int
	perClass     []int
	sum, squares uint64
	digests      [2]string // of the images' and the labels' file
}

func (p *part) images() (n int) {
	for _, m := range p.perClass {
		n += m
	}
	return n
}

// mean and std are those of all pixels.
func (p *part) mean() float64 { return float64(p.sum) / float64(p.images()*photo.Size*photo.Size) }

func (p *part) std() float64 {
	n := float64(p.images() * photo.Size * photo.Size)
	// The conversion keeps the product from being fused into the difference.
	return math.Sqrt((float64(p.squares) - float64(p.mean()*float64(p.sum))) / n)
}

// write writes everything into a folder.
func (b *builder) write(ctx context.Context, dir string) (*Summary, error) {
	sprite := image.NewGray(image.Rect(0, 0, spriteColumns*photo.Size, len(b.classes)*photo.Size))
	train, test := &part{name: "train"}, &part{name: "t10k", test: 1}
	err := errors.Join((&dataset.Dataset{Classes: b.classes}).WriteClasses(dir),
		whole(filepath.Join(dir, examplesFile), func(w io.Writer) error {
			examples := json.NewEncoder(w)
			return errors.Join(b.writePart(ctx, dir, train, examples, sprite), b.writePart(ctx, dir, test, examples, nil))
		}),
		whole(filepath.Join(dir, rejectedFile), func(w io.Writer) error { return b.writeRejected(ctx, w) }),
		whole(filepath.Join(dir, spriteFile), func(w io.Writer) error { return png.Encode(w, sprite) }))
	if err != nil {
		return nil, err
	}
	s := &Summary{Train: train.images(), Test: test.images(), Classes: b.classes, Rejected: map[Reason]int{}}
	s.Digest = dataset.ContentDigest([4]string{train.digests[0], train.digests[1], test.digests[0], test.digests[1]})
	rejected, err := b.counts(ctx, "SELECT reason, count(*) FROM photo WHERE state IN (2, 3) GROUP BY reason")
	if err != nil {
		return nil, err
	}
	for reason, n := range rejected {
		s.Rejected[Reason(reason)] = n
	}
	if s.Train == 0 || s.Test == 0 {
		return nil, fmt.Errorf("%s: %d + %d photographs are left, too few for a data set%s", b.Photos, s.Train, s.Test, reasons(s.Rejected))
	}
	s.Warnings = b.doubts(train, test)
	return s, whole(filepath.Join(dir, cardFile), func(w io.Writer) error { return b.writeCard(w, s, train, test) })
}

// reasons are the counts of the reasons in words.
func reasons(rejected map[Reason]int) (text string) {
	for _, r := range Reasons {
		if n := rejected[r]; n > 0 {
			text += fmt.Sprintf("; %s: %d", r, n)
		}
	}
	return text
}

// whole writes a file, whole or not at all.
func whole(name string, fill func(io.Writer) error) error {
	f, err := idx.Create(name)
	if err != nil {
		return err
	}
	defer f.Discard()
	w := bufio.NewWriter(f)
	if err := fill(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Commit()
}

// packed is an IDX file that is compressed while it is written.
type packed struct {
	*idx.Writer
	zip  *gzip.Writer
	hash hash.Hash
}

func newPacked(w io.Writer, dims ...int) (*packed, error) {
	p := &packed{zip: gzip.NewWriter(w), hash: sha256.New()}
	var err error
	p.Writer, err = idx.NewWriter(io.MultiWriter(p.zip, p.hash), idx.Header{Type: idx.Uint8, Dims: dims})
	return p, err
}

// close returns the digest of the content.
func (p *packed) close() (string, error) {
	return hex.EncodeToString(p.hash.Sum(nil)), errors.Join(p.Writer.Close(), p.zip.Close())
}

// writePart writes the two files of a side, and a line for each of its images.
func (b *builder) writePart(ctx context.Context, dir string, p *part, examples *json.Encoder, sprite *image.Gray) error {
	p.perClass = make([]int, len(b.classes))
	n, err := b.number(ctx, "SELECT count(*) FROM kept WHERE test = ?", p.test)
	if err != nil {
		return err
	}
	return whole(filepath.Join(dir, p.name+"-images-idx3-ubyte.gz"), func(imagesTo io.Writer) error {
		return whole(filepath.Join(dir, p.name+"-labels-idx1-ubyte.gz"), func(labelsTo io.Writer) error {
			images, err := newPacked(imagesTo, n, photo.Size, photo.Size)
			if err != nil {
				return err
			}
			labels, err := newPacked(labelsTo, n)
			if err != nil {
				return err
			}
			if err := b.stream(ctx, p, n, images, labels, examples, sprite); err != nil {
				return err
			}
			var faults [2]error
			p.digests[0], faults[0] = images.close()
			p.digests[1], faults[1] = labels.close()
			return errors.Join(faults[:]...)
		})
	})
}

// example is a line of the list of images.
type example struct {
	Split string `json:"split"` // train or test
	Index int    `json:"index"` // from 0, in the split
	Path  string `json:"path"`
	Label string `json:"label"`
	Group string `json:"group,omitempty"`
}

// stream writes the n images of a side in their order. Only the keys are sorted: the
// pixels are twenty times as long.
func (b *builder) stream(ctx context.Context, p *part, n int, images, labels io.Writer, examples *json.Encoder, sprite *image.Gray) error {
	content, err := b.PrepareContext(ctx, "SELECT product, pixels FROM photo WHERE id = ?")
	if err != nil {
		return err
	}
	defer content.Close()
	order := "class, place, path"
	if b.Shuffled {
		order = "place, path"
	}
	index := 0
	query := "SELECT id, path, class FROM kept WHERE test = ? ORDER BY " + order
	return b.each(ctx, query, []any{p.test}, func(rows *sql.Rows) error {
		var id int64
		var path, product string
		var class int
		var pixels []byte
		if err := rows.Scan(&id, &path, &class); err != nil {
			return err
		}
		if err := content.QueryRowContext(ctx, id).Scan(&product, &pixels); err != nil {
			return err
		}
		for _, v := range pixels {
			p.sum += uint64(v)
			p.squares += uint64(v) * uint64(v)
		}
		if sprite != nil && p.perClass[class] < spriteColumns {
			paste(sprite, pixels, p.perClass[class], class)
		}
		p.perClass[class]++
		line := example{Split: []string{"train", "test"}[p.test], Index: index, Path: path, Label: b.classes[class]}
		if group, ok := groupOf(product); ok {
			line.Group = group
		}
		if index++; index%page == 0 || index == n {
			b.tell("write "+line.Split, index, n)
		}
		_, err := images.Write(pixels)
		_, err2 := labels.Write([]byte{uint8(class)})
		return errors.Join(err, err2, examples.Encode(line))
	})
}

// paste puts an image into a field of the sprite.
func paste(sprite *image.Gray, pixels []byte, column, row int) {
	for y := range photo.Size {
		copy(sprite.Pix[sprite.PixOffset(column*photo.Size, row*photo.Size+y):], pixels[y*photo.Size:(y+1)*photo.Size])
	}
}

// rejectedLine is a line of the report.
type rejectedLine struct {
	Path   string `json:"path"`
	Label  string `json:"label,omitempty"`
	Reason Reason `json:"reason"`
	Detail string `json:"detail,omitempty"`
	Other  string `json:"other,omitempty"` // the photograph it is a duplicate of
	Split  string `json:"split,omitempty"` // where that one is
}

// writeRejected writes the report, in the order of the paths.
func (b *builder) writeRejected(ctx context.Context, w io.Writer) error {
	lines := json.NewEncoder(w)
	const query = `
SELECT photo.path, photo.label, photo.reason, photo.detail, photo.other,
	CASE WHEN kept.path IS NULL THEN '' WHEN kept.draw IN testing THEN 'test' ELSE 'train' END
FROM photo LEFT JOIN photo AS kept ON kept.path = photo.other AND kept.state = 1
WHERE photo.state IN (2, 3) ORDER BY photo.path`
	return b.each(ctx, query, nil, func(rows *sql.Rows) error {
		var line rejectedLine
		if err := rows.Scan(&line.Path, &line.Label, &line.Reason, &line.Detail, &line.Other, &line.Split); err != nil {
			return err
		}
		return lines.Encode(line)
	})
}
