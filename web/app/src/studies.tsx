// What studies of the data sets and of the results have found: all of them at a
// glance, and a page for each.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { NotFound, type PageProps } from "./app";
import {
  loadLabels, loadStudies, pictured,
  type Labels, type Overview, type Pictured, type Sentence, type SplitName, type Studies as All, type Study, type StudyPicture, type StudyTable,
} from "./data";
import { count } from "./format";
import { Picture } from "./images";
import { Failed, Loading, useLoaded } from "./parts";
import { address } from "./router";

export function Studies({ overview, place }: PageProps) {
  const { value: all, failed } = useLoaded(loadStudies, [overview], true);
  if (failed) return <Failed why={failed} />;
  if (!all) return <Loading />;
  if (all.fault) return <><h1>Studies</h1><Failed why={`The studies cannot be shown: ${all.fault}`} /></>;
  if (all.pages.length === 0) return <NoStudies all={all} overview={overview} />;
  if (!place.rest) return <Index all={all} overview={overview} />;
  const at = all.pages.findIndex((p) => p.study === place.rest);
  return at < 0 ? <NotFound /> : <One key={place.rest} all={all} at={at} overview={overview} />;
}

function NoStudies({ all, overview }: { all: All; overview: Overview }) {
  return (
    <>
      <h1>No studies yet</h1>
      <p>
        Studies say what the data sets are worth as a benchmark: how far one pixel goes, whether the order of contestants on one
        data set tells that on the other, which images occur twice, which labels may be wrong, in what sense one is harder. In
        another terminal, this makes them, in a few minutes:
      </p>
      <pre class="wraps"><code>{all.command}</code></pre>
      <p>{overview.live ? "This page fills as they come in." : "Then write this site anew."}</p>
    </>
  );
}

/** Every study by its answer and its first picture. */
function Index({ all, overview }: { all: All; overview: Overview }) {
  return (
    <>
      <h1>Studies</h1>
      <p class="muted">What the data sets are worth as a benchmark. Every number in a sentence is a figure of the study's data file.</p>
      <ul class="studies">
        {all.pages.map((p) => (
          <li key={p.study}>
            <h2><a href={address("studies", p.study)}>{p.title}</a></h2>
            <p><Says sentence={p.sentences[0]} study={p} /></p>
            {p.pictures[0] && (
              <a href={address("studies", p.study)} tabIndex={-1} aria-hidden="true"><Shown folder={all.folder} picture={p.pictures[0]} alt="" /></a>
            )}
          </li>
        ))}
      </ul>
      {all.missing.length > 0 && overview.live && (
        <p class="note">
          Not here yet: {all.missing.join(", ")}. <code>{all.command}</code> makes all of them.
        </p>
      )}
    </>
  );
}

interface OneProps {
  all: All;
  at: number;
  overview: Overview;
}

function One({ all, at, overview }: OneProps) {
  const study = all.pages[at];
  const [before, next] = [all.pages[at - 1], all.pages[at + 1]];
  return (
    <>
      <nav class="pages" aria-label="Studies">
        {before ? <a href={address("studies", before.study)}>← {before.title}</a> : <span />}
        <a href={address("studies")}>All studies</a>
        {next ? <a href={address("studies", next.study)}>{next.title} →</a> : <span />}
      </nav>
      <h1>{study.title}</h1>
      <p class="answer"><Says sentence={study.sentences[0]} study={study} /></p>
      <ul class="findings">
        {study.sentences.slice(1).map((s) => <li key={s.text}><Says sentence={s} study={study} /></li>)}
      </ul>
      <p class="downloads">Download: <File all={all} file={study.file} says="all figures, JSON" /></p>
      <div class="figures">
        {study.pictures.map((p) => (
          <figure key={p.file} style={{ maxWidth: `${p.width}px` }}>
            <a href={all.folder + encodeURIComponent(p.file)} aria-label={`${p.title}, the picture alone`}><Shown folder={all.folder} picture={p} alt={p.title} /></a>
            <figcaption class="muted">{p.caption}</figcaption>
          </figure>
        ))}
      </div>
      {study.tables.map((t) => <Rows key={t.file} all={all} table={t} overview={overview} />)}
      {study.files && (
        <>
          <h2>More files</h2>
          <ul>{study.files.map((f) => <li key={f.file}>{f.caption}: <File all={all} file={f.file} says={f.file} /></li>)}</ul>
        </>
      )}
      <h2>Method</h2>
      <p>{study.method}</p>
      <h3>Sources</h3>
      <ul class="sources">
        {study.sources.map((s) => <li key={s}>{s}</li>)}
        {study.datasets.map((d) => <li key={d.digest}><Subject name={d.name} title={d.title} digest={d.digest} overview={overview} /></li>)}
      </ul>
    </>
  );
}

