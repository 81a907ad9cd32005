// The benchmark in pictures: one mark a contestant, which names it when pointed
// at and leads to its page.

import * as Plot from "@observablehq/plot";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PageProps } from "./app";
import { lines } from "./benchmark";
import type { Dataset, Row } from "./data";
import { accuracy, ran, seconds } from "./format";
import { kindOf } from "./kinds";
import { fullName } from "./parts";
import { address } from "./router";

export function Pictures({ overview }: PageProps) {
  const rows = useMemo(() => overview.rows.filter(ran), [overview]);
  const sets = overview.datasets.filter((set) => rows.some((r) => r.dataset_digest === set.digest));
  const pairs = useMemo(() => bothOf(overview), [overview]);
  if (rows.length === 0) return <><h1>Pictures</h1><p>There are no results to show yet. <a href="#/">What to do</a></p></>;
  return (
    <>
      <h1>Pictures</h1>
      <Legend rows={rows} />
      <div class="pair">
        {sets.length > 1 && pairs.length > 0 && (
          <Figure
            title={`${sets[0].title} against ${sets[1].title}`}
            says={`Who is below the diagonal finds ${sets[0].title} harder than ${sets[1].title}.`}
            draw={(width) => against(pairs, sets[0], sets[1], width)}
            data={pairs}
          />
        )}
        <Figure
          title="Family by family"
          says={sets.length > 1 ? `Filled: ${sets[0].title}. Hollow: ${sets.slice(1).map((s) => s.title).join(", ")}.` : ""}
          draw={(width) => strips(rows, sets, width)}
          data={rows}
        />
      </div>
      <div class="pair">
        {sets.map((set) => (
          <Figure
            key={set.name}
            title={`Accuracy against time to fit: ${set.title}`}
            says="The line is the front: nobody is both faster and more accurate."
            draw={(width) => paretoPlot(rows.filter((r) => r.dataset_digest === set.digest), width)}
            data={rows}
          />
        ))}
      </div>
    </>
  );
}

interface Pair {
  first: Row;
  second: Row;
}

/** The contestants that have run on both of the first two data sets. */
function bothOf(overview: PageProps["overview"]): Pair[] {
  return lines(overview).flatMap(({ on: [first, second] }) => (ran(first) && ran(second) ? [{ first, second }] : []));
}

interface FigureProps {
  title: string;
  says: string;
  draw: (width: number) => Element;
  data: unknown;
}

/** A picture as wide as there is room. */
export function Figure({ title, says, draw, data }: FigureProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    watch.observe(place.current!);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (width > 0) place.current!.replaceChildren(finish(draw(width)));
  }, [width, data]);
  return (
    <figure>
      <figcaption><h2>{title}</h2>{says && <p class="muted">{says}</p>}</figcaption>
      <div ref={place} />
    </figure>
  );
}

/** Adapts a plot to these pages: its style is in app.css, for the page allows none within; its links have names. */
function finish(plot: Element): Element {
  plot.querySelectorAll("style").forEach((style) => style.remove());
  plot.querySelectorAll("g").forEach((group) => group.removeAttribute("aria-label")); // it has no role to be named in
  plot.querySelectorAll("circle[aria-label]").forEach((mark) => mark.closest("a") || mark.setAttribute("role", "img"));
  plot.querySelectorAll("a").forEach((link) => {
    const name = link.firstElementChild?.getAttribute("aria-label");
    if (name) link.setAttribute("aria-label", name);
  });
  return plot;
}

function Legend({ rows }: { rows: Row[] }) {
  const place = useRef<HTMLDivElement>(null);
  const present = [...new Set(rows.map((r) => r.kind))].map(kindOf).sort((a, b) => a.title.localeCompare(b.title));
  useEffect(() => {
    const size = 16;
    const key = (symbol: string, colour: string) => finish(Plot.plot({
      width: size, height: size, margin: 0, axis: null, ...common,
      x: { domain: [0, 1] }, y: { domain: [0, 1] },
      marks: [Plot.dot([0], { x: 0.5, y: 0.5, r: 5, symbol: symbol as Plot.SymbolType, fill: colour, stroke: "currentColor", strokeWidth: 0.6 })],
    }));
    place.current!.querySelectorAll("span").forEach((span, i) => span.replaceChildren(key(present[i].symbol, present[i].colour)));
  }, [rows]);
  return (
    <div ref={place}>
      <ul class="legend">
        {present.map((kind) => <li key={kind.title}><span aria-hidden="true" />{kind.title}</li>)}
      </ul>
    </div>
  );
}

export const common = { className: "plot" } as const;

/** How every dot looks, and what it tells and leads to. */
function dotOf<T>(row: (d: T) => Row, says: (d: T) => string): Plot.DotOptions {
  return {
    fill: (d: T) => kindOf(row(d).kind).colour,
    symbol: (d: T) => kindOf(row(d).kind).symbol,
    stroke: "currentColor",
    strokeWidth: 0.6,
    r: 6,
    href: (d: T) => address("contestant", row(d).series),
    title: says,
    ariaLabel: says,
    tip: { maxRadius: 25 },
  };
}

