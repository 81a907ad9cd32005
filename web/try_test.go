package web

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// article is a photograph of a dark rectangle on white.
func article(width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{255, 255, 255, 255}
			if x > width/3 && x < 2*width/3 && y > height/8 && y < 7*height/8 {
				c = color.RGBA{uint8(x), 40, 90, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func encoded(t *testing.T, encode func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// send posts a body and returns the status and the text that is answered.
func send(t *testing.T, address string, body []byte) (int, string) {
	t.Helper()
	response, err := http.Post(address, "application/octet-stream", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestPhoto(t *testing.T) {
	_, address := testServer(t, new(memory))
	for name, file := range map[string][]byte{
		"png":  encoded(t, func(w io.Writer) error { return png.Encode(w, article(90, 60)) }),
		"jpeg": encoded(t, func(w io.Writer) error { return jpeg.Encode(w, article(900, 600), nil) }),
		"gif":  encoded(t, func(w io.Writer) error { return gif.Encode(w, article(90, 60), nil) }),
	} {
		status, text := send(t, address+"/photo", file)
		var c converted
		if err := json.Unmarshal([]byte(text), &c); err != nil || status != http.StatusOK {
			t.Fatalf("%s: status %d, %v: %.200s", name, status, err, text)
		}
		if len(c.Steps) != 7 || len(c.Pixels) != 28*28 || c.Fault != "" || c.Pixels[0] != 0 || c.Pixels[14*28+14] < 100 {
			t.Errorf("%s: %d steps, %d pixels, fault %q", name, len(c.Steps), len(c.Pixels), c.Fault)
		}
		for _, s := range c.Steps {
			if img, err := png.Decode(bytes.NewReader(s.Picture)); err != nil || max(img.Bounds().Dx(), img.Bounds().Dy()) > previewSide {
				t.Errorf("%s: the picture after %s: %v", name, s.Name, err)
			}
		}
	}
	blank := encoded(t, func(w io.Writer) error { return png.Encode(w, image.NewGray(image.Rect(0, 0, 50, 50))) })
	if status, text := send(t, address+"/photo", blank); status != http.StatusOK || !strings.Contains(text, `"fault"`) || strings.Contains(text, `"pixels"`) {
		t.Errorf("a blank picture: status %d, %.200s", status, text)
	}
}

// pngOf is a PNG file of that size in its header and these bytes, compressed, as
// its pixels.
func pngOf(width, height uint32, pixels io.Reader) []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		binary.Write(&b, binary.BigEndian, uint32(len(data)))
		b.WriteString(kind)
		b.Write(data)
		binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(append([]byte(kind), data...)))
	}
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	chunk("IHDR", append(header, 8, 2, 0, 0, 0))
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	io.Copy(z, pixels)
	z.Close()
	chunk("IDAT", packed.Bytes())
	chunk("IEND", nil)
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestPhotoBombs sends small files that would become large, and others that
// nobody should send. Each is refused, soon.
func TestPhotoBombs(t *testing.T) {
	_, address := testServer(t, new(memory))
	hundred := int64(100 << 20)
	for _, c := range []struct {
		name   string
		file   []byte
		status int
		says   string
	}{
		{"a header of 60,000 x 60,000", pngOf(60_000, 60_000, io.LimitReader(zeros{}, hundred)), 422, "60000 x 60000"},
		{"a line of two thousand million", pngOf(2_000_000_000, 1, io.LimitReader(zeros{}, 1000)), 422, "pixels"},
		{"more pixels than the header says", pngOf(10, 10, io.LimitReader(zeros{}, hundred)), 422, "png"},
		{"fewer pixels than the header says", pngOf(4000, 4000, io.LimitReader(zeros{}, 1000)), 422, "png"},
		{"a GIF of 65,535 x 65,535", append([]byte("GIF89a\xff\xff\xff\xff\x80\x00\x00"), make([]byte, 40)...), 422, "65535 x 65535"},
		{"a file too large", make([]byte, largestPhoto+1), 413, "larger than 16 MB"},
		{"text", []byte("<svg onload=alert(1)>"), 422, "not a JPEG"},
		{"nothing", nil, 422, "not a JPEG"},
	} {
		begin := time.Now()
		status, text := send(t, address+"/photo", c.file)
		if status != c.status || !strings.Contains(text, c.says) {
			t.Errorf("%s (%d bytes): status %d, %.200q, want %d and %q", c.name, len(c.file), status, text, c.status, c.says)
		}
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("%s took %v", c.name, took)
		}
	}
}

// TestPhotosWaitTheirTurn has more than photosAtOnce at the same time.
func TestPhotosWaitTheirTurn(t *testing.T) {
	patience := photoPatience
	photoPatience = 10 * time.Millisecond
	t.Cleanup(func() { photoPatience = patience })
	server, err := NewServer(t.Context(), new(memory), nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range photosAtOnce {
		server.photos <- struct{}{}
	}
	if _, err := server.convert(t.Context(), nil); err != errBusy {
		t.Errorf("%v, want %v", err, errBusy)
	}
	<-server.photos
	if _, err := server.convert(t.Context(), nil); err == nil || err == errBusy {
		t.Errorf("in its turn: %v", err)
	}
}

func TestLabels(t *testing.T) {
	d := smallSet(t, "clothes")
	_, address := testServer(t, new(memory), d)
	where := address + "/labels?set=" + d.Digest
	for _, c := range []struct {
		path   string
		size   int
		status int
	}{{where, 35, 400}, {where, 37, 400}, {address + "/labels?set=none", 36, 404}} {
		if status, text := send(t, c.path, make([]byte, c.size)); status != c.status {
			t.Errorf("%d pixels for %s: status %d, %s", c.size, c.path, status, text)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		_, text := send(t, where, d.Train.Images[:36])
		var all []said
		if err := json.Unmarshal([]byte(text), &all); err != nil || len(all) != len(tried) {
			t.Fatalf("%v: %s", err, text)
		}
		ready := 0
		for _, s := range all {
			if s.State == stateFailed {
				t.Fatalf("%s: %s", s.Name, s.Fault)
			}
			if s.State == stateReady {
				ready++
				if s.Label < 0 || s.Label > 9 || len(s.Probabilities) != 10 {
					t.Errorf("%+v", s)
				}
			}
		}
		if ready == len(tried) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the models are not fitted in time")
}
