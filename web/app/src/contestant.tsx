// One contestant on one data set: what it gets right and what it takes for what.

import { useMemo, useState } from "preact/hooks";
import type { PageProps } from "./app";
import {
  bytes, loadDetail, loadLabels, loadMisses, pictured,
  type ClassScores, type Dataset, type Detail, type Labels, type Overview, type Pictured, type Row, type Run,
} from "./data";
import { accuracy, count, megabytes, ran, seconds, share } from "./format";
import { Tiles } from "./images";
import { broken, Failed, Loading, NoImages, setOf, useLoaded } from "./parts";
import { address, type Place } from "./router";
import { Table, type Column, type Order } from "./table";

export function Contestant({ overview, place }: PageProps) {
  const row = overview.rows.find((r) => r.series === place.rest);
  const { value: detail, failed } = useLoaded(() => (row ? loadDetail(row) : Promise.reject(new Error("no such contestant"))), [row]);
  if (!row) return <Missing name={place.rest} />;
  const set = setOf(overview, row);
  return (
    <>
      <h1>{broken(row.name)} <small>on {set.title}</small></h1>
      <Facts row={row} overview={overview} />
      {row.status !== "ok" && <p class="note"><strong class="bad">{row.status}</strong>: {row.reason}</p>}
      {row.warnings.map((warning) => <p class="note" key={warning}>Warning: {warning}.</p>)}
      {failed ? <Failed why={failed} /> : !detail ? <Loading /> : <Details key={row.id} row={row} set={set} detail={detail} place={place} />}
    </>
  );
}

function Missing({ name }: { name: string }) {
  return (
    <>
      <h1>Not here</h1>
      <p>There are no results of <code>{name}</code>, or none of its present code. <a href="#/">All results</a></p>
    </>
  );
}

function Facts({ row, overview }: { row: Row; overview: Overview }) {
  const others = overview.rows.filter((r) => r.identity === row.identity && r !== row);
  const rank = 1 + overview.rows.filter((r) => r.dataset_digest === row.dataset_digest && ran(r) && r.accuracy > row.accuracy).length;
  return (
    <>
      <p class="muted">
        <Parameters row={row} /> Scaling {row.scaling}, {row.threads} {row.threads === 1 ? "thread" : "threads"}.
      </p>
      {ran(row) && (
        <dl class="facts">
          <div><dt>Accuracy</dt><dd>{accuracy(row.accuracy)}</dd><dd class="muted">95%: {accuracy(row.accuracy_low)}–{accuracy(row.accuracy_high)}</dd></div>
          <div><dt>Place</dt><dd>{rank}</dd><dd class="muted">by accuracy</dd></div>
          <div><dt>Fit</dt><dd>{seconds(row.fit_seconds)}</dd><dd class="muted">median</dd></div>
          <div><dt>Predict</dt><dd>{seconds(row.predict_seconds)}</dd><dd class="muted">median</dd></div>
          <div><dt>Memory</dt><dd>{megabytes(row.peak_memory_bytes)}</dd><dd class="muted">at most</dd></div>
        </dl>
      )}
      <p>
        {others.map((r) => (
          <a class="button" key={r.id} href={address("contestant", r.series)}>
            The same on {setOf(overview, r).title}{ran(r) && `: ${accuracy(r.accuracy)}`}
          </a>
        ))}
        {ran(row) && <a class="button" href={address("compare", "", { a: row.series })}>Compare with another</a>}
      </p>
    </>
  );
}

function Parameters({ row }: { row: Row }) {
  const names = Object.keys(row.parameter).sort();
  if (names.length === 0) return <>All parameters have their defaults. </>;
  return (
    <>
      {names.map((name) => (
        <span class="chip" key={name}>{name} = <strong>{typeof row.parameter[name] === "string" ? (row.parameter[name] as string) : JSON.stringify(row.parameter[name])}</strong></span>
      ))}{" "}
    </>
  );
}

interface DetailsProps {
  row: Row;
  set: Dataset;
  detail: Detail;
  place: Place;
}

