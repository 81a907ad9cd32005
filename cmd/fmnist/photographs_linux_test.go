package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var (
	photographs = flag.Int("photographs", 0, "photographs that TestPeerImageMagick converts; 0 skips it")
	renderings  = flag.String("renderings", "", "folder that keeps the photographs for another run")
)

// pictureFolders have pictures that are installed: Debian's openclipart-png,
// gnome-icon-theme and oxygen-icon-theme, and emoji of npm (make pictures).
var pictureFolders = []string{
	"/usr/share/openclipart/png", "/usr/share/icons/gnome/256x256", "/usr/share/icons/oxygen/base/256x256",
	"../../photo/testdata/emoji/node_modules/@lobehub/fluent-emoji-3d/assets",
}

// cost is what a program took.
type cost struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

// measured starts the commands at the same time and waits for all.
func measured(t *testing.T, commands ...*exec.Cmd) (c cost) {
	t.Helper()
	begin := time.Now()
	for _, cmd := range commands {
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
	}
	for _, cmd := range commands {
		err := cmd.Wait()
		if err != nil {
			t.Logf("%s: %v", cmd.Path, err) // mogrify's, where a picture is blank
		}
		used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		c.cpu += time.Duration(used.Utime.Nano() + used.Stime.Nano())
		c.peak = max(c.peak, used.Maxrss<<10)
	}
	c.wall = time.Since(begin)
	return c
}

func (c cost) String(n int) string {
	return fmt.Sprintf("%.0f photographs/s, %.2f ms of CPU each, peak %d MB",
		float64(n)/c.wall.Seconds(), 1000*c.cpu.Seconds()/float64(n), c.peak>>20)
}

// TestPeerImageMagick builds a data set of many photographs of 762 x 1000 pixels and
// has ImageMagick do the paper's steps with them, in turns: with one process of
// mogrify for each core, each with half of the photographs, which is the fastest way,
// and with one process of convert for each of some photographs, which is the usual
// one. fmnist build does more: it looks for duplicates, splits, and writes a card.
func TestPeerImageMagick(t *testing.T) {
	if *photographs == 0 {
		t.Skip("-photographs is 0")
	}
	for _, name := range []string{"mogrify-im6.q16", "convert-im6.q16"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("ImageMagick 6 is not installed (Debian: imagemagick)")
		}
	}
	dir := *renderings
	if dir == "" {
		dir = t.TempDir()
	}
	files := renderPhotographs(t, dir, *photographs)
	manifest := writeManifest(t, dir, files)
	var ratios []float64
	for range 3 {
		ours := measured(t, program(t, "build", manifest, "--out", filepath.Join(t.TempDir(), "out")))
		out := t.TempDir()
		mogrify := measured(t, mogrifyCommands(t, files, out)...)
		if converted, err := os.ReadDir(out); err != nil || len(converted) < len(files)*99/100 {
			t.Fatalf("mogrify converted %d of %d photographs, %v", len(converted), len(files), err)
		}
		few := files[:len(files)/20]
		convert := measured(t, convertCommand(t, few))
		ratios = append(ratios, mogrify.wall.Seconds()/ours.wall.Seconds())
		fmt.Printf("fmnist build: %s\n  mogrify, two processes: %s\n  convert, a process a photograph: %s\n  %.2f times as fast as mogrify, %.2f times in CPU; %.2f and %.2f times as convert\n",
			ours.String(len(files)), mogrify.String(len(files)), convert.String(len(few)),
			mogrify.wall.Seconds()/ours.wall.Seconds(), mogrify.cpu.Seconds()/ours.cpu.Seconds(),
			convert.wall.Seconds()/ours.wall.Seconds()*float64(len(files))/float64(len(few)),
			convert.cpu.Seconds()/ours.cpu.Seconds()*float64(len(files))/float64(len(few)))
		if ours.peak > 300<<20 {
			t.Errorf("a peak of %d MB, want 300 at most", ours.peak>>20)
		}
	}
	slices.Sort(ratios)
	if ratios[1] < 3 {
		t.Errorf("%.2f times as fast as mogrify, want 3", ratios[1])
	}
}

// renderPhotographs renders installed pictures on the shop's ground, those that are
// not there yet, in ten folders.
func renderPhotographs(t *testing.T, dir string, n int) (files []string) {
	var pictures []string
	for _, root := range pictureFolders {
		filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() && (strings.HasSuffix(path, ".png") || strings.HasSuffix(path, ".webp")) {
				pictures = append(pictures, path)
			}
			return nil
		})
	}
	if len(pictures) < n {
		t.Skipf("%d pictures are installed, want %d (make pictures)", len(pictures), n)
	}
	next := make(chan [2]string)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for pair := range next {
				cmd := exec.CommandContext(t.Context(), "convert-im6.q16", pair[0], "-resize", "640x840", "-background", "#fdfdfd", "-alpha", "remove",
					"-gravity", "center", "-extent", "762x1000", "-quality", "88", pair[1])
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Logf("%v: %v: %s", cmd, err, out)
				}
			}
		})
	}
	for i, picture := range pictures[:n] {
		file := filepath.Join(dir, "class"+strconv.Itoa(i%10), fmt.Sprintf("%05d.jpg", i))
		files = append(files, file)
		if info, err := os.Stat(file); err == nil && info.Size() > 0 {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		next <- [2]string{picture, file}
	}
	close(next)
	workers.Wait()
	return files
}

// writeManifest lists the files in their folder, which may have more: the label is the
// name of the folder that a file is in.
func writeManifest(t *testing.T, dir string, files []string) string {
	text := "path,label\n"
	for _, file := range files {
		folder, name := filepath.Split(file)
		class := filepath.Base(folder)
		text += class + "/" + name + "," + class + "\n"
	}
	manifest := filepath.Join(dir, "photographs.csv")
	if err := os.WriteFile(manifest, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return manifest
}

// steps are the paper's, as the documentation of package photo has them.
var steps = []string{"-auto-orient", "-background", "#fdfdfd", "-alpha", "remove", "-alpha", "off", "-fuzz", "5%", "-trim", "+repage",
	"-sample", "28x28", "-adaptive-sharpen", "1x1", "-background", "white", "-gravity", "center", "-extent", "28x28", "-negate", "-colorspace", "Gray", "-depth", "8"}

// mogrifyCommands are two processes with half of the files each, which write into
// out. They have a thread each: as many as there are cores.
func mogrifyCommands(t *testing.T, files []string, out string) (commands []*exec.Cmd) {
	half := len(files) / 2
	for _, part := range [][]string{files[:half], files[half:]} {
		commands = append(commands, oneThread(t.Context(), "mogrify-im6.q16", slices.Concat([]string{"-path", out, "-format", "gray"}, steps, part)...))
	}
	return commands
}

// convertCommand has xargs start two processes at a time.
func convertCommand(t *testing.T, files []string) *exec.Cmd {
	args := slices.Concat([]string{"-P2", "-I{}", "convert-im6.q16", "{}"}, steps, []string{"gray:/dev/null"})
	cmd := oneThread(t.Context(), "xargs", args...)
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n"))
	return cmd
}

func oneThread(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "MAGICK_THREAD_LIMIT=1")
	return cmd
}
