// The site's data: scripts that hand over a value under their own path. They
// are loaded by script elements, which work where a page was opened from a
// folder and fetch does not.

export interface Dataset {
  name: string;
  title: string;
  digest: string;
  folder?: string; // none where the site has no images of it
  classes?: string[];
  rows?: number;
  cols?: number;
  train?: number;
  test?: number;
  per_sheet?: number;
  sheet_cols?: number;
  embeddings?: { name: string; title: string }[];
  people?: People;
  licence?: string;
  citation?: string;
  homepage?: string;
}

/** How right people are, as somebody has found. */
export interface People {
  accuracy: number;
  accuracy_low: number;
  accuracy_high: number;
  preprocessing: string; // how it was found
  by: string;
  source: string;
}

/** A data set whose images are here. */
export type Pictured = Required<Omit<Dataset, "licence" | "citation" | "homepage" | "people">> & Dataset;

/** A contestant on one data set. */
export interface Row {
  id: string;
  series: string;
  identity: string;
  contestant: string;
  kind: string;
  dataset: string;
  dataset_digest: string;
  scaling: string;
  name: string;
  parameter: Record<string, unknown>;
  status: string;
  reason: string;
  accuracy: number;
  accuracy_low: number;
  accuracy_high: number;
  scores: number[];
  two_sigma: number;
  fit_seconds: number;
  predict_seconds: number;
  seconds_per_repeat: number;
  peak_memory_bytes: number;
  repeats: number;
  threads: number;
  seed: number;
  program: string;
  version: string;
  machine: string;
  warnings: string[];
  timing_doubts: string[];
  done: string;
}

export interface Overview {
  version: string;
  made: string;
  live: boolean;
  changes: boolean; // who has the token may cancel and retry
  source: string;
  datasets: Dataset[];
  rows: Row[];
}

export interface Run {
  seed: number;
  status: string;
  reason?: string;
  accuracy: number;
  fit_seconds: number;
  predict_seconds: number;
  seconds: number;
  cpu_seconds: number;
  peak_memory_bytes: number;
  warnings?: string[];
  timing_doubts?: string[];
  version: string;
  machine: string;
  started: string;
}

export interface ClassScores {
  class: string;
  support: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface Detail {
  runs: Run[];
  reproduce: string;
  predictions?: string; // base64, one byte a test image
  confusion?: number[][];
  classes?: ClassScores[];
}

export interface Votes {
  rows: string[];
  votes: string[]; // base64, one byte an image of the chunk
}

export interface Misses {
  contestants: number;
  misses: number[];
}

export interface Neighbour {
  index: number;
  distance: number;
}

/** The studies of data sets and results, see `fmnist study`. */
export interface Studies {
  folder: string; // of the files
  command: string; // that makes all of them
  missing: string[];
  fault: string; // why there are none
  pages: Study[];
}

export interface Study {
  study: string;
  title: string;
  method: string;
  sources: string[];
  datasets: { name: string; title: string; digest: string }[];
  sentences: Sentence[];
  figures: Record<string, number | string>;
  tables: StudyTable[];
  pictures: StudyPicture[];
  file: string; // with the data
  files?: { file: string; caption: string }[];
}

/** A statement piece by piece; what is a figure says which. */
export interface Sentence {
  text: string;
  parts: { text: string; figure?: string }[];
}

export interface StudyTable {
  file: string;
  caption: string;
  header: string[];
  rows: string[][]; // the first of them
  shown: number; // at first; 0 for all, less for none
  all: number; // rows of the file
  images?: number[]; // columns with numbers of images, each after that of the split
  dataset_digest?: string; // of these
}

export interface StudyPicture {
  file: string;
  file_dark: string;
  title: string;
  caption: string;
  width: number;
  height: number;
}

/** What is going on where the results come from; a live site sends it. */
export interface Activity {
  workers: { name: string; machine: string; state: string; running: number }[];
  running: { run: string; worker: string; begun: string; attempt: number }[];
  next: string[]; // the first that wait
  waiting: number;
  last_minute: number;
  last_hour: number;
}

/** Something that happened to a run. */
export interface Event {
  at: string;
  text: string;
}

/** How many test images a file of votes or of neighbours is of. */
export const perChunk = 100;

declare global {
  interface Window {
    fmnist: { receive(path: string, value: unknown): void };
  }
}

const waiting = new Map<string, (value: unknown) => void>();
const loaded = new Map<string, Promise<unknown>>();

window.fmnist = {
  receive(path, value) {
    waiting.get(path)?.(value);
    waiting.delete(path);
  },
};

/** The value that the script of that path hands over. */
export function load<T>(path: string): Promise<T> {
  let value = loaded.get(path);
  if (!value) {
    value = new Promise((resolve, reject) => {
      waiting.set(path, resolve);
      const script = document.createElement("script");
      script.src = path;
      script.onload = () => script.remove();
      script.onerror = () => {
        script.remove();
        loaded.delete(path);
        reject(new Error(`${path} could not be loaded`));
      };
      document.head.append(script);
    });
    loaded.set(path, value);
  }
  return value as Promise<T>;
}

/** Forgets what depends on the results, which have changed. */
export function forgetResults(): void {
  for (const path of loaded.keys()) {
    if (/^data\/(results|rows|studies)|\/(votes|misses)/.test(path)) loaded.delete(path);
  }
}

export function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

export const loadOverview = () => load<Overview>("data/results.js");
export const loadStudies = () => load<Studies>("data/studies.js");
export const loadDetail = (row: Row) => load<Detail>(`data/rows/${row.id}.js`);
export const loadMisses = (set: Dataset) => load<Misses>(`${set.folder}misses.js`);

export type SplitName = "train" | "test";

/** The labels of a split, and where each image is on the sheets. */
export interface Labels {
  labels: Uint8Array;
  members: number[][]; // the images of each class
  rank: Uint32Array; // of each image among those of its class
}

const labelsOf = new Map<string, Promise<Labels>>();

export function loadLabels(set: Pictured, split: SplitName): Promise<Labels> {
  const path = `${set.folder}labels-${split}.js`;
  let value = labelsOf.get(path);
  if (!value) {
    value = load<string>(path).then((text) => {
      const labels = bytes(text);
      const members: number[][] = set.classes.map(() => []);
      const rank = new Uint32Array(labels.length);
      labels.forEach((y, i) => {
        rank[i] = members[y].length;
        members[y].push(i);
      });
      return { labels, members, rank };
    });
    labelsOf.set(path, value);
  }
  return value;
}

export function pictured(set: Dataset | undefined): set is Pictured {
  return set?.folder !== undefined;
}
