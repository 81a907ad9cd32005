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

// packPanel writes the columns k0 to k0+k-1, at most depthBlock, of the rows row
// to row+width-1 one column after another, width numbers each; rows beyond the
// last are 0. An element is packed to the same bits wherever it stands.
func (m Matrix) packPanel(dst []float32, row, k0, k, width int) {
	rows := min(width, m.rows-row)
	if rows < width {
		clear(dst[:k*width])
	}
	pack := active.pack6
	if width == tileCols {
		pack = active.pack16
	}
	// The kernels take whole panels and some columns at a time; of bytes the
	// copying one reads up to 8 rows. The twins do the rest.
	done := 0
	switch whole := rows == width; {
	case m.bytes == nil && !m.transposed:
		src := m.floats[row*m.stride+k0:]
		if whole {
			done = k &^ 3
			pack.columns(dst, src, m.stride, done)
		}
		packColumnsGo(dst[done*width:], src[done:], m.stride, k-done, rows, width)
	case m.bytes == nil && whole:
		pack.rows(dst, m.floats[k0*m.stride+row:], m.stride, k)
	case m.bytes == nil:
		packRowsGo(dst, m.floats[k0*m.stride+row:], m.stride, k, rows, width)
	case !m.transposed:
		src := m.bytes[row*m.stride+k0:]
		scale, shift := m.affine(k0, k)
		if whole {
			done = k &^ 7
			pack.columnsU8(dst, src, m.stride, done, scale, shift)
		}
		packColumnsU8Go(dst[done*width:], src[done:], m.stride, k-done, rows, width, scale[done:], shift[done:])
	case whole && row+8 <= m.rows:
		scale, shift := m.affine(row, max(8, width))
		pack.rowsU8(dst, m.bytes[k0*m.stride+row:], m.stride, k, scale, shift)
	default:
		scale, shift := m.affine(row, rows)
		packRowsU8Go(dst, m.bytes[k0*m.stride+row:], m.stride, k, rows, width, scale, shift)
	}
}

// identity is the scaling of bytes that have none.
var identity = func() (scaling struct{ scale, shift [depthBlock]float32 }) {
	for i := range scaling.scale {
		scaling.scale[i] = 1
	}
	return
}()

// affine is scale and shift of n stored columns from the given one on.
func (m Matrix) affine(from, n int) (scale, shift []float32) {
	if m.scale == nil {
		return identity.scale[:n], identity.shift[:n]
	}
	return m.scale[from : from+n], m.shift[from : from+n]
}
