// The visitor labels test images, as the contestants do.

import * as Plot from "@observablehq/plot";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PageProps } from "./app";
import { bytes, load, loadLabels, perChunk, pictured, type Labels, type Overview, type Pictured, type Row, type Votes } from "./data";
import { accuracy, count, ran } from "./format";
import { Picture, Tiles } from "./images";
import { Failed, fullName, Loading, NoImages, Tabs, useLoaded } from "./parts";
import { common, Figure } from "./pictures";
import { address } from "./router";
import { wilson } from "./statistics";

export function Quiz({ overview, place }: PageProps) {
  const sets = overview.datasets.filter(pictured);
  const set = sets.find((s) => s.name === place.rest) ?? sets[0];
  if (!set) return <><h1>Quiz</h1><p>There are no images here. <code>fmnist get</code> fetches Fashion-MNIST and MNIST.</p></>;
  return (
    <>
      <h1>Quiz</h1>
      <Tabs label="Data sets" tabs={sets.map((s) => ({ id: s.name, title: s.title }))} chosen={set.name} onChoose={(name) => (location.hash = address("quiz", name))}>
        {pictured(set) ? <Round key={set.name} overview={overview} set={set} /> : <NoImages set={set} />}
      </Tabs>
    </>
  );
}

/** An image and what the visitor said about it. */
type Answer = [index: number, says: number];

const keptUnder = (set: Pictured) => `fmnist-quiz-${set.digest}`;

function recall(set: Pictured): Answer[] {
  try {
    const answers = JSON.parse(localStorage.getItem(keptUnder(set)) ?? "[]") as Answer[];
    return answers.filter(([index, says]) => index >= 0 && index < set.test && set.classes[says] !== undefined);
  } catch {
    return []; // storage is switched off, or holds something else
  }
}

function remember(set: Pictured, answers: Answer[]): void {
  try {
    localStorage.setItem(keptUnder(set), JSON.stringify(answers));
  } catch {
    // then only until the page is left
  }
}

function Round({ overview, set }: { overview: Overview; set: Pictured }) {
  const { value: labels, failed } = useLoaded(() => loadLabels(set, "test"), [set.digest]);
  const [answers, setAnswers] = useState(() => recall(set));
  const keep = (change: (answers: Answer[]) => Answer[]) =>
    setAnswers((answers) => {
      const next = change(answers);
      remember(set, next);
      return next;
    });
  // A key that comes before the next image is shown says nothing of it.
  const add = (answer: Answer) => keep((answers) => (answers.some(([index]) => index === answer[0]) ? answers : [...answers, answer]));
  if (failed) return <Failed why={failed} />;
  if (!labels) return <Loading />;
  return (
    <>
      <Question set={set} labels={labels} answers={answers} overview={overview} onAnswer={add} />
      <Score overview={overview} set={set} labels={labels} answers={answers} onForget={() => keep(() => [])} />
    </>
  );
}

interface QuestionProps {
  set: Pictured;
  labels: Labels;
  answers: Answer[];
  overview: Overview;
  onAnswer: (answer: Answer) => void;
}

function Question({ set, labels, answers, overview, onAnswer }: QuestionProps) {
  const asked = useMemo(() => new Set(answers.map(([index]) => index)), [answers]);
  const [[index, next], setIndex] = useState(() => drawTwo(set, asked));
  const answer = (says: number) => {
    if (index === undefined) return;
    onAnswer([index, says]);
    setIndex([next, draw(set, new Set([...asked, index, ...(next === undefined ? [] : [next])]))]);
  };
  const newest = useRef(answer);
  newest.current = answer;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) return;
      const y = "0123456789".indexOf(event.key);
      if (event.key.length === 1 && y >= 0 && y < set.classes.length) newest.current(y);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [set]);
  if (index === undefined) return <p>You have seen all test images.</p>;
  return (
    <div class="quiz">
      <div role="img" aria-label="The image to label"><Picture set={set} split="test" labels={labels} index={index} scale={9} /></div>
      {next !== undefined && <div class="hidden" aria-hidden="true"><Picture set={set} split="test" labels={labels} index={next} scale={1} /></div>}
      <div>
        <h2>What is this?</h2>
        <div class="choices" role="group" aria-label="Classes">
          {set.classes.map((name, y) => (
            <button type="button" key={y} onClick={() => answer(y)}>{name !== String(y) && <kbd>{y}</kbd>} {name}</button>
          ))}
        </div>
        <div aria-live="polite">{answers.length > 0 && <Verdict key={answers.length} set={set} labels={labels} answer={answers.at(-1)!} overview={overview} />}</div>
      </div>
    </div>
  );
}

/** A test image that was not asked yet. */
function draw(set: Pictured, asked: Set<number>): number | undefined {
  if (asked.size >= set.test) return undefined;
  for (;;) {
    const index = Math.floor(Math.random() * set.test);
    if (!asked.has(index)) return index;
  }
}

/** The image to ask now and that to ask next, which is loaded meanwhile. */
function drawTwo(set: Pictured, asked: Set<number>): [number | undefined, number | undefined] {
  const first = draw(set, asked);
  return [first, first === undefined ? undefined : draw(set, new Set([...asked, first]))];
}

interface VerdictProps {
  set: Pictured;
  labels: Labels;
  answer: Answer;
  overview: Overview;
}

