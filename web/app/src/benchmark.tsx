// The benchmark's tables: one for each data set, and all of them side by side.

import { useMemo } from "preact/hooks";
import type { PageProps } from "./app";
import type { Dataset, Overview, Row } from "./data";
import { accuracy, megabytes, parameters, ran, seconds } from "./format";
import { Progress } from "./live";
import { address, refine } from "./router";
import { ContestantLink, Status, Tabs } from "./parts";
import { Table, type Column } from "./table";

/** A contestant with what it did on each data set, in the order of the sets. */
interface Line {
  first: Row;
  on: (Row | undefined)[];
}

const side = "side";

export function Benchmark({ overview, place, activity }: PageProps) {
  const tab = place.query.get("tab") ?? side;
  const set = overview.datasets.find((s) => s.name === tab);
  const filter = place.query.get("filter") ?? "";
  if (overview.rows.length === 0) return <><NoResults overview={overview} /><Progress activity={activity} /></>;
  const choose = (id: string) => refine(place, { tab: id === side ? undefined : id, sort: undefined });
  const tabs = [...overview.datasets.map((s) => ({ id: s.name, title: s.title })), { id: side, title: "Side by side" }];
  return (
    <>
      <h1>Benchmark</h1>
      <Lead overview={overview} />
      <Progress activity={activity} />
      <div class="tools">
        <label>
          Filter{" "}
          <input
            type="search"
            placeholder="name or parameter"
            value={filter}
            onInput={(e) => refine(place, { filter: e.currentTarget.value || undefined })}
          />
        </label>
        <Downloads />
      </div>
      <Tabs label="Data sets" tabs={tabs} chosen={set ? tab : side} onChoose={choose}>
        {set ? (
          <OneSet key={set.name} set={set} overview={overview} place={place} filter={filter} />
        ) : (
          <SideBySide overview={overview} place={place} filter={filter} />
        )}
      </Tabs>
    </>
  );
}

/** What the tables say, in a sentence. */
function Lead({ overview }: { overview: Overview }) {
  const { best, contestants } = useMemo(() => leadOf(overview), [overview]);
  return (
    <p class="lead">
      {contestants} {contestants === 1 ? "contestant" : "contestants"}.{" "}
      {best.map(({ set, row }) => (
        <span key={set.name}>
          Best on {set.title}: <a href={address("contestant", row.series)}>{row.name}</a>, {accuracy(row.accuracy)}.{" "}
        </span>
      ))}
    </p>
  );
}

function leadOf(overview: Overview) {
  const best = overview.datasets.flatMap((set) => {
    const rows = overview.rows.filter((r) => r.dataset_digest === set.digest && ran(r));
    return rows.length ? [{ set, row: rows.reduce((a, b) => (b.accuracy > a.accuracy ? b : a)) }] : [];
  });
  return { best, contestants: new Set(overview.rows.map((r) => r.identity)).size };
}

function Downloads() {
  return (
    <p class="downloads">
      Download:{" "}
      {["csv", "json", "jsonl", "md"].map((format) => (
        <a key={format} href={`results.${format}`} download>{format === "md" ? "Markdown" : format.toUpperCase()}</a>
      ))}
    </p>
  );
}

