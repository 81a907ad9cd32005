// All images of a data set in the plane: point at one, come closer, circle some.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PageProps } from "./app";
import { bytes, load, loadLabels, pictured, type Labels, type Pictured, type SplitName } from "./data";
import { count, share } from "./format";
import { Picture, Tiles } from "./images";
import { Failed, Loading, NoImages, Tabs, useLoaded } from "./parts";
import { address, refine, type Place } from "./router";
import type { Cloud, NewScatter, Scatter } from "./scatter";

export function Embedding({ overview, place }: PageProps) {
  const sets = overview.datasets.filter((s) => s.embeddings);
  const set = sets.find((s) => s.name === place.rest) ?? sets[0];
  if (!set) return <><h1>Embedding</h1><p>There are no data sets here. <code>fmnist get</code> fetches Fashion-MNIST and MNIST.</p></>;
  return (
    <>
      <h1>Embedding</h1>
      <Tabs label="Data sets" tabs={sets.map((s) => ({ id: s.name, title: s.title }))} chosen={set.name} onChoose={(name) => (location.hash = address("embedding", name))}>
        {pictured(set) ? <Chosen key={set.name} set={set} place={{ ...place, rest: set.name }} /> : <NoImages set={set} />}
      </Tabs>
    </>
  );
}

/** What an embedding's script hands over: 16 bits a coordinate, 0 for an image that has no place. */
interface Placed {
  x: string;
  y: string;
}

interface Everything {
  make: NewScatter;
  plane: Plane;
  train: Labels;
  test: Labels;
}

/** The placed images: point i is image index[i] of its split. */
interface Plane extends Cloud {
  index: Uint32Array;
  labels: Uint8Array;
  training: number; // how many are training images; they come first
}

function Chosen({ set, place }: { set: Pictured; place: Place }) {
  const embedding = set.embeddings.find((e) => e.name === place.query.get("by")) ?? set.embeddings[0];
  const { value, failed } = useLoaded(() => everything(set, embedding.name), [set, embedding.name]);
  return (
    <>
      <div class="tools">
        <label>Placed by{" "}
          <select value={embedding.name} onChange={(e) => refine(place, { by: e.currentTarget.value })}>
            {set.embeddings.map((e) => <option key={e.name} value={e.name}>{e.title}</option>)}
          </select>
        </label>
      </div>
      {failed ? <Failed why={failed} /> : !value ? <Loading /> : <Picked key={embedding.name} set={set} title={embedding.title} all={value} />}
    </>
  );
}

async function everything(set: Pictured, name: string): Promise<Everything> {
  const [make, placed, train, test] = await Promise.all([
    load<NewScatter>("scatter.js"), load<Placed>(`${set.folder}embedding-${name}.js`), loadLabels(set, "train"), loadLabels(set, "test"),
  ]);
  return { make, plane: planeOf(placed, train, test), train, test };
}

function planeOf(placed: Placed, train: Labels, test: Labels): Plane {
  const [x, y] = [placed.x, placed.y].map((text) => new Uint16Array(bytes(text).buffer));
  const there = [...x.keys()].filter((i) => x[i] > 0);
  const inTrain = train.labels.length;
  const firstTest = there.findIndex((i) => i >= inTrain);
  const at = (c: Uint16Array) => Float32Array.from(there, (i) => (c[i] - 1) / 65534);
  return {
    x: at(x), y: at(y),
    index: Uint32Array.from(there, (i) => (i < inTrain ? i : i - inTrain)),
    labels: Uint8Array.from(there, (i) => (i < inTrain ? train.labels[i] : test.labels[i - inTrain])),
    training: firstTest < 0 ? there.length : firstTest,
  };
}

// Observable's ten colours, which are told apart on white and on black.
const palette = ["#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951", "#ff8ab7", "#a463f2", "#97bbf5", "#9c6b4e", "#9498a0"];
const colourOf = (y: number) => palette[y % palette.length];

interface PickedProps {
  set: Pictured;
  title: string;
  all: Everything;
}

type Shown = "all" | SplitName;

function Picked({ set, title, all }: PickedProps) {
  const { plane } = all;
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [shown, setShown] = useState<Shown>("all");
  const [circled, setCircled] = useState<number[]>([]);
  const splitOf = (point: number): SplitName => (point < plane.training ? "train" : "test");
  const colours = useMemo(
    () => paint(plane, (i) => !hidden.has(plane.labels[i]) && (shown === "all" || splitOf(i) === shown), circled),
    [plane, hidden, shown, circled],
  );
  const toggle = (y: number) => {
    const next = new Set(hidden);
    if (!next.delete(y)) next.add(y);
    setHidden(next);
  };
  return (
    <>
      <div class="classes keys" role="group" aria-label="Classes shown">
        {set.classes.map((name, y) => (
          <button type="button" key={y} aria-pressed={!hidden.has(y)} onClick={() => toggle(y)}>
            <svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="5.5" fill={colourOf(y)} /></svg> {name}
          </button>
        ))}
        <label>Images{" "}
          <select value={shown} onChange={(e) => setShown(e.currentTarget.value as Shown)}>
            <option value="all">All</option><option value="train">Train</option><option value="test">Test</option>
          </select>
        </label>
      </div>
      <Canvas set={set} title={title} all={all} colours={colours} splitOf={splitOf} onCircled={setCircled} />
      <Selection set={set} all={all} points={circled} splitOf={splitOf} onClear={() => setCircled([])} />
    </>
  );
}