/** Whether the last answer was right, and what the contestants say there. */
function Verdict({ set, labels, answer: [index, says], overview }: VerdictProps) {
  const chunk = Math.floor(index / perChunk);
  const { value } = useLoaded(() => load<Votes>(`${set.folder}votes-${chunk}.js`), [index, overview]);
  const y = labels.labels[index];
  const votes = value?.votes.map((v) => bytes(v)[index % perChunk]) ?? [];
  const right = votes.filter((v) => v === y).length;
  return (
    <p class="verdict">
      <a href={address("image", `${set.name}/test/${index}`)} aria-label="The last image"><Picture set={set} split="test" labels={labels} index={index} scale={2} /></a>
      <span>
        <strong class={says === y ? "good" : "bad"}>{says === y ? `✓ ${set.classes[y]}` : `✗ You said ${set.classes[says]}, it is labelled ${set.classes[y]}`}.</strong>{" "}
        {votes.length > 0 && `${right} of ${votes.length} contestants are right there.`}
      </span>
    </p>
  );
}

interface ScoreProps {
  overview: Overview;
  set: Pictured;
  labels: Labels;
  answers: Answer[];
  onForget: () => void;
}

function Score({ overview, set, labels, answers, onForget }: ScoreProps) {
  const wrong = answers.filter(([index, says]) => labels.labels[index] !== says);
  const said = new Map(wrong);
  const marks = useMemo(() => marksOf(overview, set, answers.length, answers.length - wrong.length), [overview, answers]);
  return (
    <>
      <h2>Your score</h2>
      {answers.length === 0 ? <p>Label an image, or better fifty: the more, the narrower the interval.</p> : (
        <>
          <Words set={set} n={answers.length} right={answers.length - wrong.length} />
          <button type="button" onClick={onForget}>Start again</button>
        </>
      )}
      <Figure title="People and machines" says="Accuracy with the 95% interval, Wilson's. The contestants are the best, the worst, and some between." draw={(width) => ladder(marks, width)} data={marks} />
      {set.people && (
        <p class="muted">
          Crowd: {set.people.preprocessing}; by {set.people.by}, cited from <a href={set.people.source.replace(/ .*/, "")} rel="noreferrer">the original repository</a>. You are told what is
          right after each image, which the crowd was not.
        </p>
      )}
      {wrong.length > 0 && (
        <>
          <h2>Where you and the labels differ</h2>
          <Tiles set={set} split="test" labels={labels} indices={wrong.map(([index]) => index).reverse()} caption={(i) => `${set.classes[labels.labels[i]]}; you: ${set.classes[said.get(i)!]}`} />
        </>
      )}
    </>
  );
}

function Words({ set, n, right }: { set: Pictured; n: number; right: number }) {
  const [low, high] = wilson(right / n, n);
  const crowd = set.people;
  const against = !crowd ? "" : low > crowd.accuracy ? " That is better than the crowd." : high < crowd.accuracy ? " That is worse than the crowd." : " The crowd is within it.";
  return (
    <p class="score">
      {count(right)} of {count(n)} right: <strong>{accuracy(right / n)}</strong>, 95% interval {accuracy(low)} to {accuracy(high)}.{against}
    </p>
  );
}

interface Mark {
  who: string;
  accuracy: number;
  low: number;
  high: number;
  person: boolean;
  row?: Row;
}

const shownRows = 7;

/** The visitor, the crowd and some contestants, the best first. */
function marksOf(overview: Overview, set: Pictured, n: number, right: number): Mark[] {
  const rows = overview.rows.filter((r) => r.dataset_digest === set.digest && ran(r)).sort((a, b) => b.accuracy - a.accuracy);
  const at = [...new Set(Array.from({ length: shownRows }, (_, i) => Math.round((i * (rows.length - 1)) / (shownRows - 1))))];
  const marks: Mark[] = rows.length ? at.map((i) => rows[i]).map((r) => ({ who: fullName(r), accuracy: r.accuracy, low: r.accuracy_low, high: r.accuracy_high, person: false, row: r })) : [];
  if (set.people) marks.push({ who: "The crowd", accuracy: set.people.accuracy, low: set.people.accuracy_low, high: set.people.accuracy_high, person: true });
  if (n > 0) {
    const [low, high] = wilson(right / n, n);
    marks.push({ who: "You", accuracy: right / n, low, high, person: true });
  }
  return marks.sort((a, b) => b.accuracy - a.accuracy);
}

function ladder(marks: Mark[], width: number): Element {
  const room = Math.min(width * 0.45, 300);
  const short = (who: string) => (who.length > room / 7 ? who.slice(0, Math.floor(room / 7) - 1) + "…" : who);
  const says = (m: Mark) => `${m.who}\n${accuracy(m.accuracy)} (${accuracy(m.low)} to ${accuracy(m.high)})`;
  const colour = (m: Mark) => (m.who === "You" ? "var(--bad)" : m.person ? "var(--good)" : "var(--accent)");
  return Plot.plot({
    ...common, width: Math.min(width, 900), height: 50 + 28 * marks.length, marginLeft: room, marginBottom: 40, marginRight: 20, grid: true,
    ariaLabel: "Accuracies of people and machines",
    color: { type: "identity" },
    x: { domain: [Math.min(0.5, ...marks.map((m) => m.low)), 1], label: "Accuracy →", labelArrow: "none" },
    y: { domain: marks.map((m) => m.who), label: null, tickFormat: short },
    marks: [
      Plot.ruleY(marks, { x1: "low", x2: "high", y: "who", stroke: colour, strokeWidth: 3 }),
      Plot.dot(marks, { x: "accuracy", y: "who", r: 5, fill: colour, stroke: "currentColor", strokeWidth: 0.6, href: (m: Mark) => m.row && address("contestant", m.row.series), title: says, ariaLabel: says, tip: { maxRadius: 25 } }),
    ],
  } as Plot.PlotOptions);
}
