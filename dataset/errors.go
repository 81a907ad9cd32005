package dataset

import "errors"

// What can be wrong with a data set. Errors of this package wrap one of these,
// one of package idx, or what the operating system said.
var (
	ErrMissing   = errors.New("the file is missing")
	ErrShape     = errors.New("wrong shape")
	ErrSwapped   = errors.New("images and labels are swapped")
	ErrCount     = errors.New("images and labels differ in number")
	ErrLabel     = errors.New("label out of range")
	ErrDigest    = errors.New("wrong content")
	ErrNotCached = errors.New("not in the cache")
	ErrUnknown   = errors.New("neither a known data set nor a folder")
)

// Faults takes an error of this package apart: one error a fault.
func Faults(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || !isJoin(err, joined.Unwrap()) {
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, Faults(e)...)
	}
	return all
}

// isJoin tells errors.Join, which only lists errors, from fmt.Errorf with
// several of them, which says something of its own.
func isJoin(err error, parts []error) bool {
	return err.Error() == errors.Join(parts...).Error()
}
