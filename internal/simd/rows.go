package simd

import "unsafe"

// RowLanes is how many features a ByteRow holds.
const RowLanes = 32

// ByteRow holds some features of one sample.
type ByteRow = [RowLanes]uint8

// GatherRows fills the first lanes of a row for each sample: lane i with
// columns[i][row*stride], which the caller warrants to exist: it is not
// checked. A sample is its row in the upper 24 bits. lanes is a multiple of 4
// from 4 to RowLanes.
func GatherRows[Sample ~uint32](rows []ByteRow, columns *[RowLanes][]uint8, lanes, stride int, samples []Sample) {
	sameLength("GatherRows", len(rows), len(samples))
	if lanes <= 0 || lanes > RowLanes || lanes%4 != 0 {
		panic("simd: GatherRows of lanes that are no multiple of 4 up to 32")
	}
	active.gatherRows(rows, columns, lanes, stride, unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(samples))), len(samples)))
}

func gatherRowsGo(rows []ByteRow, columns *[RowLanes][]uint8, lanes, stride int, samples []uint32) {
	for i, s := range samples {
		at := int(s>>8) * stride
		for lane, column := range columns[:lanes] {
			rows[i][lane] = column[at]
		}
	}
}

// RangeOfRows is the least and the largest byte of each lane; of no rows, 255
// and 0.
func RangeOfRows(rows []ByteRow) (least, largest ByteRow) {
	active.rangeOfRows(rows, &least, &largest)
	return least, largest
}

func rangeOfRowsGo(rows []ByteRow, least, largest *ByteRow) {
	for lane := range RowLanes {
		least[lane], largest[lane] = 255, 0
	}
	for i := range rows {
		for lane, v := range &rows[i] {
			least[lane], largest[lane] = min(least[lane], v), max(largest[lane], v)
		}
	}
}

// CountAtMost adds to counts, lane by lane, how many rows have a byte up to
// the threshold.
func CountAtMost(counts *[RowLanes]uint32, rows []ByteRow, threshold *ByteRow) {
	const block = 255 // what the kernel counts in bytes
	for len(rows) > block {
		active.countAtMost(counts, rows[:block], threshold)
		rows = rows[block:]
	}
	active.countAtMost(counts, rows, threshold)
}

func countAtMostGo(counts *[RowLanes]uint32, rows []ByteRow, threshold *ByteRow) {
	for i := range rows {
		for lane, v := range &rows[i] {
			if v <= threshold[lane] {
				counts[lane]++
			}
		}
	}
}
