package build

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fmnist/fmnist/dataset"
)

// entry is a photograph that was found or listed.
type entry struct {
	path    string // below the root, with slashes
	label   string
	product string
	reject  rejection // why it is none
}

// list brings the photographs of the folder or the manifest into the journal.
//
// In a folder, every folder is a class, with its photographs at any depth. Files
// beside the class folders have no class; names that begin with a dot are passed
// over. Links to files are followed, and links that are class folders.
//
// A manifest has the columns, or the objects the keys, path, label and, where
// photographs of the same product shall stay together, group. Paths count from the
// manifest's folder.
//
// A file classes.txt in the folder, or beside the manifest, gives the classes in
// label order; without it they are in the order of their names.
func (b *builder) list(ctx context.Context) error {
	root, walk := b.Photos, walkFolders
	if info, err := os.Stat(b.Photos); err != nil {
		return err
	} else if !info.IsDir() {
		root = filepath.Dir(b.Photos)
		walk = func(_ string, yield func(entry) error) error { return readManifest(b.Photos, yield) }
	}
	whole, err := filepath.Abs(b.Photos)
	if err != nil {
		return err
	}
	if err := b.keepFor(ctx, fmt.Sprintf("photo 3, %s, %s", whole, b.Resize)); err != nil {
		return err
	}
	listing, err := b.number(ctx, "SELECT coalesce(max(listing), 0) + 1 FROM photo")
	if err != nil {
		return err
	}
	if err := b.record(ctx, root, listing, walk); err != nil {
		return err
	}
	if _, err := b.ExecContext(ctx, "DELETE FROM photo WHERE listing <> ?", listing); err != nil {
		return err
	}
	return b.name(ctx, filepath.Join(root, dataset.ClassesFile))
}

// root is the folder that the paths count from.
func (b *builder) root() string {
	if info, err := os.Stat(b.Photos); err == nil && info.IsDir() {
		return b.Photos
	}
	return filepath.Dir(b.Photos)
}

// A photograph that has not changed keeps what is known of it. One that this
// listing has had is not changed, which tells that it is there twice.
const record = `
INSERT INTO photo (path, label, product, size, changed, listing, state, reason, detail, draw, place)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT (path) DO UPDATE SET
	state = CASE WHEN ?7 = 0 AND size = ?4 AND changed = ?5 THEN state ELSE ?7 END,
	reason = CASE WHEN ?7 = 0 AND size = ?4 AND changed = ?5 THEN reason ELSE ?8 END,
	detail = CASE WHEN ?7 = 0 AND size = ?4 AND changed = ?5 THEN detail ELSE ?9 END,
	label = ?2, product = ?3, size = ?4, changed = ?5, listing = ?6, draw = ?10, place = ?11
WHERE listing <> ?6`

// record brings what walk finds into the journal.
func (b *builder) record(ctx context.Context, root string, listing int, walk func(string, func(entry) error) error) error {
	found := 0
	return b.change(ctx, record, func(exec func(...any) (sql.Result, error)) error {
		return walk(root, func(e entry) error {
			size, changed, reject := examine(root, e)
			state := listed
			if reject.reason != "" {
				state = rejected
			}
			product := "path " + e.path
			if e.product != "" {
				product = groupPrefix + e.product
			}
			done, err := exec(e.path, e.label, product, size, changed, listing, state, string(reject.reason), reject.detail,
				b.lot("split", product), b.lot("order", e.path))
			if err != nil {
				return err
			}
			if n, err := done.RowsAffected(); err != nil || n == 0 {
				return errors.Join(fmt.Errorf("%s: %s is listed twice", b.Photos, e.path), err)
			}
			if found++; found%1000 == 0 {
				b.tell("list", found, 0)
			}
			return ctx.Err()
		})
	})
}

// examine looks at the file of a photograph without opening it.
func examine(root string, e entry) (size, changed int64, r rejection) {
	if e.reject.reason != "" {
		return -1, 0, e.reject
	}
	info, err := os.Stat(filepath.Join(root, filepath.FromSlash(e.path)))
	switch {
	case err != nil:
		return -1, 0, rejection{reason: Unreadable, detail: plain(err)}
	case info.IsDir():
		return -1, 0, rejection{reason: NotAFile, detail: "a folder, or a link to one, that is not followed"}
	case !info.Mode().IsRegular():
		return -1, 0, rejection{reason: NotAFile, detail: info.Mode().Type().String()}
	}
	return info.Size(), info.ModTime().UnixNano(), rejection{}
}

// plain is an error of a file without the file's path.
func plain(err error) string {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err.Error()
	}
	return err.Error()
}