/** Every word of the filter stands in the name or the parameters. */
function matches(row: Row, filter: string): boolean {
  const text = (row.name + " " + parameters(row)).toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

interface TableProps extends PageProps {
  filter: string;
}

function Found({ found, all }: { found: number; all: number }) {
  return <p class="found" aria-live="polite">{found === all ? `${all} contestants` : `${found} of ${all} contestants`}</p>;
}

function OneSet({ overview, place, filter, set }: TableProps & { set: Dataset }) {
  const all = useMemo(() => overview.rows.filter((r) => r.dataset_digest === set.digest), [overview, set]);
  const rows = useMemo(() => all.filter((r) => matches(r, filter)), [all, filter]);
  return (
    <>
      <Found found={rows.length} all={all.length} />
      <Table
        caption={`Contestants on ${set.title}`}
        columns={oneSetColumns}
        rows={rows}
        rowKey={(r) => r.id}
        order={place.query.get("sort") ?? "-accuracy"}
        onOrder={(sort) => refine(place, { sort })}
      />
      <Notes rows={all} />
    </>
  );
}

const when = <T,>(row: Row | undefined, value: (row: Row) => T) => (ran(row) ? value(row) : undefined);

/** A time, marked where something else than the contestant may be in it. */
function Time({ row, of }: { row: Row | undefined; of: (row: Row) => number }) {
  if (!ran(row)) return <>–</>;
  const doubt = row.timing_doubts.join("; ");
  return <span title={doubt || undefined}>{doubt && "~"}{seconds(of(row))}</span>;
}

const interval = (row: Row) => `${accuracy(row.accuracy_low)}–${accuracy(row.accuracy_high)}`;

const oneSetColumns: Column<Row>[] = [
  { id: "name", title: "Classifier", key: (r) => r.name, cell: (r) => <ContestantLink row={r} /> },
  { id: "parameter", title: "Parameters", wide: true, key: parameters, cell: (r) => <span class="parameters">{parameters(r)}</span> },
  {
    id: "accuracy", title: "Accuracy", numeric: true, descends: true, hint: "share of the test images labelled right, mean over repeats",
    key: (r) => when(r, (x) => x.accuracy), cell: (r) => <strong>{when(r, (x) => accuracy(x.accuracy)) ?? "–"}</strong>,
  },
  {
    id: "interval", title: "95% interval", numeric: true, descends: true, hint: "Wilson's: what the accuracy would be on endlessly many such images",
    key: (r) => when(r, (x) => x.accuracy_low), cell: (r) => when(r, interval) ?? "–",
  },
  {
    id: "sigma", title: "± 2σ", numeric: true, descends: true, hint: "two standard deviations over repeats",
    key: (r) => when(r, (x) => x.two_sigma), cell: (r) => when(r, (x) => accuracy(x.two_sigma)) ?? "–",
  },
  {
    id: "fit", title: "Fit", numeric: true, hint: "median time to learn from the training images",
    key: (r) => when(r, (x) => x.fit_seconds), cell: (r) => <Time row={r} of={(x) => x.fit_seconds} />,
  },
  {
    id: "predict", title: "Predict", numeric: true, hint: "median time to label the test images",
    key: (r) => when(r, (x) => x.predict_seconds), cell: (r) => <Time row={r} of={(x) => x.predict_seconds} />,
  },
  {
    id: "repeat", title: "Time per repeat", numeric: true, hint: "mean, with loading and scoring",
    key: (r) => when(r, (x) => x.seconds_per_repeat), cell: (r) => <Time row={r} of={(x) => x.seconds_per_repeat} />,
  },
  {
    id: "memory", title: "Memory", numeric: true, hint: "largest at any moment",
    key: (r) => r.peak_memory_bytes || undefined, cell: (r) => megabytes(r.peak_memory_bytes),
  },
  { id: "repeats", title: "Repeats", numeric: true, descends: true, key: (r) => r.repeats, cell: (r) => r.repeats },
  { id: "status", title: "Status", key: (r) => r.status + (r.warnings.length ? ", warned" : ""), cell: (r) => <Status row={r} /> },
];

function SideBySide({ overview, place, filter }: TableProps) {
  const all = useMemo(() => lines(overview), [overview]);
  const found = useMemo(() => all.filter((line) => matches(line.first, filter)), [all, filter]);
  const columns = useMemo(() => sideColumns(overview.datasets), [overview]);
  return (
    <>
      <Found found={found.length} all={all.length} />
      <Table
        caption={`Contestants on ${overview.datasets.map((s) => s.title).join(" and ")}`}
        columns={columns}
        rows={found}
        rowKey={(line) => line.first.identity}
        order={place.query.get("sort") ?? "-" + overview.datasets[0].name}
        onOrder={(sort) => refine(place, { sort })}
      />
      <Notes rows={overview.rows} />
    </>
  );
}

export function lines(overview: Overview): Line[] {
  const byIdentity = new Map<string, Line>();
  for (const row of overview.rows) {
    let line = byIdentity.get(row.identity);
    if (!line) byIdentity.set(row.identity, (line = { first: row, on: overview.datasets.map(() => undefined) }));
    line.on[overview.datasets.findIndex((set) => set.digest === row.dataset_digest)] = row;
  }
  return [...byIdentity.values()];
}

function sideColumns(sets: Dataset[]): Column<Line>[] {
  const perSet = (id: string, title: string, of: (row: Row) => number): Column<Line>[] =>
    sets.map((set, i) => ({
      id: `${id}-${set.name}`, title, under: set.title, numeric: true,
      key: (line) => when(line.on[i], of), cell: (line) => <Time row={line.on[i]} of={of} />,
    }));
  const columns: Column<Line>[] = [
    { id: "name", title: "Classifier", key: (l) => l.first.name, cell: (l) => <ContestantLink row={l.first} /> },
    { id: "parameter", title: "Parameters", wide: true, key: (l) => parameters(l.first), cell: (l) => <span class="parameters">{parameters(l.first)}</span> },
    ...sets.map((set, i): Column<Line> => ({
      id: set.name, title: "Accuracy", under: set.title, numeric: true, descends: true, hint: "mean over repeats, with half of the 95% interval",
      key: (l) => when(l.on[i], (r) => r.accuracy), cell: (l) => <AccuracyCell row={l.on[i]} />,
    })),
  ];
  if (sets.length === 2) {
    const gap = (l: Line) => (ran(l.on[0]) && ran(l.on[1]) ? l.on[1].accuracy - l.on[0].accuracy : undefined);
    columns.push({
      id: "gap", title: "Gap", numeric: true, descends: true, hint: `accuracy on ${sets[1].title} minus that on ${sets[0].title}`,
      key: gap, cell: (l) => signed(gap(l)),
    });
  }
  columns.push(
    ...perSet("fit", "Fit", (r) => r.fit_seconds),
    ...perSet("predict", "Predict", (r) => r.predict_seconds),
    {
      id: "memory", title: "Memory", numeric: true, hint: "largest at any moment, on any of the data sets",
      key: (l) => memory(l) || undefined, cell: (l) => megabytes(memory(l)),
    },
    { id: "status", title: "Status", key: statusOf, cell: (l) => <StatusCell line={l} sets={sets} /> },
  );
  return columns;
}

function AccuracyCell({ row }: { row: Row | undefined }) {
  if (!ran(row)) return <>–</>;
  const half = (row.accuracy_high - row.accuracy_low) / 2;
  return (
    <>
      <a class="plain" href={address("contestant", row.series)}><strong>{accuracy(row.accuracy)}</strong></a> <small>±{half.toFixed(4)}</small>
    </>
  );
}

const signed = (x: number | undefined) => (x === undefined ? "–" : (x < 0 ? "−" : "+") + accuracy(Math.abs(x)));
const memory = (line: Line) => Math.max(...line.on.map((r) => r?.peak_memory_bytes ?? 0));
const statusOf = (line: Line) => line.on.map((r) => r?.status ?? "missing").sort().join();

function StatusCell({ line, sets }: { line: Line; sets: Dataset[] }) {
  const have = line.on.flatMap((row, i) => (row ? [{ row, set: sets[i] }] : []));
  const bad = have.filter(({ row }) => row.status !== "ok");
  if (bad.length === 0) return <Status row={have.find(({ row }) => row.warnings.length)?.row ?? line.first} />;
  return <>{bad.map(({ row, set }) => <span key={row.id}>{set.title}: <Status row={row} /> </span>)}</>;
}

function Notes({ rows }: { rows: Row[] }) {
  const machines = [...new Set(rows.filter(ran).map((r) => r.machine))];
  return (
    <div class="notes">
      <p>
        Accuracy is the mean over repeats. The interval is Wilson's at 95%: what the accuracy would be on endlessly many such
        images. Times are medians, loading and scoring not included.
        {rows.some((r) => r.timing_doubts.length > 0) && " ~ before a time: something else than the contestant may be in it; its page says what."}
      </p>
      <p>Measured on: {machines.join("; ")}.{machines.length > 1 && " Times of different machines tell nothing about each other."}</p>
    </div>
  );
}

function NoResults({ overview }: { overview: Overview }) {
  return (
    <>
      <h1>No results yet</h1>
      <p>
        There are no results{overview.source && <> in <code>{overview.source}</code></>}. In another terminal, this runs one fast
        member of every family, in about five minutes:
      </p>
      <pre><code>fmnist bench --suite quick{overview.source && ` --db ${overview.source}`}</code></pre>
      {overview.live && <p>This page fills as the results come in.</p>}
    </>
  );
}
