// The data sets, class by class, and each image with what is said about it.

import { useMemo } from "preact/hooks";
import type { PageProps } from "./app";
import {
  bytes, load, loadLabels, perChunk, pictured,
  type Labels, type Neighbour, type Overview, type Pictured, type Row, type SplitName, type Votes,
} from "./data";
import { count, parameters, share } from "./format";
import { Mean, Picture, Tiles } from "./images";
import { broken, Failed, Loading, NoImages, Tabs, useLoaded } from "./parts";
import { address, refine, type Place } from "./router";

const splits: SplitName[] = ["test", "train"];
const splitOf = (text: string | null | undefined): SplitName => (text === "train" ? "train" : "test");

export function Data({ overview, place }: PageProps) {
  const sets = overview.datasets;
  const set = sets.find((s) => s.name === place.rest) ?? sets[0];
  if (!set) return <><h1>Data</h1><p>There are no data sets here. <code>fmnist get</code> fetches Fashion-MNIST and MNIST.</p></>;
  const go = (name: string) => (location.hash = address("data", name, { split: place.query.get("split") ?? undefined }));
  return (
    <>
      <h1>Data</h1>
      <Tabs label="Data sets" tabs={sets.map((s) => ({ id: s.name, title: s.title }))} chosen={set.name} onChoose={go}>
        {pictured(set) ? <Browser key={set.name} set={set} place={place} /> : <NoImages set={set} />}
      </Tabs>
    </>
  );
}

function Browser({ set, place }: { set: Pictured; place: Place }) {
  const split = splitOf(place.query.get("split"));
  const { value: labels, failed } = useLoaded(() => loadLabels(set, split), [set, split]);
  const y = place.query.get("class") ?? "";
  const choose = (changes: Record<string, string | undefined>) => refine({ ...place, rest: set.name }, { page: undefined, ...changes });
  return (
    <>
      <p class="muted">
        {count(set.train)} images to train on, {count(set.test)} to test on, {set.cols} × {set.rows} pixels of 256 greys,{" "}
        {set.classes.length} classes. {set.homepage && <a href={set.homepage} rel="noreferrer">Where it comes from</a>}
      </p>
      <div class="tools">
        <label>Images{" "}
          <select value={split} onChange={(e) => choose({ split: e.currentTarget.value })}>
            {splits.map((s) => <option key={s} value={s}>{s === "test" ? "Test" : "Train"}</option>)}
          </select>
        </label>
        <FindIndex set={set} split={split} />
      </div>
      <h2 class="hidden">Classes</h2>
      <ClassChoice set={set} chosen={y} onChoose={(c) => choose({ class: c })} />
      {failed ? <Failed why={failed} /> : !labels ? <Loading /> : <Page set={set} split={split} labels={labels} y={y} place={place} />}
    </>
  );
}

function FindIndex({ set, split }: { set: Pictured; split: SplitName }) {
  const find = (event: SubmitEvent) => {
    event.preventDefault();
    const index = new FormData(event.currentTarget as HTMLFormElement).get("index");
    location.hash = address("image", `${set.name}/${split}/${index}`);
  };
  return (
    <form onSubmit={find}>
      <label>Image number <input type="number" name="index" required min="0" max={set[split] - 1} /></label> <button>Show</button>
    </form>
  );
}

interface ClassChoiceProps {
  set: Pictured;
  chosen: string;
  onChoose: (y: string | undefined) => void;
}

/** The classes by their mean training images. */
function ClassChoice({ set, chosen, onChoose }: ClassChoiceProps) {
  return (
    <div class="classes" role="group" aria-label="Class">
      <button type="button" aria-pressed={chosen === ""} onClick={() => onChoose(undefined)}>All</button>
      {set.classes.map((name, y) => (
        <button type="button" key={y} aria-pressed={chosen === String(y)} onClick={() => onChoose(String(y))}>
          <Mean set={set} y={y} scale={2} />
          <span>{name}</span>
        </button>
      ))}
    </div>
  );
}

interface GridProps {
  set: Pictured;
  split: SplitName;
  labels: Labels;
  y: string;
  place: Place;
}

const perPage = 250;

function Page({ set, split, labels, y, place }: GridProps) {
  const all = useMemo(() => labels.members[Number(y)] && y !== "" ? labels.members[Number(y)] : [...labels.labels.keys()], [labels, y]);
  const pages = Math.ceil(all.length / perPage);
  const page = Math.min(pages, Math.max(1, Number(place.query.get("page")) || 1));
  const shown = all.slice((page - 1) * perPage, page * perPage);
  const to = (n: number) => address("data", set.name, { split, class: y, page: n });
  const links = (
    <nav class="pages" aria-label="Pages of images">
      {page > 1 ? <a href={to(page - 1)}>← Before</a> : <span class="muted">← Before</span>}
      <span>Page {page} of {pages}, {count(all.length)} images</span>
      {page < pages ? <a href={to(page + 1)}>Next →</a> : <span class="muted">Next →</span>}
    </nav>
  );
  return (
    <>
      {links}
      <Tiles key={`${split} ${y} ${page}`} set={set} split={split} labels={labels} indices={shown} atFirst={perPage} />
      {links}
    </>
  );
}