/** A sentence, in which numbers stand out and say which figure they are. */
function Says({ sentence, study }: { sentence: Sentence; study: Study }) {
  return (
    <>
      {sentence.parts.map(({ text, figure = "" }, i) => {
        const value = study.figures[figure];
        return typeof value === "number" ? <data key={i} value={String(value)} title={`${figure}: ${value}`}>{text}</data> : text;
      })}
    </>
  );
}

/** A picture on the ground of the page. */
function Shown({ folder, picture, alt }: { folder: string; picture: StudyPicture; alt: string }) {
  const url = (file: string) => folder + encodeURIComponent(file);
  return (
    <picture>
      <source srcset={url(picture.file_dark)} media="(prefers-color-scheme: dark)" />
      <img src={url(picture.file)} alt={alt} width={picture.width} height={picture.height} loading="lazy" />
    </picture>
  );
}

function File({ all, file, says }: { all: All; file: string; says: string }) {
  return <a href={all.folder + encodeURIComponent(file)} download>{says}</a>;
}

function Subject({ name, title, digest, overview }: Study["datasets"][number] & { overview: Overview }) {
  const set = overview.datasets.find((s) => s.digest === digest);
  return <>{set ? <a href={address("data", set.name)}>{title}</a> : title} ({name}), content digest <code>{digest}</code></>;
}

interface RowsProps {
  all: All;
  table: StudyTable;
  overview: Overview;
}

/** A table, with the images that it is about where they are here. */
function Rows({ all, table, overview }: RowsProps) {
  const [limit, setLimit] = useState(table.shown < 0 ? 0 : table.shown || table.rows.length);
  const shown = table.rows.slice(0, limit);
  const set = overview.datasets.find((s) => s.digest === table.dataset_digest);
  const numeric = table.header.map((_, c) => table.rows.length > 0 && !table.images?.includes(c) && table.rows.every((row) => /^[-+−]?[\d.,]+%?$/.test(row[c])));
  return (
    <section class="rows">
      <h2>{table.caption}</h2>
      {shown.length > 0 && (
        <div class="scroll fit" role="region" aria-label={table.caption} tabIndex={0}>
          <table aria-rowcount={table.rows.length + 1}>
            <caption class="hidden">{table.caption}</caption>
            <thead>
              <tr>{table.header.map((title, c) => <th key={title} scope="col" class={numeric[c] ? "number" : undefined}>{title}</th>)}</tr>
            </thead>
            <tbody>
              {pictured(set) && table.images ? (
                <Illustrated set={set} table={table} rows={shown} numeric={numeric} />
              ) : (
                shown.map((row, r) => <Row key={r} row={row} numeric={numeric} cell={(c) => row[c]} />)
              )}
            </tbody>
          </table>
        </div>
      )}
      <p class="more">
        {shown.length < table.rows.length && (
          <>
            {shown.length > 0 && `${count(shown.length)} of ${count(table.all)} rows. `}
            <button type="button" onClick={() => setLimit(table.rows.length)}>Show {count(table.rows.length)} rows</button>{" "}
          </>
        )}
        <File all={all} file={table.file} says={`${table.file}, ${count(table.all)} ${table.all === 1 ? "row" : "rows"}`} />
      </p>
    </section>
  );
}

interface RowProps {
  row: string[];
  numeric: boolean[];
  cell: (column: number) => ComponentChildren;
}

function Row({ row, numeric, cell }: RowProps) {
  return (
    <tr>
      {row.map((_, c) => (c === 0 ? <th key={c} scope="row" class={numeric[c] ? "number" : undefined}>{cell(c)}</th> : <td key={c} class={numeric[c] ? "number" : undefined}>{cell(c)}</td>))}
    </tr>
  );
}

interface IllustratedProps {
  set: Pictured;
  table: StudyTable;
  rows: string[][];
  numeric: boolean[];
}

/** Rows with images, each of which leads to its page. */
function Illustrated({ set, table, rows, numeric }: IllustratedProps) {
  const { value: labels } = useLoaded(async () => {
    const [train, test] = await Promise.all([loadLabels(set, "train"), loadLabels(set, "test")]);
    return { train, test };
  }, [set]);
  const cell = (row: string[], c: number) => {
    const split = row[c - 1] as SplitName;
    const index = Number(row[c]);
    if (!table.images!.includes(c) || !labels?.[split]?.labels.hasOwnProperty(index)) return row[c];
    return <ImageCell set={set} split={split} index={index} labels={labels[split]} />;
  };
  return <>{rows.map((row, r) => <Row key={r} row={row} numeric={numeric} cell={(c) => cell(row, c)} />)}</>;
}

function ImageCell({ set, split, index, labels }: { set: Pictured; split: SplitName; index: number; labels: Labels }) {
  return (
    <a class="illustrated" href={address("image", `${set.name}/${split}/${index}`)}>
      <Picture set={set} split={split} labels={labels} index={index} scale={2} /> {index}
    </a>
  );
}
