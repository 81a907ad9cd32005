package photo

import "testing"

// BenchmarkConvert takes a picture of testdata apart into the parts of its
// conversion.
func BenchmarkConvert(b *testing.B) {
	file := readTestFile(b, "testdata/01.jpg")
	p := decodeFile(b, "testdata/01.jpg")
	trimmed, err := Trim(p)
	if err != nil {
		b.Fatal(err)
	}
	for name, part := range map[string]func(){
		"Decode":  func() { Decode(file, Ground) },
		"Trim":    func() { Trim(p) },
		"Convert": func() { Convert(trimmed, BySamples) },
		"Hash":    func() { Hash(trimmed) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				part()
			}
		})
	}
}
