package simd

import "fmt"

// Matrix is a read-only view of a row-major matrix of float32 or of bytes, or
// of its transpose. It aliases the slices it is made from.
type Matrix struct {
	rows, cols int // of what the view shows
	stride     int // elements from one stored row to the next
	transposed bool
	floats     []float32
	bytes      []uint8
	scale      []float32 // one a stored column, or nil
	shift      []float32
}

// Float32s is the rows x cols matrix whose row i begins at data[i*stride].
func Float32s(data []float32, rows, cols, stride int) Matrix {
	checkShape(len(data), rows, cols, stride)
	return Matrix{rows: rows, cols: cols, stride: stride, floats: data}
}

// Bytes is the rows x cols matrix of the numbers scale[j]*pixel+shift[j],
// where row i of pixels begins at data[i*stride] and j is the column. Without
// scale and shift, both nil, the numbers are the bytes themselves.
func Bytes(data []uint8, rows, cols, stride int, scale, shift []float32) Matrix {
	checkShape(len(data), rows, cols, stride)
	if len(scale) != len(shift) || scale != nil && len(scale) != cols {
		panic(fmt.Sprintf("simd: %d scales and %d shifts for %d columns", len(scale), len(shift), cols))
	}
	return Matrix{rows: rows, cols: cols, stride: stride, bytes: data, scale: scale, shift: shift}
}

func checkShape(length, rows, cols, stride int) {
	if rows < 0 || cols < 0 || stride < cols || rows > 0 && length < (rows-1)*stride+cols {
		panic(fmt.Sprintf("simd: %d elements for a %d x %d matrix of stride %d", length, rows, cols, stride))
	}
}

// Rows is the number of rows.
func (m Matrix) Rows() int { return m.rows }

// Cols is the number of columns.
func (m Matrix) Cols() int { return m.cols }

// T is the transpose.
func (m Matrix) T() Matrix {
	m.rows, m.cols, m.transposed = m.cols, m.rows, !m.transposed
	return m
}

// Slice is the rows lo to hi-1.
func (m Matrix) Slice(lo, hi int) Matrix {
	if lo < 0 || hi < lo || hi > m.rows {
		panic(fmt.Sprintf("simd: rows %d to %d of %d", lo, hi, m.rows))
	}
	from := lo * m.stride
	if m.transposed {
		from = lo
		if m.scale != nil {
			m.scale, m.shift = m.scale[lo:hi], m.shift[lo:hi]
		}
	}
	m.rows = hi - lo
	if m.bytes != nil {
		m.bytes = m.bytes[min(from, len(m.bytes)):]
	} else {
		m.floats = m.floats[min(from, len(m.floats)):]
	}
	return m
}

// packPanel writes the columns k0 to k0+k-1 of the rows row to row+width-1
// one column after another, width numbers each; rows beyond the last are 0.
func (m Matrix) packPanel(dst []float32, row, k0, k, width int) {
	rows := min(width, m.rows-row)
	if rows < width {
		clear(dst[:k*width])
	}
	switch {
	case m.transposed && m.bytes != nil:
		m.packRowsOfBytes(dst, row, rows, k0, k, width)
	case m.transposed:
		for p := range k {
			copy(dst[p*width:][:rows], m.floats[(k0+p)*m.stride+row:])
		}
	case m.bytes != nil:
		m.packColumnsOfBytes(dst, row, rows, k0, k, width)
	default:
		for i := range rows {
			for p, v := range m.floats[(row+i)*m.stride+k0:][:k] {
				dst[p*width+i] = v
			}
		}
	}
}

func (m Matrix) packRowsOfBytes(dst []float32, row, rows, k0, k, width int) {
	for p := range k {
		out := dst[p*width:][:rows]
		for i, v := range m.bytes[(k0+p)*m.stride+row:][:rows] {
			out[i] = float32(v)
		}
		if m.scale != nil {
			for i := range out {
				out[i] = m.scale[row+i]*out[i] + m.shift[row+i]
			}
		}
	}
}

func (m Matrix) packColumnsOfBytes(dst []float32, row, rows, k0, k, width int) {
	for i := range rows {
		pixels := m.bytes[(row+i)*m.stride+k0:][:k]
		if m.scale == nil {
			for p, v := range pixels {
				dst[p*width+i] = float32(v)
			}
			continue
		}
		scale, shift := m.scale[k0:][:k], m.shift[k0:][:k]
		for p, v := range pixels {
			dst[p*width+i] = scale[p]*float32(v) + shift[p]
		}
	}
}