function Details({ row, set, detail, place }: DetailsProps) {
  return (
    <>
      {ran(row) && (pictured(set) && detail.confusion && detail.classes && detail.predictions
        ? <Mistakes set={set} row={row} confusion={detail.confusion} classes={detail.classes} predictions={detail.predictions} place={place} />
        : <NoImages set={set} />)}
      <h2>Repeats</h2>
      <Repeats runs={detail.runs} />
      {row.timing_doubts.length > 0 && (
        <p class="note">The times may not be the contestant's own: {row.timing_doubts.join("; ")}.</p>
      )}
      <p class="muted">
        Measured on: {row.machine}. Program {row.version}, the digest of the family's code is {row.program}, that of the data{" "}
        <code>{row.dataset_digest.slice(0, 12)}</code>.
      </p>
      <h2>Reproduce</h2>
      <Command text={detail.reproduce} />
    </>
  );
}

interface MistakesProps {
  set: Pictured;
  row: Row;
  confusion: number[][];
  classes: ClassScores[];
  predictions: string;
  place: Place;
}

function Mistakes({ set, row, confusion, classes, predictions, place }: MistakesProps) {
  const predicted = useMemo(() => bytes(predictions), [predictions]);
  const { value: labels, failed } = useLoaded(() => loadLabels(set, "test"), [set]);
  return (
    <>
      <h2>What it takes for what</h2>
      <p class="muted">
        Lines are what an image is, columns what it was taken for, in the first repeat. A number leads to its images.
      </p>
      <Confusion set={set} row={row} confusion={confusion} place={place} />
      {failed ? <Failed why={failed} /> : labels && <Cell set={set} labels={labels} predicted={predicted} place={place} />}
      <h2>Class by class</h2>
      <Classes classes={classes} />
      {labels && <Hardest set={set} labels={labels} predicted={predicted} />}
    </>
  );
}

interface ConfusionProps {
  set: Pictured;
  row: Row;
  confusion: number[][];
  place: Place;
}

