package main

import (
	"strconv"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// begin starts a kernel whose arguments do not escape.
func begin(name, signature, doc string) {
	TEXT(name, attr.NOSPLIT, signature)
	Pragma("noescape")
	Doc(doc)
}

// end returns from a kernel.
func end() {
	VZEROUPPER()
	RET()
}

// stream is a pointer that walks over elements of size bytes.
type stream struct {
	reg.Register
	size int
}

// at is the element i from where the stream stands.
func (s stream) at(i int) Mem { return Mem{Base: s.Register, Disp: i * s.size} }

// walk is a stream over a slice argument.
func walk(name string, size int) stream { return stream{Load(Param(name).Base(), GP64()), size} }

// length loads the length of a slice argument.
func length(name string) reg.Register { return Load(Param(name).Len(), GP64()) }

// loops emits body for steps elements at a time, the largest step first and
// as often as it goes into n, and advances the streams with it. It leaves n
// below the last step.
func loops(n reg.Register, steps []int, body func(step int), streams ...stream) {
	for _, step := range steps {
		again, done := "step"+strconv.Itoa(step), "done"+strconv.Itoa(step)
		Label(again)
		CMPQ(n, U32(step))
		JLT(LabelRef(done))
		body(step)
		for _, s := range streams {
			ADDQ(U32(step*s.size), s.Register)
		}
		SUBQ(U32(step), n)
		JMP(LabelRef(again))
		Label(done)
	}
}

// zeros allocates n vectors of zeros.
func zeros(n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = YMM()
		VXORPS(v[i], v[i], v[i])
	}
	return v
}

// broadcast fills a vector with a float32 argument.
func broadcast(name string) reg.VecVirtual {
	m, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	v := YMM()
	VBROADCASTSS(m.Addr, v)
	return v
}

// sumFloats returns the sum of all lanes of the vectors as one number.
func sumFloats(v []reg.VecVirtual) {
	for step := 1; step < len(v); step *= 2 {
		for i := 0; i+step < len(v); i += 2 * step {
			VADDPS(v[i+step], v[i], v[i])
		}
	}
	half := XMM()
	VEXTRACTF128(U8(1), v[0], half)
	VADDPS(v[0].AsX(), half, half)
	VHADDPS(half, half, half)
	VHADDPS(half, half, half)
	Store(half, ReturnIndex(0))
}

// byteToFloat converts the byte at m.
func byteToFloat(m Mem) reg.VecVirtual {
	i, v := GP32(), XMM()
	MOVBLZX(m, i)
	VXORPS(v, v, v)
	VCVTSI2SSL(i, v, v)
	return v
}

// bytesToFloats converts the 8 bytes at m.
func bytesToFloats(m Op) reg.VecVirtual {
	v := YMM()
	VPMOVZXBD(m, v)
	VCVTDQ2PS(v, v)
	return v
}
