// What several pages are made of.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Dataset, Overview, Row } from "./data";
import { parameters } from "./format";
import { address } from "./router";

/** The value of a promise; failed says why there is none. Anew when a dependency changes: until then the old value, where keep says so. */
export function useLoaded<T>(start: () => Promise<T>, dependencies: unknown[], keep = false): { value?: T; failed?: string } {
  const [state, setState] = useState<{ value?: T; failed?: string }>({});
  useEffect(() => {
    let current = true;
    if (!keep) setState({});
    start().then(
      (value) => current && setState({ value }),
      (error: Error) => current && setState({ failed: error.message }),
    );
    return () => {
      current = false;
    };
  }, dependencies);
  return state;
}

export function Failed({ why }: { why: string }) {
  return <p role="alert" class="note bad">{why}.</p>;
}

export function Loading() {
  return <p class="muted" aria-live="polite">Loading…</p>;
}

interface TabsProps {
  label: string;
  tabs: { id: string; title: ComponentChildren }[];
  chosen: string;
  onChoose: (id: string) => void;
  children: ComponentChildren;
}

/** Tabs that arrow keys move through, and the panel below them. */
export function Tabs({ label, tabs, chosen, onChoose, children }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const to = Number.isFinite(step) ? (at + step + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1;
    onChoose(tabs[to].id);
    (list.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            type="button"
            role="tab"
            key={tab.id}
            id={`tab-${tab.id}`}
            aria-selected={tab.id === chosen}
            aria-controls="panel"
            tabIndex={tab.id === chosen ? 0 : -1}
            onClick={() => onChoose(tab.id)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby={`tab-${chosen}`}>{children}</div>
    </>
  );
}

export function ContestantLink({ row }: { row: Row }) {
  return (
    <>
      <a href={address("contestant", row.series)}>{broken(row.name)}</a>
      <small class="narrow">{parameters(row)}</small>
    </>
  );
}

/** A name that may break where a new word begins: HistGradientBoosting… is wider than a phone's column. */
export function broken(name: string): ComponentChildren {
  return name.split(/(?<=[a-z])(?=[A-Z])/).flatMap((word, i) => (i ? [<wbr />, word] : [word]));
}

export function Status({ row }: { row: Row }) {
  if (row.status !== "ok") return <span class="bad" title={row.reason}>{row.status}</span>;
  if (row.warnings.length) return <span class="unbroken" title={row.warnings.join("\n")}>ok, warned</span>;
  return <>ok</>;
}

export const fullName = (row: Row) => [row.name, parameters(row)].filter(Boolean).join(" ");

export const setOf = (overview: Overview, row: Row): Dataset =>
  overview.datasets.find((set) => set.digest === row.dataset_digest)!;

/** Explains what to do where a data set's images are missing. */
export function NoImages({ set }: { set: Dataset }) {
  return (
    <p class="note">
      The images of {set.title} are not here, so what needs them is left out. <code>fmnist get</code> fetches the known
      data sets; start this again afterwards.
    </p>
  );
}
