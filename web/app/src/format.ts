import type { Row } from "./data";

export const accuracy = (x: number) => x.toFixed(4);
export const share = (x: number) => (100 * x).toFixed(1) + "%";
export const count = (n: number) => n.toLocaleString("en-US");

export function seconds(x: number): string {
  if (x < 0.0005) return "0 s";
  if (x < 0.9995) return `${+(1000 * x).toPrecision(3)} ms`;
  if (x < 120) return `${+x.toPrecision(3)} s`;
  if (x < 7200) return `${(x / 60).toFixed(1)} min`;
  return `${(x / 3600).toFixed(1)} h`;
}

/** Whole seconds, for what goes on. */
export function duration(seconds: number): string {
  const s = Math.floor(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

export const megabytes = (bytes: number) => (bytes ? count(Math.round(bytes / 1e6)) + " MB" : "–");

export function pValue(p: number): string {
  if (p < 1e-4) return "below 0.0001";
  return p.toFixed(4);
}

const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

const texts = new WeakMap<Row, string>();

/** Parameters in one line, names sorted; preprocessing where it is not the original's. */
export function parameters(row: Row): string {
  let text = texts.get(row);
  if (text === undefined) texts.set(row, (text = written(row)));
  return text;
}

function written(row: Row): string {
  const parts = Object.keys(row.parameter)
    .sort()
    .map((name) => `${name}=${text(row.parameter[name])}`);
  if (row.scaling !== "standard" && row.scaling !== "own") parts.push("scaling=" + row.scaling);
  return parts.join(" ");
}

export const ran = (row: Row | undefined): row is Row => row !== undefined && row.scores.length > 0;
