// Two contestants on the same test images.

import { useMemo } from "preact/hooks";
import type { PageProps } from "./app";
import { bytes, loadDetail, loadLabels, pictured, type Dataset, type Labels, type Overview, type Pictured, type Row } from "./data";
import { accuracy, count, pValue, ran } from "./format";
import { Tiles } from "./images";
import { mcNemar } from "./statistics";
import { Failed, fullName, Loading, NoImages, setOf, Tabs, useLoaded } from "./parts";
import { address, refine, type Place } from "./router";

export function Compare({ overview, place }: PageProps) {
  const rows = overview.rows.filter(ran);
  const a = rows.find((r) => r.series === place.query.get("a")) ?? best(rows, overview.datasets[0]);
  if (!a) return <><h1>Compare</h1><p>There is nothing to compare yet. <a href="#/">All results</a></p></>;
  const rivals = rows.filter((r) => r.dataset_digest === a.dataset_digest && r !== a);
  const b = rivals.find((r) => r.series === place.query.get("b")) ?? best(rivals, setOf(overview, a));
  const set = setOf(overview, a);
  return (
    <>
      <h1>Compare <small>on {set.title}</small></h1>
      <Choice overview={overview} rows={rows} a={a} b={b} place={place} />
      {b ? <Duel key={a.id + b.id} set={set} a={a} b={b} place={place} /> : <p>There is no other contestant on {set.title}.</p>}
    </>
  );
}

const best = (rows: Row[], set: Dataset | undefined): Row | undefined =>
  rows.filter((r) => r.dataset_digest === set?.digest).sort((x, y) => y.accuracy - x.accuracy)[0];

interface ChoiceProps {
  overview: Overview;
  rows: Row[];
  a: Row;
  b: Row | undefined;
  place: Place;
}

function Choice({ overview, rows, a, b, place }: ChoiceProps) {
  const on = (set: Dataset) => rows.filter((r) => r.dataset_digest === set.digest).sort((x, y) => y.accuracy - x.accuracy);
  const options = (set: Dataset) => on(set).map((r) => <option key={r.id} value={r.series}>{`${fullName(r)} (${accuracy(r.accuracy)})`}</option>);
  // Another data set takes both along, where they have been on it.
  const move = (name: string) => {
    const there = rows.filter((r) => setOf(overview, r).name === name);
    const same = (r: Row | undefined) => there.find((t) => t.identity === r?.identity)?.series;
    refine(place, { a: same(a) ?? there[0]?.series, b: same(b), show: undefined });
  };
  return (
    <div class="choice">
      <label>Data set{" "}
        <select value={setOf(overview, a).name} onChange={(e) => move(e.currentTarget.value)}>
          {overview.datasets.filter((s) => on(s).length > 1).map((s) => <option key={s.name} value={s.name}>{s.title}</option>)}
        </select>
      </label>
      <label>A <select value={a.series} onChange={(e) => refine(place, { a: e.currentTarget.value, b: b?.series })}>{options(setOf(overview, a))}</select></label>
      <label>B <select value={b?.series} onChange={(e) => refine(place, { a: a.series, b: e.currentTarget.value })}>{options(setOf(overview, a))}</select></label>
    </div>
  );
}

interface DuelProps {
  set: Dataset;
  a: Row;
  b: Row;
  place: Place;
}

function Duel({ set, a, b, place }: DuelProps) {
  const { value, failed } = useLoaded(async () => {
    const details = await Promise.all([loadDetail(a), loadDetail(b)]);
    return details.map((d) => bytes(d.predictions ?? ""));
  }, [a, b]);
  const { value: labels, failed: without } = useLoaded(
    () => (pictured(set) ? loadLabels(set, "test") : Promise.reject(new Error("no images"))), [set]);
  if (!pictured(set)) return <NoImages set={set} />;
  if (failed ?? without) return <Failed why={(failed ?? without)!} />;
  if (!value || !labels) return <Loading />;
  if (value.some((p) => p.length !== labels.labels.length)) return <Failed why="There are no predictions of one of the two for these images" />;
  return <Result set={set} a={a} b={b} labels={labels} saysA={value[0]} saysB={value[1]} place={place} />;
}

interface ResultProps extends DuelProps {
  set: Pictured;
  labels: Labels;
  saysA: Uint8Array;
  saysB: Uint8Array;
}

/** The test images by who is right on them. */
function split(truth: Uint8Array, saysA: Uint8Array, saysB: Uint8Array) {
  const sets = { both: [] as number[], onlyA: [] as number[], onlyB: [] as number[], neither: [] as number[] };
  truth.forEach((y, i) => {
    const rightA = saysA[i] === y;
    const rightB = saysB[i] === y;
    sets[rightA ? (rightB ? "both" : "onlyA") : rightB ? "onlyB" : "neither"].push(i);
  });
  return sets;
}