/** The page of one image. */
export function Image({ overview, place }: PageProps) {
  const [name, splitName, number] = place.rest.split("/");
  const set = overview.datasets.find((s) => s.name === name);
  const split = splitOf(splitName);
  const index = Number(number);
  if (!pictured(set) || !(Number.isInteger(index) && index >= 0 && index < set[split])) {
    return <><h1>Not here</h1><p>There is no such image. <a href="#/data">All images</a></p></>;
  }
  return <OneImage key={place.rest} overview={overview} set={set} split={split} index={index} />;
}

interface OneImageProps {
  overview: Overview;
  set: Pictured;
  split: SplitName;
  index: number;
}

function OneImage({ overview, set, split, index }: OneImageProps) {
  const { value: labels, failed } = useLoaded(() => loadLabels(set, split), [set, split]);
  if (failed) return <Failed why={failed} />;
  if (!labels) return <Loading />;
  const y = labels.labels[index];
  const to = (i: number) => address("image", `${set.name}/${split}/${i}`);
  return (
    <>
      <h1>{set.classes[y]} <small>{set.title}, {split} image {count(index)}</small></h1>
      <nav class="pages" aria-label="Images">
        {index > 0 ? <a href={to(index - 1)}>← {count(index - 1)}</a> : <span />}
        <a href={address("data", set.name, { split, class: y, page: 1 + Math.floor(labels.rank[index] / perPage) })}>All of {set.classes[y]}</a>
        {index + 1 < set[split] ? <a href={to(index + 1)}>{count(index + 1)} →</a> : <span />}
      </nav>
      <div class="one">
        <div role="img" aria-label={`${split} image ${index}: ${set.classes[y]}`}>
          <Picture set={set} split={split} labels={labels} index={index} scale={10} />
        </div>
        {split === "test" && <AllVotes overview={overview} set={set} index={index} y={y} />}
      </div>
      {split === "test" ? <Nearest set={set} index={index} /> : <p class="muted">All contestants have learned from this image, so there are no votes about it.</p>}
    </>
  );
}

interface AllVotesProps {
  overview: Overview;
  set: Pictured;
  index: number;
  y: number;
}

function AllVotes({ overview, set, index, y }: AllVotesProps) {
  const chunk = Math.floor(index / perChunk);
  const { value, failed } = useLoaded(() => load<Votes>(`${set.folder}votes-${chunk}.js`), [set, chunk, overview]);
  if (failed) return <Failed why={failed} />;
  if (!value) return <Loading />;
  const votes = value.rows.flatMap((id, i) => {
    const row = overview.rows.find((r) => r.id === id);
    return row ? [{ row, says: bytes(value.votes[i])[index % perChunk] }] : [];
  });
  if (votes.length === 0) return <p>There are no votes on this image yet.</p>;
  return (
    <section>
      <h2>Votes</h2>
      <Poll set={set} y={y} says={votes.map((v) => v.says)} />
      <VoteTable set={set} y={y} votes={votes} />
    </section>
  );
}

function Poll({ set, y, says }: { set: Pictured; y: number; says: number[] }) {
  const tally = set.classes.map((name, c) => ({ name, c, n: says.filter((s) => s === c).length })).filter(({ n }) => n > 0);
  tally.sort((a, b) => b.n - a.n);
  const right = says.filter((s) => s === y).length;
  return (
    <>
      <p>{right} of {says.length} contestants are right.</p>
      <ul class="poll">
        {tally.map(({ name, c, n }) => (
          <li key={c}>
            <span class={c === y ? "good" : undefined}>{name}{c === y && " ✓"}</span>
            <span class="bar"><span class={c === y ? "right" : "wrong"} style={{ width: share(n / says.length) }} />{n}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function VoteTable({ set, y, votes }: { set: Pictured; y: number; votes: { row: Row; says: number }[] }) {
  const inOrder = votes.toSorted((a, b) => b.row.accuracy - a.row.accuracy);
  return (
    <details open={votes.length <= 40}>
      <summary>Contestant by contestant, the most accurate first</summary>
      <div class="scroll" role="region" aria-label="Votes" tabIndex={0}>
        <table>
          <caption class="hidden">What each contestant says</caption>
          <thead><tr><th scope="col">Classifier</th><th scope="col" class="wide">Parameters</th><th scope="col">Says</th></tr></thead>
          <tbody>
            {inOrder.map(({ row, says }) => (
              <tr key={row.id}>
                <th scope="row"><a href={address("contestant", row.series)}>{broken(row.name)}</a></th>
                <td class="wide"><span class="parameters">{parameters(row)}</span></td>
                <td class={`unbroken ${says === y ? "good" : "bad"}`}>{says === y ? "✓" : "✗"} {set.classes[says]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Nearest({ set, index }: { set: Pictured; index: number }) {
  const chunk = Math.floor(index / perChunk);
  const { value, failed } = useLoaded(() => load<Neighbour[][]>(`${set.folder}neighbours-${chunk}.js`), [set, chunk]);
  const { value: train, failed: without } = useLoaded(() => loadLabels(set, "train"), [set]);
  if (failed ?? without) return <Failed why={(failed ?? without)!} />;
  if (!value || !train) return <Loading />;
  const found = value[index % perChunk];
  const distance = new Map(found.map((n) => [n.index, n.distance]));
  return (
    <>
      <h2>Nearest training images</h2>
      <p class="muted">By the Euclidean distance of the pixels, which stands below each with its class.</p>
      <Tiles
        set={set}
        split="train"
        labels={train}
        indices={found.map((n) => n.index)}
        caption={(i) => `${set.classes[train.labels[i]]}, ${count(Math.round(distance.get(i)!))}`}
      />
    </>
  );
}
