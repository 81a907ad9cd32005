package study

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/fmnist/fmnist/idx"
)

// ReportFile is the report of all studies of a folder.
const ReportFile = "report.md"

// Write writes the page into a folder, which is made where it is not there: its
// tables as CSV, its pictures as PNG, other files, and its data as JSON, last of
// all, so that what has the data has the rest; then the report of all pages that
// the folder has. Files of an earlier run are replaced.
func (p *Page) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	files, err := p.render()
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := writeFile(filepath.Join(dir, name), content); err != nil {
			return err
		}
	}
	data, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, p.Study+dataExt), append(data, '\n')); err != nil {
		return err
	}
	return writeReport(dir)
}

func writeFile(path string, content []byte) error {
	f, err := idx.Create(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Commit()
}

// render makes the content of the files beside the data file, and records their
// names.
func (p *Page) render() (map[string][]byte, error) {
	p.noNulls()
	files := map[string][]byte{}
	for i := range p.Tables {
		t := &p.Tables[i]
		t.File = p.Study + "-" + t.Name + ".csv"
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Write(t.Header)
		w.WriteAll(t.Rows) // to memory
		files[t.File] = b.Bytes()
	}
	for i := range p.Pictures {
		if err := p.Pictures[i].render(p.Study, files); err != nil {
			return nil, err
		}
	}
	for i := range p.Files {
		x := &p.Files[i]
		x.File = p.Study + "-" + x.Name
		files[x.File] = x.Content
	}
	return files, nil
}

func (x *Picture) render(study string, files map[string][]byte) error {
	x.File, x.Dark = study+"-"+x.Name+".png", study+"-"+x.Name+"-dark.png"
	for name, with := range map[string]theme{x.File: light, x.Dark: dark} {
		picture := x.draw(with)
		x.Width, x.Height = picture.Bounds().Dx(), picture.Bounds().Dy()
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, picture); err != nil {
			return err
		}
		files[name] = b.Bytes()
	}
	return nil
}

// first are the rows of a table that are shown at first.
func (t Table) first() [][]string {
	switch {
	case t.Shown < 0:
		return nil
	case t.Shown > 0 && t.Shown < len(t.Rows):
		return t.Rows[:t.Shown]
	}
	return t.Rows
}

// writeReport writes the report from the data files of a folder.
func writeReport(dir string) error {
	pages, err := ReadPages(dir)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("# Studies\n\n")
	for _, p := range pages {
		fmt.Fprintf(&b, "- %s: %s\n", p.Title, p.Sentences[0].Text)
	}
	for _, p := range pages {
		p.writeMarkdown(&b)
	}
	return writeFile(filepath.Join(dir, ReportFile), b.Bytes())
}

func (p *Page) writeMarkdown(w io.Writer) {
	fmt.Fprintf(w, "\n## %s\n\n", p.Title)
	for _, s := range p.Sentences {
		fmt.Fprintf(w, "- %s\n", s.Text)
	}
	for _, x := range p.Pictures {
		fmt.Fprintf(w, "\n![%s](<%s>)\n\n%s\n", x.Title, x.File, x.Caption)
	}
	for _, t := range p.Tables {
		fmt.Fprintf(w, "\n### %s\n\n", t.Caption)
		writeMarkdownTable(w, t)
		fmt.Fprintf(w, "[%[1]s](<%[1]s>): %d rows\n", t.File, len(t.Rows))
	}
	fmt.Fprintf(w, "\n### Method: %s\n\n%s\n\n", p.Title, p.Method)
	for _, s := range p.Sources {
		fmt.Fprintf(w, "- %s\n", s)
	}
	for _, d := range p.DataSets {
		fmt.Fprintf(w, "- data set %s, content digest %s\n", d.Name, d.Digest)
	}
	fmt.Fprintf(w, "- all figures: [%[1]s](%[1]s)\n", p.Study+dataExt)
	for _, x := range p.Files {
		fmt.Fprintf(w, "- %s: [%[2]s](<%[2]s>)\n", x.Caption, x.File)
	}
}

func writeMarkdownTable(w io.Writer, t Table) {
	rows := t.first()
	if len(rows) == 0 {
		return
	}
	line := func(cells []string) {
		for _, c := range cells {
			fmt.Fprintf(w, "| %s ", strings.ReplaceAll(c, "|", `\|`))
		}
		fmt.Fprintln(w, "|")
	}
	line(t.Header)
	fmt.Fprintln(w, strings.Repeat("|---", len(t.Header))+"|")
	for _, r := range rows {
		line(r)
	}
	fmt.Fprintln(w)
}

// WriteText writes the sentences and tables for a terminal.
func (p *Page) WriteText(w io.Writer) error {
	fmt.Fprintf(w, "%s\n", p.Title)
	for _, s := range p.Sentences {
		fmt.Fprintf(w, "- %s\n", s.Text)
	}
	for _, t := range p.Tables {
		rows := t.first()
		if len(rows) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s\n", t.Caption)
		out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(out, strings.Join(t.Header, "\t"))
		for _, r := range rows {
			fmt.Fprintln(out, strings.Join(r, "\t"))
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}
