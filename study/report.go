package study

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/fmnist/fmnist/idx"
)

// Write writes the page into a folder, which is made where it is not there: its
// data as JSON, its tables as CSV, its pictures as PNG, other files, the page
// itself as Markdown and as HTML that needs no other file, and the index of all
// pages of the folder. Files of an earlier run are replaced.
func (p *Page) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	files := map[string][]byte{}
	if err := p.render(files); err != nil {
		return err
	}
	for name, content := range files {
		if err := writeFile(filepath.Join(dir, name), content); err != nil {
			return err
		}
	}
	return writeIndex(dir)
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

// fileName is the name of a file of the page.
func (p *Page) fileName(name, extension string) string { return p.Study + "-" + name + extension }

// render makes the content of every file of the page.
func (p *Page) render(files map[string][]byte) error {
	data, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		return err
	}
	files[p.Study+".json"] = append(data, '\n')
	for _, t := range p.Tables {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Write(t.Header)
		w.WriteAll(t.Rows) // to memory
		files[p.fileName(t.Name, ".csv")] = b.Bytes()
	}
	for _, x := range p.Pictures {
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, x.Image); err != nil {
			return err
		}
		files[p.fileName(x.Name, ".png")] = b.Bytes()
	}
	for _, x := range p.Files {
		files[p.fileName(x.Name, "")] = x.Content
	}
	files[p.Study+".md"] = p.markdown()
	files[p.Study+".html"], err = p.html(files)
	return err
}

// shown are the rows of a table that the page has.
func (t Table) shown() [][]string {
	switch {
	case t.Shown < 0:
		return nil
	case t.Shown > 0 && t.Shown < len(t.Rows):
		return t.Rows[:t.Shown]
	}
	return t.Rows
}

func (p *Page) markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n", p.Title)
	for _, s := range p.Sentences {
		fmt.Fprintf(&b, "- %s\n", s.Text)
	}
	for _, x := range p.Pictures {
		fmt.Fprintf(&b, "\n![%s](%s)\n\n%s\n", p.Title, p.fileName(x.Name, ".png"), x.Caption)
	}
	for _, t := range p.Tables {
		fmt.Fprintf(&b, "\n## %s\n\n", t.Caption)
		writeMarkdownTable(&b, t)
		fmt.Fprintf(&b, "[%[1]s](%[1]s): %d rows\n", p.fileName(t.Name, ".csv"), len(t.Rows))
	}
	fmt.Fprintf(&b, "\n## Method\n\n%s\n\n", p.Method)
	for _, s := range p.Sources {
		fmt.Fprintf(&b, "- %s\n", s)
	}
	for _, d := range p.DataSets {
		fmt.Fprintf(&b, "- data set %s, content digest %s\n", d.Name, d.Digest)
	}
	fmt.Fprintf(&b, "\nAll figures: [%[1]s.json](%[1]s.json).\n", p.Study)
	for _, x := range p.Files {
		fmt.Fprintf(&b, "%s: [%[2]s](%[2]s).\n", x.Caption, p.fileName(x.Name, ""))
	}
	return b.Bytes()
}

