package bench

import (
	"crypto/sha256"
	_ "embed" // the source of what a child does around fit and predict
	"encoding/hex"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"path"
	"reflect"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/fmnist/fmnist"
	"github.com/fmnist/fmnist/learn"
	"github.com/fmnist/fmnist/learn/families"
)

const module = "github.com/fmnist/fmnist"

//go:embed serve.go
var serveSource []byte

// FamilyProgram is the digest of the code that decides a contestant's results:
// the sources of its family's package, and of a composite those of its parts, of
// all packages of this module that they import, the versions of those they
// import from others, and the order of work in a child. It changes when that
// code does, and not with every commit, so results outlive a new build of the
// program and are never taken for those of other code. Wrong parameters leave
// the digest that the family has without any; a family that does not exist has
// the empty one.
func FamilyProgram(c Contestant) string {
	classifier, err := families.New(c.Name, []byte(c.Parameters.JSON()))
	if err != nil {
		classifier, err = families.Default(c.Name)
	}
	if err != nil {
		return ""
	}
	return packageDigest(packagesOf(classifier)...)
}

// packagesOf are the import paths of a classifier or transformer and its parts.
func packagesOf(part any) []string {
	paths := []string{reflect.TypeOf(part).Elem().PkgPath()}
	if c, ok := part.(learn.Composite); ok {
		for _, p := range c.Parts() {
			paths = append(paths, packagesOf(p)...)
		}
	}
	return paths
}

// FamilyKind is what sort of classifier a family is: the package it is in, such
// as tree or linear, or empty where it is not one of ours.
func FamilyKind(family string) string {
	classifier, err := families.Default(family)
	if err != nil {
		return ""
	}
	return path.Base(reflect.TypeOf(classifier).Elem().PkgPath())
}

func packageDigest(importPaths ...string) string {
	h := sha256.New()
	h.Write(serveSource)
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	for _, s := range info.Settings {
		if s.Key == "-tags" {
			fmt.Fprintln(h, s.Key, s.Value)
		}
	}
	imports := map[string]bool{}
	for _, path := range importPaths {
		hashPackage(h, path, imports)
	}
	for _, dep := range info.Deps {
		for p := range imports {
			if strings.HasPrefix(p+"/", dep.Path+"/") {
				fmt.Fprintln(h, dep.Path, dep.Version)
				break
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:programDigits]
}

// programDigits is how much of a program's digest stands in a key.
const programDigits = 8

// hashPackage adds a package's files to the hash, and then those of the
// packages it imports; seen are the paths that were met already.
func hashPackage(h io.Writer, importPath string, seen map[string]bool) {
	if seen[importPath] {
		return
	}
	seen[importPath] = true
	dir, ours := strings.CutPrefix(importPath, module+"/")
	if !ours {
		return
	}
	files := sourceFiles(dir)
	if len(files) == 0 {
		panic("bench: the source of " + importPath + " is not embedded, see source.go of the module")
	}
	var imports []string
	for _, name := range files {
		text, err := fmnist.Source.ReadFile(name)
		if err != nil {
			panic(fmt.Sprintf("bench: %v", err)) // it was listed
		}
		fmt.Fprintln(h, name, len(text))
		h.Write(text)
		imports = append(imports, importsOf(name, text)...)
	}
	slices.Sort(imports)
	for _, p := range imports {
		hashPackage(h, p, seen)
	}
}

// sourceFiles are the files of a package that are not tests.
func sourceFiles(dir string) []string {
	all, err := fs.Glob(fmnist.Source, path.Join(dir, "*"))
	if err != nil {
		panic(fmt.Sprintf("bench: %v", err)) // the pattern is ours
	}
	return slices.DeleteFunc(all, func(name string) bool {
		return strings.HasSuffix(name, "_test.go") || path.Ext(name) == ""
	})
}

func importsOf(name string, text []byte) []string {
	if path.Ext(name) != ".go" {
		return nil
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
	if err != nil {
		panic(fmt.Sprintf("bench: %v", err)) // it was compiled
	}
	var imports []string
	for _, spec := range file.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			imports = append(imports, p)
		}
	}
	return imports
}