const asIs = { color: { type: "identity" }, symbol: { type: "identity" } } as unknown as Plot.PlotOptions;

function against(pairs: Pair[], first: Dataset, second: Dataset, width: number): Element {
  const size = Math.min(width, 640);
  const lowest = Math.min(...pairs.flatMap((p) => [p.first.accuracy, p.second.accuracy]));
  const domain = [Math.max(0, Math.floor(20 * lowest - 0.4) / 20), 1];
  const says = ({ first: f, second: s }: Pair) => `${fullName(f)}\n${first.title}: ${accuracy(f.accuracy)}\n${second.title}: ${accuracy(s.accuracy)}`;
  return Plot.plot({
    ...common, ...asIs, width: size, height: size, grid: true, marginLeft: 50, marginBottom: 40,
    ariaLabel: `Accuracy on ${first.title} against accuracy on ${second.title}`,
    x: { domain, ticks: 6, label: `Accuracy on ${second.title} →`, labelArrow: "none" },
    y: { domain, ticks: 6, label: `↑ Accuracy on ${first.title}`, labelArrow: "none" },
    marks: [
      Plot.line([domain.map((v) => [v, v])].flat(), { strokeDasharray: "5 4", strokeOpacity: 0.7 }),
      Plot.text([[domain[0] + 0.3 * (1 - domain[0]), domain[0] + 0.3 * (1 - domain[0])]], { text: ["equally hard"], rotate: -45, dx: -8, dy: -8 }),
      Plot.dot(pairs, { ...dotOf<Pair>((p) => p.first, says), x: (p: Pair) => p.second.accuracy, y: (p: Pair) => p.first.accuracy }),
    ],
  });
}

/** Those that nobody beats in both time and accuracy, the fastest first. */
export function paretoFront(rows: Row[]): Row[] {
  let best = -1;
  return rows
    .toSorted((a, b) => a.fit_seconds - b.fit_seconds || b.accuracy - a.accuracy)
    .filter((r) => r.accuracy > best && ((best = r.accuracy), true));
}

function paretoPlot(rows: Row[], width: number): Element {
  const front = paretoFront(rows);
  const time = (r: Row) => Math.max(1e-3, r.fit_seconds);
  const says = (r: Row) => `${fullName(r)}\naccuracy ${accuracy(r.accuracy)}\nfit ${seconds(r.fit_seconds)}, predict ${seconds(r.predict_seconds)}`;
  return Plot.plot({
    ...common, ...asIs, width, height: Math.min(460, Math.max(340, width * 0.7)), grid: true, marginLeft: 50, marginRight: 20, marginBottom: 40,
    ariaLabel: "Accuracy against time to fit",
    x: { type: "log", label: "Time to fit →", labelArrow: "none", tickFormat: (x: number) => (Number.isInteger(Math.log10(x)) || Math.abs(Math.log10(x) - Math.round(Math.log10(x))) < 1e-9 ? seconds(x) : "") },
    y: { label: "↑ Accuracy", labelArrow: "none", nice: true },
    marks: [
      Plot.line(front, { x: time, y: "accuracy", curve: "step-after", strokeOpacity: 0.7, strokeWidth: 1.5 }),
      Plot.dot(rows, { ...dotOf<Row>((r) => r, says), x: time, y: "accuracy" }),
    ],
  });
}

function strips(rows: Row[], sets: Dataset[], width: number): Element {
  const filled = (r: Row) => r.dataset_digest === sets[0].digest;
  const short = (name: string) => name.replace(/Classifier$/, "");
  const says = (r: Row) => `${fullName(r)}\n${r.dataset}: ${accuracy(r.accuracy)}`;
  const dot = { ...dotOf<Row>((r) => r, says), x: "accuracy", y: "name", r: 5 };
  const names = [...new Set(rows.map((r) => r.name))];
  const best = (name: string) => Math.max(...rows.filter((r) => r.name === name && filled(r)).map((r) => r.accuracy), 0);
  return Plot.plot({
    ...common, ...asIs, width, height: 60 + 28 * names.length, grid: true, marginLeft: width < 600 ? 135 : 170, marginBottom: 40,
    ariaLabel: "Accuracies of each family",
    x: { label: "Accuracy →", labelArrow: "none", nice: true },
    y: { label: null, domain: names.sort((a, b) => best(b) - best(a)), tickFormat: short },
    marks: [
      Plot.dot(rows.filter((r) => !filled(r)), { ...dot, fill: "var(--ground)", stroke: (r: Row) => kindOf(r.kind).colour, strokeWidth: 1.8 }),
      Plot.dot(rows.filter(filled), dot),
    ],
  });
}
