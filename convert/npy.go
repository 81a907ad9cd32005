package convert

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// The .npy format: a magic string, a version, the length of a header, the header
// as a Python dictionary, the elements
// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). The
// Go libraries for it write no array of three dimensions whose sizes are known
// at run time only, and panic at headers that are cut off.

const npyMagic = "\x93NUMPY"

// npyHeaderLimit is far above what NumPy writes for any array.
const npyHeaderLimit = 1 << 16

// writeNPY writes an array of bytes.
func writeNPY(w io.Writer, data []uint8, shape []int) error {
	sizes := ""
	for _, n := range shape {
		sizes += strconv.Itoa(n) + ", "
	}
	if len(shape) > 1 { // only a tuple of one has the comma behind it
		sizes = strings.TrimSuffix(sizes, ", ")
	}
	header := fmt.Sprintf("{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }", strings.TrimSuffix(sizes, " "))
	start := len(npyMagic) + 4
	header += strings.Repeat(" ", 63-(start+len(header))%64) + "\n"
	b := append([]byte(npyMagic), 1, 0)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(header)))
	if _, err := w.Write(append(b, header...)); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

var (
	npyType  = regexp.MustCompile(`'descr':\s*'([<>|=])([iu])([1248])'`)
	npyOrder = regexp.MustCompile(`'fortran_order':\s*(True|False)`)
	npyShape = regexp.MustCompile(`'shape':\s*\(([0-9L, ]*)\)`)
)

// readNPY reads an array of whole numbers from 0 to 255, of any integer type, of
// a file of the given length.
func readNPY(r io.Reader, length int64) (data []uint8, shape []int, err error) {
	header, err := readNPYHeader(r)
	if err != nil {
		return nil, nil, err
	}
	kind, order, sizes := npyType.FindStringSubmatch(header), npyOrder.FindStringSubmatch(header), npyShape.FindStringSubmatch(header)
	switch {
	case order == nil || sizes == nil:
		return nil, nil, fmt.Errorf("the header is not that of an array: %.200q", header)
	case kind == nil:
		return nil, nil, fmt.Errorf("want an array of integers: %.200q", header)
	}
	if shape, err = parseShape(sizes[1]); err != nil {
		return nil, nil, err
	}
	if order[1] == "True" && len(shape) > 1 {
		return nil, nil, fmt.Errorf("the array is stored column by column: numpy.ascontiguousarray makes it one that can be read")
	}
	width, _ := strconv.Atoi(kind[3])
	elements := int64(1)
	for _, n := range shape {
		if n > 0 && elements > (length+1)/int64(n) {
			return nil, nil, fmt.Errorf("%w: shape %v in %d bytes", errClaim, shape, length)
		}
		elements *= int64(n)
	}
	raw, err := io.ReadAll(io.LimitReader(r, elements*int64(width)+1))
	if err != nil {
		return nil, nil, err
	}
	if int64(len(raw)) != elements*int64(width) {
		return nil, nil, fmt.Errorf("shape %v wants %d bytes, there are %d or more", shape, elements*int64(width), len(raw))
	}
	data, err = narrow(raw, width, kind[1] == ">", kind[2] == "i")
	return data, shape, err
}

func readNPYHeader(r io.Reader) (string, error) {
	var b [12]byte
	if _, err := io.ReadFull(r, b[:10]); err != nil || string(b[:6]) != npyMagic {
		return "", fmt.Errorf("not a .npy file")
	}
	length := uint32(binary.LittleEndian.Uint16(b[8:]))
	switch b[6] {
	case 1:
	case 2, 3:
		if _, err := io.ReadFull(r, b[10:]); err != nil {
			return "", fmt.Errorf("the header is cut off")
		}
		length = binary.LittleEndian.Uint32(b[8:])
	default:
		return "", fmt.Errorf("version %d of the .npy format is unknown", b[6])
	}
	if length > npyHeaderLimit {
		return "", fmt.Errorf("a header of %d bytes", length)
	}
	header := make([]byte, length)
	if _, err := io.ReadFull(r, header); err != nil {
		return "", fmt.Errorf("the header is cut off")
	}
	return string(header), nil
}

func parseShape(text string) (shape []int, err error) {
	for _, field := range strings.Split(text, ",") {
		field = strings.TrimSuffix(strings.TrimSpace(field), "L") // of Python 2
		if field == "" {
			continue
		}
		n, err := strconv.ParseUint(field, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("shape (%s): %w", text, err)
		}
		shape = append(shape, int(n))
	}
	return shape, nil
}

// narrow makes bytes of integers of the given width.
func narrow(raw []uint8, width int, bigEndian, signed bool) ([]uint8, error) {
	if width == 1 && !signed {
		return raw, nil
	}
	data := make([]uint8, len(raw)/width)
	for i := range data {
		v := uint64(0)
		for k, b := range raw[i*width : (i+1)*width] {
			place := k
			if bigEndian {
				place = width - 1 - k
			}
			v |= uint64(b) << (8 * place)
		}
		if v > math.MaxUint8 || signed && width == 1 && v > math.MaxInt8 {
			return nil, fmt.Errorf("element %d is not from 0 to 255", i)
		}
		data[i] = uint8(v)
	}
	return data, nil
}