func writeMarkdownTable(w io.Writer, t Table) {
	rows := t.shown()
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

var pageTemplate = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
body { font: 16px/1.5 sans-serif; color: #222; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
img { max-width: 100%; height: auto }
figure { margin: 2rem 0; overflow-x: auto }
figcaption, .method { color: #555 }
table { border-collapse: collapse; font-size: 14px }
caption { text-align: left; font-weight: bold; padding: .5rem 0 }
th, td { border-bottom: 1px solid #ccc; padding: .2rem .7rem .2rem 0; text-align: left; vertical-align: top }
data { font-weight: bold }
code { overflow-wrap: anywhere }
</style>
</head>
<body>
{{- if .Index}}
<h1>Studies</h1>
{{- range .Index}}
<h2><a href="{{.Study}}.html">{{.Title}}</a></h2>
<ul>
{{- range .Sentences}}
<li>{{.Text}}</li>
{{- end}}
</ul>
{{- end}}
{{- else}}
<p><a href="index.html">Studies</a></p>
<h1>{{.Title}}</h1>
<ul>
{{- range .Sentences}}
<li>{{range .}}{{if .Figure}}<data value="{{.Value}}" title="{{.Figure}}">{{.Text}}</data>{{else}}{{.Text}}{{end}}{{end}}</li>
{{- end}}
</ul>
{{- range .Pictures}}
<figure><img src="{{.Data}}" alt="{{.Caption}}" width="{{.Width}}" height="{{.Height}}"><figcaption>{{.Caption}}</figcaption></figure>
{{- end}}
{{- range .Tables}}
{{- if .Rows}}
<figure><table><caption>{{.Caption}}</caption>
<thead><tr>{{range .Header}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>
{{- range .Rows}}
<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{- end}}
</tbody></table>
<p><a href="{{.File}}">{{.File}}</a>, {{.All}} rows</p></figure>
{{- else}}
<p><a href="{{.File}}">{{.File}}</a>, {{.All}} rows: {{.Caption}}</p>
{{- end}}
{{- end}}
<h2>Method</h2>
<p class="method">{{.Method}}</p>
<ul class="method">
{{- range .Sources}}
<li>{{.}}</li>
{{- end}}
{{- range .DataSets}}
<li>data set {{.Name}}, content digest <code>{{.Digest}}</code></li>
{{- end}}
<li>all figures: <a href="{{.Study}}.json">{{.Study}}.json</a></li>
{{- range .Files}}
<li>{{.Caption}}: <a href="{{.Name}}">{{.Name}}</a></li>
{{- end}}
</ul>
{{- end}}
</body>
</html>
`))

// view is what the template shows.
type view struct {
	Title, Study, Method string
	Sources              []string
	DataSets             []Subject
	Sentences            [][]partView
	Pictures             []pictureView
	Tables               []tableView
	Files                []File
	Index                []indexEntry
}

type partView struct {
	Text, Figure string
	Value        string
}

type pictureView struct {
	Caption       string
	Data          template.URL
	Width, Height int
}

type tableView struct {
	Caption, File string
	Header        []string
	Rows          [][]string
	All           int
}

// html is the page with its pictures inside, made of the other files.
func (p *Page) html(files map[string][]byte) ([]byte, error) {
	v := view{Title: p.Title, Study: p.Study, Method: p.Method, Sources: p.Sources, DataSets: p.DataSets}
	for _, s := range p.Sentences {
		var parts []partView
		for _, x := range s.parts {
			shown := partView{Text: x.Text, Figure: x.Figure}
			if x.Figure != "" {
				shown.Value = fmt.Sprint(p.Figures[x.Figure])
			}
			parts = append(parts, shown)
		}
		v.Sentences = append(v.Sentences, parts)
	}
	for _, x := range p.Pictures {
		size := x.Image.Bounds().Size()
		data := "data:image/png;base64," + base64.StdEncoding.EncodeToString(files[p.fileName(x.Name, ".png")])
		v.Pictures = append(v.Pictures, pictureView{x.Caption, template.URL(data), size.X, size.Y})
	}
	for _, t := range p.Tables {
		v.Tables = append(v.Tables, tableView{t.Caption, p.fileName(t.Name, ".csv"), t.Header, t.shown(), len(t.Rows)})
	}
	for _, x := range p.Files {
		v.Files = append(v.Files, File{Name: p.fileName(x.Name, ""), Caption: x.Caption})
	}
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, v)
	return b.Bytes(), err
}

// indexEntry is what the index shows of a page.
type indexEntry struct {
	Study     string     `json:"study"`
	Title     string     `json:"title"`
	Sentences []Sentence `json:"sentences"`
}

// writeIndex writes index.html and index.md from the data files of a folder.
func writeIndex(dir string) error {
	var entries []indexEntry
	var md bytes.Buffer
	md.WriteString("# Studies\n")
	for _, name := range Names {
		b, err := os.ReadFile(filepath.Join(dir, name+".json"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		var e indexEntry
		if err == nil {
			err = json.Unmarshal(b, &e)
		}
		if err != nil {
			return fmt.Errorf("study: %s: %w", filepath.Join(dir, name+".json"), err)
		}
		e.Study = name
		entries = append(entries, e)
		fmt.Fprintf(&md, "\n## [%s](%s.md)\n\n", e.Title, name)
		for _, s := range e.Sentences {
			fmt.Fprintf(&md, "- %s\n", s.Text)
		}
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, view{Title: "Studies", Index: entries}); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, "index.html"), b.Bytes()); err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, "index.md"), md.Bytes())
}

// WriteText writes the sentences and tables for a terminal.
func (p *Page) WriteText(w io.Writer) error {
	fmt.Fprintf(w, "%s\n", p.Title)
	for _, s := range p.Sentences {
		fmt.Fprintf(w, "- %s\n", s.Text)
	}
	for _, t := range p.Tables {
		rows := t.shown()
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