// lot draws a number for a thing by the seed.
func (b *builder) lot(what, name string) int64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %s", b.Seed, what, name))
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}

// walkFolders finds the photographs of a folder of class folders.
func walkFolders(root string, yield func(entry) error) error {
	return readFolder(root, func(e fs.DirEntry) error {
		info, err := os.Stat(filepath.Join(root, e.Name())) // a class folder may be a link
		switch {
		case err == nil && info.IsDir():
			return walkClass(root, e.Name(), e.Name(), yield)
		case e.Name() == dataset.ClassesFile:
			return nil
		}
		return yield(entry{path: e.Name(), reject: rejection{reason: NoClass, detail: "it lies beside the class folders"}})
	})
}

// walkClass finds the photographs in and below a folder of a class.
func walkClass(root, dir, label string, yield func(entry) error) error {
	return readFolder(filepath.Join(root, filepath.FromSlash(dir)), func(e fs.DirEntry) error {
		below := path.Join(dir, e.Name())
		if e.IsDir() {
			return walkClass(root, below, label, yield)
		}
		return yield(entry{path: below, label: label})
	})
}

// readFolder calls use for every name in a folder that does not begin with a dot,
// in no order, without reading a large folder as a whole.
func readFolder(dir string, use func(fs.DirEntry) error) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		entries, err := f.ReadDir(1000)
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".") {
				continue
			}
			if err := use(e); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// readManifest finds the photographs of a manifest.
func readManifest(name string, yield func(entry) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	first, err := in.Peek(1)
	if err != nil {
		return fmt.Errorf("%s: the manifest is empty", name)
	}
	rows := readCSV
	if first[0] == '{' {
		rows = readJSONLines
	}
	err = rows(in, func(e entry) error {
		e.path, e.label = path.Clean(filepath.ToSlash(e.path)), strings.TrimSpace(e.label)
		if e.path == "." || e.label == "" {
			return errors.New("a photograph needs a path and a label")
		}
		return yield(e)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func readCSV(in io.Reader, yield func(entry) error) error {
	r := csv.NewReader(in)
	r.ReuseRecord = true
	header, err := r.Read()
	if err != nil {
		return err
	}
	columns := slices.Clone(header)
	at := func(name string) int { return slices.Index(columns, name) }
	filePath, label, group := at("path"), at("label"), at("group")
	if filePath < 0 || label < 0 {
		return fmt.Errorf("the columns are %q, want path, label and, if there are groups, group", columns)
	}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		e := entry{path: row[filePath], label: row[label]}
		if group >= 0 {
			e.product = row[group]
		}
		if err := yield(e); err != nil {
			line, _ := r.FieldPos(0)
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

// text is a JSON string or number.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(t))
	}
	var n json.Number
	err := json.Unmarshal(b, &n)
	*t = text(n)
	return err
}

func readJSONLines(in io.Reader, yield func(entry) error) error {
	d := json.NewDecoder(in)
	for n := 1; ; n++ {
		var row struct{ Path, Label, Group text }
		err := d.Decode(&row)
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = yield(entry{path: string(row.Path), label: string(row.Label), product: string(row.Group)})
		}
		if err != nil {
			return fmt.Errorf("object %d: %w", n, err)
		}
	}
}

// name numbers the classes.
func (b *builder) name(ctx context.Context, classesFile string) error {
	var labels []string
	err := b.each(ctx, "SELECT DISTINCT label FROM photo WHERE label <> '' ORDER BY label", nil, func(rows *sql.Rows) error {
		var label string
		err := rows.Scan(&label)
		if labels = append(labels, label); len(labels) > 256 {
			return fmt.Errorf("%s: more than 256 classes, which is all that a byte can tell apart", b.Photos)
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(labels) == 0 {
		return fmt.Errorf("%s: no photographs: want a folder of photographs for each class, or a manifest", b.Photos)
	}
	b.classes, err = dataset.ReadClasses(classesFile)
	if errors.Is(err, fs.ErrNotExist) {
		b.classes, err = labels, nil
	}
	if err != nil {
		return err
	}
	if _, err := b.ExecContext(ctx, "DELETE FROM class"); err != nil {
		return err
	}
	return b.change(ctx, "INSERT INTO class VALUES (?, ?)", func(exec func(...any) (sql.Result, error)) error {
		for _, label := range labels {
			// A folder cannot be called T-shirt/top.
			i := slices.IndexFunc(b.classes, func(c string) bool { return c == label || strings.ReplaceAll(c, "/", "_") == label })
			if i < 0 {
				return fmt.Errorf("%s: the class %q of the photographs is not there", classesFile, label)
			}
			if _, err := exec(label, i); err != nil {
				return err
			}
		}
		return nil
	})
}
