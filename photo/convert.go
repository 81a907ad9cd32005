package photo

import (
	"fmt"
	"image"
)

// Extend puts a picture into the middle of a square of size pixels filled with
// the given colour; where the picture cannot be exactly in the middle, as
// ImageMagick's -gravity center -extent does (GravityAdjustGeometry in its
// geometry.c). The picture must not be larger than the square.
func Extend(p *Picture, size int, fill RGB) *Picture {
	square := NewPicture(size, size)
	left, top := size/2-p.Width/2, size/2-p.Height/2
	for y := range size {
		for x := range size {
			c := fill
			if at := image.Pt(x-left, y-top); at.In(p.Bounds()) {
				c = p.RGB(at.X, at.Y)
			}
			square.Set(x, y, c)
		}
	}
	return square
}

// Negate makes every channel Max minus itself.
func Negate(p *Picture) *Picture {
	negative := NewPicture(p.Width, p.Height)
	for i, v := range p.Pix {
		negative.Pix[i] = Max - v
	}
	return negative
}

// Gray is the luma of every pixel by ITU-R BT.709, rounded to 16 bits and then
// down to 8, as ImageMagick's -depth 8 does.
func Gray(p *Picture) *image.Gray {
	gray := image.NewGray(p.Bounds())
	for i := range gray.Pix {
		v := uint32(quantum(intensity(RGB(p.Pix[3*i:]))))
		gray.Pix[i] = uint8(v * 255 / Max)
	}
	return gray
}

// Resize is a way to make the longest edge 28 pixels.
type Resize string

// The ways to resize. The original is by samples.
const (
	BySamples Resize = "sample"
	ByArea    Resize = "area"
	ByLanczos Resize = "lanczos"
)

// resizers are the functions behind the names.
var resizers = map[Resize]func(*Photo, int) *Picture{
	BySamples: Sample, ByArea: AreaAverage, ByLanczos: Lanczos,
}

// Check returns an error unless the way is one of those above.
func (r Resize) Check() error {
	if resizers[r] == nil {
		return fmt.Errorf("resize %q: want %s, %s or %s", r, BySamples, ByArea, ByLanczos)
	}
	return nil
}

// Convert does all steps after Trim: a trimmed photograph becomes an image of
// Size x Size.
func Convert(trimmed *Photo, resize Resize) *image.Gray {
	return Gray(Negate(Extend(AdaptiveSharpen(resizers[resize](trimmed, Size), 1, 1), Size, White)))
}

// Step is the picture after one of the steps.
type Step struct {
	Name  string // the function's
	What  string // what it did, for people to read
	Image image.Image
}

// Steps does what Trim and Convert do and returns the picture after every step,
// beginning with the photograph itself. On ErrBlank the steps that could be done
// come with it.
func Steps(p *Photo, resize Resize) ([]Step, error) {
	steps := []Step{{"Decode", fmt.Sprintf("upright, on its ground: %d x %d pixels", p.Width(), p.Height()), p}}
	add := func(name, what string, img image.Image) { steps = append(steps, Step{name, what, img}) }
	trimmed, err := Trim(p)
	if err != nil {
		return steps, err
	}
	add("Trim", fmt.Sprintf("edges like the corners cut off: %d x %d pixels", trimmed.Width(), trimmed.Height()), trimmed)
	small := resizers[resize](trimmed, Size)
	add(resize.function(), fmt.Sprintf("longest edge %d: %d x %d pixels", Size, small.Width, small.Height), small)
	sharp := AdaptiveSharpen(small, 1, 1)
	add("AdaptiveSharpen", "radius and standard deviation 1, more near outlines", sharp)
	square := Extend(sharp, Size, White)
	add("Extend", fmt.Sprintf("shortest edge %d, in the middle", Size), square)
	negative := Negate(square)
	add("Negate", "white becomes black", negative)
	add("Gray", "8-bit grey", Gray(negative))
	return steps, nil
}

// function is the name of the function of a way to resize.
func (r Resize) function() string {
	return map[Resize]string{BySamples: "Sample", ByArea: "AreaAverage", ByLanczos: "Lanczos"}[r]
}
