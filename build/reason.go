package build

// Reason is why a photograph is not in the data set.
type Reason string

// All reasons, in the order in which they are looked for.
const (
	NoClass       Reason = "no class"       // it lies in no class's folder
	NotAFile      Reason = "not a file"     // a link to a folder, a device, a pipe
	Unreadable    Reason = "unreadable"     // the file, or what is in it
	TooLarge      Reason = "too large"      // more pixels or bytes than are decoded
	Blank         Reason = "blank"          // nothing is left after trimming
	TooSmall      Reason = "too small"      // after trimming: it would have to be enlarged
	LowContrast   Reason = "low contrast"   // with its ground, as white articles have
	NearlyEmpty   Reason = "nearly empty"   // hardly a pixel differs from the ground
	Duplicate     Reason = "duplicate"      // the same 28x28 pixels as another
	NearDuplicate Reason = "near duplicate" // another rendering of the same picture
	LabelConflict Reason = "label conflict" // a duplicate, near or not, under another label
)

// Reasons are all of them in their order.
var Reasons = []Reason{NoClass, NotAFile, Unreadable, TooLarge, Blank, TooSmall, LowContrast, NearlyEmpty,
	Duplicate, NearDuplicate, LabelConflict}

// rejection is a Reason with its particulars.
type rejection struct {
	reason Reason
	detail string // for people to read
	other  string // the path of the photograph it is a duplicate of
}

// The limits of what is of use. In Fashion-MNIST one image in 10,000 has less
// contrast, and none fills less.
const (
	leastContrast = 26   // the 95th percentile of the grey values, a tenth of 255
	leastFilled   = 0.04 // the part of pixels that differ from the ground by more than 5%
	groundLevel   = 12   // 5% of 255
)
