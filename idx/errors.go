package idx

import (
	"errors"
	"fmt"
)

// What can be wrong with an IDX file. Errors of this package wrap one of
// these, or what the operating system said, in an Error.
var (
	ErrHeader        = errors.New("the file ends inside the header")
	ErrMagic         = errors.New("not an IDX file: the magic number does not begin with two zero bytes")
	ErrType          = errors.New("unknown element type")
	ErrDimensions    = errors.New("want 1 to 255 dimensions, each below 2^32")
	ErrTooLarge      = errors.New("the header claims more elements than fit into memory")
	ErrShort         = errors.New("the header claims more than the file holds")
	ErrTrailing      = errors.New("bytes follow after the last element")
	ErrTruncatedGzip = errors.New("the gzip stream is cut off")
	ErrCorruptGzip   = errors.New("the gzip stream is corrupt")
	ErrElement       = errors.New("the elements are of another type")
)

// Error says where a file is wrong.
type Error struct {
	File   string // as it was opened; empty for a stream without a name
	Offset int64  // of the first byte that is wrong or missing
	Gzip   bool   // Offset counts bytes of the compressed file, not of its content
	Err    error
}

func (e *Error) Error() string {
	where := "byte"
	if e.Gzip {
		where = "compressed byte"
	}
	if e.File == "" {
		return fmt.Sprintf("%s %d: %v", where, e.Offset, e.Err)
	}
	return fmt.Sprintf("%s: %s %d: %v", e.File, where, e.Offset, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }
