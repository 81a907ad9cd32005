// Package fmnist is the root of the module; see ARCHITECTURE.md.
package fmnist

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/fmnist/fmnist"

// TestImports opens the source files and holds their imports against the table
// in ARCHITECTURE.md. Tests may import more: a package's tests build what they
// need from anywhere below.
func TestImports(t *testing.T) {
	allowed := importTable(t)
	seen := map[string]bool{}
	for file, imports := range sourceImports(t) {
		from := path.Dir(file)
		row := rowOf(allowed, from)
		if row == "" {
			t.Errorf("%s: package %s is not in the table of ARCHITECTURE.md", file, from)
			continue
		}
		seen[row] = true
		for _, to := range imports {
			if to != from && rowOf(allowed, to) != row && !slices.Contains(allowed[row], rowOf(allowed, to)) {
				t.Errorf("%s imports %s, which ARCHITECTURE.md does not allow", file, to)
			}
		}
	}
	for row := range allowed {
		if !seen[row] {
			t.Errorf("the table of ARCHITECTURE.md has a row for %s, and there is no such package", row)
		}
	}
}

var tableRow = regexp.MustCompile("^\\| `([^`]+)` \\|([^|]*)\\|")

// importTable reads the rows of the table: a package, and those it may import.
// A row "learn/*" stands for all packages below learn without a row of their own.
func importTable(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		if m := tableRow.FindStringSubmatch(line); m != nil {
			table[m[1]] = regexp.MustCompile("[a-z/*0-9.]+").FindAllString(strings.ReplaceAll(m[2], "`", " "), -1)
		}
	}
	if len(table) < 5 {
		t.Fatalf("only %d rows in the table of ARCHITECTURE.md", len(table))
	}
	return table
}

// rowOf is the table's row for a package, "" where it has none.
func rowOf(table map[string][]string, pkg string) string {
	if _, ok := table["."]; ok && pkg == "." {
		return "."
	}
	for row := pkg; row != "."; row = path.Dir(row) {
		if _, ok := table[row]; ok {
			return row
		}
		if _, ok := table[path.Dir(row)+"/*"]; ok {
			return path.Dir(row) + "/*"
		}
	}
	return ""
}

// sourceImports are the imports from this module of every source file that is
// not a test, both as paths below the module's root.
func sourceImports(t *testing.T) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || entry.Name() != "." && strings.HasPrefix(entry.Name(), ".")) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		imports[filepath.ToSlash(file)] = nil
		for _, spec := range parsed.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if p == module {
				imports[filepath.ToSlash(file)] = append(imports[filepath.ToSlash(file)], ".")
			}
			if rest, ours := strings.CutPrefix(p, module+"/"); ours {
				imports[filepath.ToSlash(file)] = append(imports[filepath.ToSlash(file)], rest)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return imports
}