function Confusion({ set, row, confusion, place }: ConfusionProps) {
  const mistakes = confusion.flatMap((line, i) => line.filter((_, j) => j !== i));
  const most = Math.max(1, ...mistakes);
  const chosen = chosenCell(place);
  const shade = (i: number, j: number, n: number) => {
    const total = confusion[i].reduce((a, b) => a + b, 0);
    const strength = i === j ? (0.45 * n) / Math.max(1, total) : 0.6 * Math.sqrt(n / most);
    return `color-mix(in srgb, var(${i === j ? "--right" : "--wrong"}) ${Math.round(100 * strength)}%, var(--ground))`;
  };
  return (
    <div class="scroll fit" role="region" aria-label="Confusion matrix" tabIndex={0}>
      <table class="confusion">
        <caption class="hidden">Test images by class, and by the class they were taken for</caption>
        <thead>
          <tr>
            <th scope="col"><span class="muted">is</span></th>
            {set.classes.map((name) => <th key={name} scope="col" class="upright"><span>{name}</span></th>)}
          </tr>
        </thead>
        <tbody>
          {confusion.map((line, i) => (
            <tr key={i}>
              <th scope="row">{set.classes[i]}</th>
              {line.map((n, j) => (
                <td key={j} style={{ background: shade(i, j, n) }} class={chosen?.[0] === i && chosen[1] === j ? "chosen" : undefined}>
                  {n === 0 ? <span class="none">0</span> : (
                    <a
                      href={address("contestant", row.series, { is: i, as: j })}
                      aria-label={`${n} of ${set.classes[i]} taken for ${set.classes[j]}`}
                      aria-current={chosen?.[0] === i && chosen[1] === j ? "true" : undefined}
                    >{n}</a>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function chosenCell(place: Place): [number, number] | undefined {
  const is = place.query.get("is");
  const as = place.query.get("as");
  return is === null || as === null ? undefined : [Number(is), Number(as)];
}

interface ImagesProps {
  set: Pictured;
  labels: Labels;
  predicted: Uint8Array;
}

/** The images of the matrix's cell that the address names. */
function Cell({ set, labels, predicted, place }: ImagesProps & { place: Place }) {
  const cell = chosenCell(place);
  const members = cell && labels.members[cell[0]];
  if (!cell || !members || !set.classes[cell[1]]) return null;
  const indices = members.filter((i) => predicted[i] === cell[1]);
  const [is, as] = [set.classes[cell[0]], set.classes[cell[1]]];
  return (
    <section class="cell" aria-live="polite">
      <h3>{cell[0] === cell[1] ? `${count(indices.length)} of ${is}, recognised` : `${count(indices.length)} of ${is}, taken for ${as}`}</h3>
      <Tiles key={cell.join()} set={set} split="test" labels={labels} indices={indices} />
    </section>
  );
}

const classColumns: Column<ClassScores>[] = [
  { id: "class", title: "Class", key: (c) => c.class, cell: (c) => c.class },
  { id: "f1", title: "F1", numeric: true, hint: "harmonic mean of precision and recall", key: (c) => c.f1, cell: (c) => <Bar value={c.f1} /> },
  { id: "precision", title: "Precision", numeric: true, hint: "right among those taken for it", key: (c) => c.precision, cell: (c) => accuracy(c.precision) },
  { id: "recall", title: "Recall", numeric: true, hint: "right among those that are of it", key: (c) => c.recall, cell: (c) => accuracy(c.recall) },
  { id: "support", title: "Images", numeric: true, key: (c) => c.support, cell: (c) => count(c.support) },
];

function Bar({ value }: { value: number }) {
  return <span class="bar"><span style={{ width: share(value) }} />{accuracy(value)}</span>;
}

function Classes({ classes }: { classes: ClassScores[] }) {
  const [order, setOrder] = useState<Order>("f1");
  return (
    <div class="fit">
      <Table caption="Scores of each class" columns={classColumns} rows={classes} rowKey={(c) => c.class} order={order} onOrder={setOrder} />
    </div>
  );
}

const hardestShown = 24;

/** Its mistakes that fewest others make, and those that nearly all make. */
function Hardest({ set, labels, predicted }: ImagesProps) {
  const { value: all, failed } = useLoaded(() => loadMisses(set), [set]);
  if (failed) return <Failed why={failed} />;
  if (!all) return <Loading />;
  const wrong = [...labels.labels.keys()].filter((i) => predicted[i] !== labels.labels[i]);
  const own = wrong.toSorted((a, b) => all.misses[a] - all.misses[b]).slice(0, hardestShown);
  const hard = wrong.toSorted((a, b) => all.misses[b] - all.misses[a]).slice(0, hardestShown);
  const caption = (i: number) => `${set.classes[labels.labels[i]]}, taken for ${set.classes[predicted[i]]}`;
  return (
    <>
      <h2>Its own mistakes</h2>
      <p class="muted">What it gets wrong and most of the {all.contestants} contestants get right.</p>
      <Tiles set={set} split="test" labels={labels} indices={own} caption={caption} />
      <h2>The hardest images</h2>
      <p class="muted">What it gets wrong, as most contestants do.</p>
      <Tiles set={set} split="test" labels={labels} indices={hard} caption={caption} />
    </>
  );
}

const runColumns: Column<Run>[] = [
  { id: "seed", title: "Seed", key: (r) => r.seed, cell: (r) => r.seed },
  { id: "accuracy", title: "Accuracy", numeric: true, descends: true, key: (r) => r.accuracy, cell: (r) => (r.status === "ok" ? accuracy(r.accuracy) : "–") },
  { id: "fit", title: "Fit", numeric: true, key: (r) => r.fit_seconds, cell: (r) => seconds(r.fit_seconds) },
  { id: "predict", title: "Predict", numeric: true, key: (r) => r.predict_seconds, cell: (r) => seconds(r.predict_seconds) },
  { id: "all", title: "All", numeric: true, hint: "with loading", key: (r) => r.seconds, cell: (r) => seconds(r.seconds) },
  { id: "cpu", title: "Processor time", numeric: true, key: (r) => r.cpu_seconds, cell: (r) => seconds(r.cpu_seconds) },
  { id: "memory", title: "Memory", numeric: true, key: (r) => r.peak_memory_bytes, cell: (r) => megabytes(r.peak_memory_bytes) },
  { id: "status", title: "Status", key: (r) => r.status, cell: (r) => <span title={r.reason}>{r.status}</span> },
  { id: "started", title: "Started", key: (r) => r.started, cell: (r) => <span class="unbroken">{r.started.slice(0, 16).replace("T", " ")}</span> },
];

function Repeats({ runs }: { runs: Run[] }) {
  const [order, setOrder] = useState<Order>("seed");
  return (
    <div class="fit">
      <Table caption="Repeats" columns={runColumns} rows={runs} rowKey={(r) => String(r.seed)} order={order} onOrder={setOrder} />
    </div>
  );
}

function Command({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <>
      <pre class="wraps"><code>{text}</code></pre>
      {navigator.clipboard && <button type="button" onClick={copy}>{copied ? "Copied" : "Copy"}</button>}
    </>
  );
}
