package onnx

import (
	"encoding/binary"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// elem is TensorProto.DataType.
type elem int

const (
	elemFloat  elem = 1
	elemUint8  elem = 2
	elemInt64  elem = 7
	elemDouble elem = 11
)

// Numbers of fields in onnx.proto3 (github.com/onnx/onnx/blob/main/onnx/onnx.proto3),
// of those that are written here.
const (
	modelIRVersion       = 1
	modelProducerName    = 2
	modelProducerVersion = 3
	modelGraph           = 7
	modelOpset           = 8
	modelMetadata        = 14

	graphNode        = 1
	graphName        = 2
	graphInitializer = 5
	graphInput       = 11
	graphOutput      = 12

	nodeInput     = 1
	nodeOutput    = 2
	nodeName      = 3
	nodeType      = 4
	nodeAttribute = 5
	nodeDomain    = 7

	attributeName    = 1
	attributeFloat   = 2
	attributeInt     = 3
	attributeString  = 4
	attributeTensor  = 5
	attributeFloats  = 7
	attributeInts    = 8
	attributeStrings = 9
	attributeType    = 20

	tensorDims = 1
	tensorType = 2
	tensorName = 8
	tensorRaw  = 9
)

// message is an encoded protocol buffer that fields are appended to.
type message []byte

func (m *message) varint(field protowire.Number, v int64) {
	*m = protowire.AppendVarint(protowire.AppendTag(*m, field, protowire.VarintType), uint64(v))
}

func (m *message) bytes(field protowire.Number, v []byte) {
	*m = protowire.AppendBytes(protowire.AppendTag(*m, field, protowire.BytesType), v)
}

func (m *message) text(field protowire.Number, v string) { m.bytes(field, []byte(v)) }

func (m *message) float(field protowire.Number, v float32) {
	*m = protowire.AppendFixed32(protowire.AppendTag(*m, field, protowire.Fixed32Type), math.Float32bits(v))
}

// graph is a graph that is being built. A value is the name of a tensor in it.
type graph struct {
	message
	names int
	ml    bool // operators of ai.onnx.ml are used
}

type value string

// name is a new one.
func (g *graph) name(kind string) value {
	g.names++
	return value(fmt.Sprintf("%s_%d", kind, g.names))
}

// attribute of a node: int64, float32, string, []int64, []float32, []string or tensor.
type attribute struct {
	name  string
	value any
}

func (a attribute) encode() (m message) {
	m.text(attributeName, a.name)
	kind := int64(0)
	switch v := a.value.(type) {
	case float32:
		kind = 1
		m.float(attributeFloat, v)
	case int64:
		kind = 2
		m.varint(attributeInt, v)
	case string:
		kind = 3
		m.text(attributeString, v)
	case tensor:
		kind = 4
		m.bytes(attributeTensor, v.encode(a.name))
	case []float32:
		kind = 6
		for _, x := range v {
			m.float(attributeFloats, x)
		}
	case []int64:
		kind = 7
		for _, x := range v {
			m.varint(attributeInts, x)
		}
	case []string:
		kind = 8
		for _, x := range v {
			m.text(attributeStrings, x)
		}
	default:
		panic(fmt.Sprintf("onnx: attribute %s is a %T", a.name, a.value))
	}
	m.varint(attributeType, kind)
	return m
}

// mlDomain has the operators of classical machine learning.
const mlDomain = "ai.onnx.ml"

// op adds a node with one output.
func (g *graph) op(kind string, inputs []value, attributes ...attribute) value {
	return g.node("", kind, inputs, 1, attributes...)[0]
}

// node adds a node.
func (g *graph) node(domain, kind string, inputs []value, outputs int, attributes ...attribute) []value {
	var m message
	for _, in := range inputs {
		m.text(nodeInput, string(in))
	}
	var out []value
	for range outputs {
		out = append(out, g.name(kind))
		m.text(nodeOutput, string(out[len(out)-1]))
	}
	m.text(nodeName, "node_"+string(out[0]))
	m.text(nodeType, kind)
	for _, a := range attributes {
		m.bytes(nodeAttribute, a.encode())
	}
	if domain != "" {
		m.text(nodeDomain, domain)
		g.ml = true
	}
	g.bytes(graphNode, m)
	return out
}

// rename gives a value a name from outside.
func (g *graph) rename(v value, name string) {
	var m message
	m.text(nodeInput, string(v))
	m.text(nodeOutput, name)
	m.text(nodeName, "node_"+name)
	m.text(nodeType, "Identity")
	g.bytes(graphNode, m)
}

// tensor is a constant.
type tensor struct {
	elem elem
	dims []int
	raw  []byte
}

func (t tensor) encode(name string) (m message) {
	for _, d := range t.dims {
		m.varint(tensorDims, int64(d))
	}
	m.varint(tensorType, int64(t.elem))
	m.text(tensorName, name)
	m.bytes(tensorRaw, t.raw)
	return m
}

// number is what a tensor is made of.
type number interface {
	uint8 | int64 | float32 | float64
}

// tensorOf is a constant of the given shape, of one dimension where none is given.
func tensorOf[T number](values []T, dims ...int) tensor {
	t := tensor{dims: dims}
	if dims == nil {
		t.dims = []int{len(values)}
	}
	switch any(values).(type) {
	case []uint8:
		t.elem = elemUint8
	case []int64:
		t.elem = elemInt64
	case []float32:
		t.elem = elemFloat
	case []float64:
		t.elem = elemDouble
	}
	t.raw, _ = binary.Append(nil, binary.LittleEndian, values) // numbers can always be encoded
	return t
}

// constant adds an initializer.
func (g *graph) constant(t tensor) value {
	name := g.name("constant")
	g.bytes(graphInitializer, t.encode(string(name)))
	return name
}

// scalar adds an initializer that is one number.
func scalar[T number](g *graph, v T) value { return g.constant(tensorOf([]T{v}).shaped()) }

// shaped makes a tensor a scalar.
func (t tensor) shaped() tensor {
	t.dims = nil
	return t
}

// declare is a ValueInfoProto: the name, type and shape of an input or output. A
// dimension of 0 is the number of images.
func declare(name string, e elem, dims ...int) (m message) {
	var shape message
	for _, d := range dims {
		var dim message
		if d == 0 {
			dim.text(2, "N") // dim_param
		} else {
			dim.varint(1, int64(d)) // dim_value
		}
		shape.bytes(1, dim)
	}
	var tensorType, typ message
	tensorType.varint(1, int64(e))
	tensorType.bytes(2, shape)
	typ.bytes(1, tensorType)
	m.text(1, name)
	m.bytes(2, typ)
	return m
}

// The operators that several classifiers use.

func (g *graph) cast(v value, to elem) value {
	return g.op("Cast", []value{v}, attribute{"to", int64(to)})
}

func (g *graph) add(a, b value) value    { return g.op("Add", []value{a, b}) }
func (g *graph) sub(a, b value) value    { return g.op("Sub", []value{a, b}) }
func (g *graph) mul(a, b value) value    { return g.op("Mul", []value{a, b}) }
func (g *graph) div(a, b value) value    { return g.op("Div", []value{a, b}) }
func (g *graph) matmul(a, b value) value { return g.op("MatMul", []value{a, b}) }

func (g *graph) transpose(v value, order ...int64) value {
	return g.op("Transpose", []value{v}, attribute{"perm", order})
}

func (g *graph) gather(v, indices value, axis int64) value {
	return g.op("Gather", []value{v, indices}, attribute{"axis", axis})
}

func (g *graph) reshape(v value, dims ...int64) value {
	return g.op("Reshape", []value{v, g.constant(tensorOf(dims))})
}

func (g *graph) unsqueeze(v value, axis int64) value {
	return g.op("Unsqueeze", []value{v, g.constant(tensorOf([]int64{axis}))})
}

func (g *graph) concat(axis int64, vs ...value) value {
	return g.op("Concat", vs, attribute{"axis", axis})
}

// reduceSum adds up along an axis, which stays with length 1 where keep is 1.
func (g *graph) reduceSum(v value, axis, keep int64) value {
	return g.op("ReduceSum", []value{v, g.constant(tensorOf([]int64{axis}))}, attribute{"keepdims", keep})
}

// argmax is the lowest index of the largest value along the last axis.
func (g *graph) argmax(v value) value {
	return g.op("ArgMax", []value{v}, attribute{"axis", int64(-1)}, attribute{"keepdims", int64(0)})
}

func (g *graph) softmax(v value) value {
	return g.op("Softmax", []value{v}, attribute{"axis", int64(-1)})
}