/** A colour for each point; where some are circled, the others stand back. */
function paint(plane: Plane, visible: (point: number) => boolean, circled: number[]): Uint8Array {
  const colours = new Uint8Array(4 * plane.x.length);
  const values = palette.map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  const rest = circled.length ? 40 : 200;
  plane.labels.forEach((y, i) => {
    colours.set(values[y % values.length], 4 * i);
    colours[4 * i + 3] = visible(i) ? rest : 0;
  });
  for (const i of circled) if (colours[4 * i + 3]) colours[4 * i + 3] = 255;
  return colours;
}

interface CanvasProps extends PickedProps {
  colours: Uint8Array;
  splitOf: (point: number) => SplitName;
  onCircled: (points: number[]) => void;
}

function Canvas({ set, title, all, colours, splitOf, onCircled }: CanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const outline = useRef<SVGPathElement>(null);
  const scatter = useRef<Scatter | undefined>(undefined);
  const [at, setAt] = useState<{ point: number; left: number; top: number }>();
  const [circling, setCircling] = useState(false);
  const [failed, setFailed] = useState(false);
  const { plane } = all;
  const place = (point: number) => `${set.name}/${splitOf(point)}/${plane.index[point]}`;
  useEffect(() => {
    try {
      scatter.current = all.make(canvas.current!, outline.current!, plane, {
        onPoint: setAt,
        onClick: (point) => (location.hash = address("image", place(point))),
        onCircled: (points) => (onCircled(points), setCircling(false)),
      });
    } catch {
      return setFailed(true);
    }
    return () => scatter.current!.dispose();
  }, [all]);
  useEffect(() => scatter.current?.paint(colours), [colours]);
  useLayoutEffect(() => scatter.current?.circling(circling), [circling]); // before the next click
  if (failed) return <Failed why="This browser cannot draw with WebGL, which this picture needs" />;
  const says = `${count(plane.x.length)} images of ${set.title}, placed by ${title}`;
  return (
    <>
      <div class="tools">
        <p class="muted">{says}. {circling ? "Circle the images you want to see." : "Point at one, drag, zoom with the wheel; click opens it."}</p>
        <div class="zooms">
          <button type="button" aria-pressed={circling} onClick={() => setCircling(!circling)}>Lasso</button>{" "}
          <button type="button" aria-label="Zoom in" onClick={() => scatter.current?.zoomBy(1.5)}>+</button>{" "}
          <button type="button" aria-label="Zoom out" onClick={() => scatter.current?.zoomBy(1 / 1.5)}>−</button>{" "}
          <button type="button" onClick={() => scatter.current?.reset()}>All</button>
        </div>
      </div>
      <div class={circling ? "cloud circling" : "cloud"}>
        <canvas ref={canvas} tabIndex={0} role="img" aria-label={`${says}. Arrow keys move, plus and minus zoom.`} onKeyDown={(e) => steer(e, scatter.current)} />
        <svg class="lasso" aria-hidden="true"><path ref={outline} /></svg>
        {at && <Pointed set={set} all={all} split={splitOf(at.point)} index={plane.index[at.point]} left={at.left} top={at.top} width={canvas.current!.clientWidth} />}
      </div>
    </>
  );
}

const step = 60; // CSS pixels an arrow key moves

function steer(event: KeyboardEvent, scatter: Scatter | undefined): void {
  const moves: Record<string, () => void> = {
    ArrowLeft: () => scatter?.moveBy(step, 0), ArrowRight: () => scatter?.moveBy(-step, 0),
    ArrowUp: () => scatter?.moveBy(0, step), ArrowDown: () => scatter?.moveBy(0, -step),
    "+": () => scatter?.zoomBy(1.5), "=": () => scatter?.zoomBy(1.5), "-": () => scatter?.zoomBy(1 / 1.5), "0": () => scatter?.reset(),
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  moves[event.key]();
}

interface PointedProps {
  set: Pictured;
  all: Everything;
  split: SplitName;
  index: number;
  left: number;
  top: number;
  width: number;
}

/** The image under the pointer, beside it. */
function Pointed({ set, all, split, index, left, top, width }: PointedProps) {
  const side = left < width / 2 ? { left: `${left + 14}px` } : { right: `${width - left + 14}px` };
  return (
    <div class="pointed" style={{ ...side, top: `${Math.max(0, top - 30)}px` }}>
      <Picture set={set} split={split} labels={all[split]} index={index} scale={3} />
      <small>{set.classes[all[split].labels[index]]}<br />{split} {count(index)}</small>
    </div>
  );
}

interface SelectionProps {
  set: Pictured;
  all: Everything;
  points: number[];
  splitOf: (point: number) => SplitName;
  onClear: () => void;
}

function Selection({ set, all, points, splitOf, onClear }: SelectionProps) {
  const { plane } = all;
  if (points.length === 0) return null;
  const tally = set.classes.map((name, y) => ({ name, y, n: points.filter((i) => plane.labels[i] === y).length })).filter(({ n }) => n > 0);
  tally.sort((a, b) => b.n - a.n);
  return (
    <section aria-label="Circled images">
      <h2>{count(points.length)} images <button type="button" onClick={onClear}>Let go</button></h2>
      <ul class="poll">
        {tally.map(({ name, y, n }) => (
          <li key={y}><span>{name}</span><span class="bar"><span style={{ width: share(n / points.length), background: colourOf(y), opacity: 0.5 }} />{count(n)}</span></li>
        ))}
      </ul>
      {(["test", "train"] as const).map((split) => {
        const indices = points.filter((i) => splitOf(i) === split).map((i) => plane.index[i]);
        return indices.length > 0 && (
          <div key={split}>
            <h3>{split === "test" ? "Test" : "Training"} images</h3>
            <Tiles set={set} split={split} labels={all[split]} indices={indices} />
          </div>
        );
      })}
    </section>
  );
}