function Result({ set, a, b, labels, saysA, saysB, place }: ResultProps) {
  const parts = useMemo(() => split(labels.labels, saysA, saysB), [labels, saysA, saysB]);
  const apart = useMemo(() => parts.neither.filter((i) => saysA[i] !== saysB[i]), [parts, saysA, saysB]);
  const test = mcNemar(parts.onlyA.length, parts.onlyB.length);
  const shown: Record<string, { title: string; indices: number[] }> = {
    onlyA: { title: `Only A right (${count(parts.onlyA.length)})`, indices: parts.onlyA },
    onlyB: { title: `Only B right (${count(parts.onlyB.length)})`, indices: parts.onlyB },
    apart: { title: `Both wrong, differently (${count(apart.length)})`, indices: apart },
  };
  const chosen = shown[place.query.get("show") ?? ""] ? place.query.get("show")! : "onlyA";
  const caption = (i: number) => `A: ${set.classes[saysA[i]]}, B: ${set.classes[saysB[i]]}`;
  return (
    <>
      <Verdict a={a} b={b} {...test} onlyA={parts.onlyA.length} onlyB={parts.onlyB.length} n={labels.labels.length} />
      <div class="scroll fit" role="region" aria-label="Who is right" tabIndex={0}>
        <table>
          <caption class="hidden">Test images by who is right on them</caption>
          <thead><tr><td /><th scope="col" class="number">B right</th><th scope="col" class="number">B wrong</th></tr></thead>
          <tbody>
            <tr><th scope="row">A right</th><td class="number">{count(parts.both.length)}</td><td class="number"><strong>{count(parts.onlyA.length)}</strong></td></tr>
            <tr><th scope="row">A wrong</th><td class="number"><strong>{count(parts.onlyB.length)}</strong></td><td class="number">{count(parts.neither.length)}</td></tr>
          </tbody>
        </table>
      </div>
      <h2>Who is right where</h2>
      <ByClass set={set} labels={labels} onlyA={parts.onlyA} onlyB={parts.onlyB} />
      <h2>Where they disagree</h2>
      <p class="muted">Each image leads to its page, which tells what it is and how all others vote.</p>
      <Tabs
        label="Who is right"
        tabs={Object.entries(shown).map(([id, { title }]) => ({ id, title }))}
        chosen={chosen}
        onChoose={(show) => refine(place, { a: a.series, b: b.series, show })}
      >
        <Tiles key={chosen} set={set} split="test" labels={labels} indices={shown[chosen].indices} caption={caption} />
      </Tabs>
    </>
  );
}

interface VerdictProps {
  a: Row;
  b: Row;
  onlyA: number;
  onlyB: number;
  n: number;
  p: number;
}

function Verdict({ a, b, onlyA, onlyB, n, p }: VerdictProps) {
  const difference = (onlyA - onlyB) / n;
  // Of a mean of n values that are 1, 0 or -1.
  const half = 1.96 * Math.sqrt(((onlyA + onlyB) / n - difference ** 2) / n);
  const link = (row: Row) => <a href={address("contestant", row.series)}>{row.name}</a>;
  return (
    <div class="note">
      <p>
        {p >= 0.05 ? <strong>The difference may be chance.</strong> : <strong>{onlyA > onlyB ? "A" : "B"} is better.</strong>}{" "}
        A, {link(a)}, alone is right on {count(onlyA)} test images; B, {link(b)}, alone on {count(onlyB)}. Were both equally good,
        a split at least so uneven would come with probability {pValue(p)} (McNemar's exact test).
      </p>
      <p>
        A minus B: {difference < 0 ? "−" : "+"}{accuracy(Math.abs(difference))}, 95% interval {signed(difference - half)} to {signed(difference + half)}.
        All by the first repeat of each.
      </p>
    </div>
  );
}

const signed = (x: number) => (x < 0 ? "−" : "+") + accuracy(Math.abs(x));

interface ByClassProps {
  set: Pictured;
  labels: Labels;
  onlyA: number[];
  onlyB: number[];
}

function ByClass({ set, labels, onlyA, onlyB }: ByClassProps) {
  const tally = (indices: number[]) => set.classes.map((_, y) => indices.filter((i) => labels.labels[i] === y).length);
  const [a, b] = [tally(onlyA), tally(onlyB)];
  const most = Math.max(1, ...a, ...b);
  return (
    <div class="scroll fit" role="region" aria-label="Who is right, class by class" tabIndex={0}>
      <table class="duel">
        <caption class="hidden">Images that only one of the two gets right, class by class</caption>
        <thead><tr><th scope="col">Class</th><th scope="col" class="number">Only A right</th><th scope="col">Only B right</th></tr></thead>
        <tbody>
          {set.classes.map((name, y) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="left"><span>{a[y]}</span><i style={{ width: `${(8 * a[y]) / most}rem` }} /></td>
              <td class="right"><i style={{ width: `${(8 * b[y]) / most}rem` }} /><span>{b[y]}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
