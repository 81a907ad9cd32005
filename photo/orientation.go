package photo

import (
	"bytes"
	"encoding/binary"
)

// orientation is the EXIF orientation of a file, 1 to 8; 1 (upright) where it
// has none or one that cannot be read.
func orientation(file []byte, format string) int {
	var exif []byte
	switch format {
	case "jpeg":
		exif = jpegExif(file)
	case "png":
		exif = pngExif(file)
	case "webp":
		exif = webpExif(file)
	case "tiff":
		exif = file
	}
	if o := tiffOrientation(exif); o >= 1 && o <= 8 {
		return o
	}
	return 1
}

// tiffOrientation is tag 274 of the first folder of a TIFF structure, which is
// what EXIF data are (TIFF 6.0, section 2), or 0.
func tiffOrientation(b []byte) int {
	if len(b) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(b[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 0
	}
	at := int64(order.Uint32(b[4:]))
	if at > int64(len(b))-2 {
		return 0
	}
	entries := b[at+2:]
	for range order.Uint16(b[at:]) {
		if len(entries) < 12 {
			return 0
		}
		const tag, short = 274, 3
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			return int(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return 0
}

// jpegExif is the content of the APP1 segment with EXIF data before the first
// scan (ITU-T T.81, B.1.1; EXIF 2.3, 4.7.2).
func jpegExif(b []byte) []byte {
	const app1, sos, marker = 0xe1, 0xda, 0xff
	header := []byte("Exif\x00\x00")
	for b = b[min(2, len(b)):]; len(b) >= 4 && b[0] == marker && b[1] != sos; {
		if b[1] == marker { // a fill byte
			b = b[1:]
			continue
		}
		n := 2 + int(binary.BigEndian.Uint16(b[2:]))
		if n > len(b) {
			return nil
		}
		if b[1] == app1 && bytes.HasPrefix(b[4:n], header) {
			return b[4+len(header) : n]
		}
		b = b[n:]
	}
	return nil
}

// pngExif is the content of the eXIf chunk (PNG, third edition, 11.3.4.5).
func pngExif(b []byte) []byte {
	for b = b[min(8, len(b)):]; len(b) >= 12; {
		n := int64(binary.BigEndian.Uint32(b))
		if n > int64(len(b))-12 {
			return nil
		}
		if string(b[4:8]) == "eXIf" {
			return b[8 : 8+n]
		}
		b = b[12+n:]
	}
	return nil
}

// webpExif is the content of the EXIF chunk (RFC 9649, 2.7.1.5).
func webpExif(b []byte) []byte {
	for b = b[min(12, len(b)):]; len(b) >= 8; {
		n := int64(binary.LittleEndian.Uint32(b[4:]))
		if n > int64(len(b))-8 {
			return nil
		}
		if string(b[:4]) == "EXIF" {
			// Some writers keep the header that belongs into a JPEG.
			return bytes.TrimPrefix(b[8:8+n], []byte("Exif\x00\x00"))
		}
		b = b[min(int64(len(b)), 8+n+n&1):]
	}
	return nil
}
