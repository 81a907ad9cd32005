import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Benchmark } from "./benchmark";
import { Data, Image } from "./browse";
import { takeToken } from "./changes";
import { Compare } from "./compare";
import { Contestant } from "./contestant";
import { forgetResults, loadOverview, type Activity, type Overview } from "./data";
import { Embedding } from "./embedding";
import { Live } from "./live";
import { Failed, Loading, useLoaded } from "./parts";
import { Pictures } from "./pictures";
import { Quiz } from "./quiz";
import { Studies } from "./studies";
import { Try } from "./try";
import { address, usePlace, type Place } from "./router";

export interface PageProps {
  overview: Overview;
  place: Place;
  activity?: Activity;
}

interface Page {
  title: string;
  inMenu?: boolean;
  whenLive?: boolean; // there is no such page in a site of files
  show: (props: PageProps) => preact.JSX.Element;
}

const pages: Record<string, Page> = {
  "": { title: "Benchmark", inMenu: true, show: Benchmark },
  pictures: { title: "Pictures", inMenu: true, show: Pictures },
  compare: { title: "Compare", inMenu: true, show: Compare },
  data: { title: "Data", inMenu: true, show: Data },
  studies: { title: "Studies", inMenu: true, show: Studies },
  embedding: { title: "Embedding", inMenu: true, show: Embedding },
  quiz: { title: "Quiz", inMenu: true, show: Quiz },
  try: { title: "Try it", inMenu: true, show: Try },
  live: { title: "Running", inMenu: true, whenLive: true, show: Live },
  contestant: { title: "Contestant", show: Contestant },
  image: { title: "Image", show: Image },
};

function App() {
  const [generation, setGeneration] = useState(0);
  const { value: overview, failed } = useLoaded(loadOverview, [generation], true);
  const place = usePlace();
  const page = pages[place.page];
  const activity = useNews(overview, useAtMost(resultsEvery, () => {
    forgetResults();
    setGeneration((n) => n + 1);
  }));
  const main = useFocusOnChange(place.page + "/" + place.rest);
  useEffect(() => {
    document.title = `${page?.title ?? "Not found"} – fmnist`;
  }, [page]);
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => (e.preventDefault(), main.current?.focus())}>Skip to the content</a>
      <header>
        <a class="brand" href="#/"><img src="icon.svg" alt="" width="24" height="24" /> fmnist</a>
        <nav aria-label="Pages">
          {Object.entries(pages).filter(([, p]) => p.inMenu && (!p.whenLive || overview?.live)).map(([id, p]) => (
            <a key={id} href={address(id)} aria-current={id === place.page ? "page" : undefined}>{p.title}</a>
          ))}
        </nav>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {failed ? <Failed why={failed} /> : !overview ? <Loading /> : page ? <page.show overview={overview} place={place} activity={activity} /> : <NotFound />}
      </main>
      {overview && <Footer overview={overview} />}
    </>
  );
}

const resultsEvery = 5000; // ms: many may be looking, while a benchmark wants the machine

/** A function that does something at once or, when that was a moment ago, later and once for all calls. */
function useAtMost(every: number, act: () => void): () => void {
  const last = useRef(-Infinity);
  const clock = useRef(0);
  return () => {
    clock.current ||= setTimeout(() => {
      clock.current = 0;
      last.current = performance.now();
      act();
    }, Math.max(0, last.current + every - performance.now()));
  };
}

/** Moves the focus to the content of a new page, as a page load would. */
function useFocusOnChange(where: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(where);
  useEffect(() => {
    if (before.current === where) return;
    before.current = where;
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [where]);
  return main;
}

/** Asks a live site to say when results have come in, and what is going on. */
function useNews(overview: Overview | undefined, onResults: () => void): Activity | undefined {
  const [activity, setActivity] = useState<Activity>();
  const live = overview?.live ?? false;
  useEffect(() => {
    if (!live) return;
    const events = new EventSource("events");
    events.addEventListener("results", onResults);
    events.addEventListener("activity", (event) => setActivity(JSON.parse(event.data)));
    return () => events.close();
  }, [live]);
  return activity;
}

export function NotFound() {
  return (
    <>
      <h1>Not found</h1>
      <p>There is nothing of this name here. <a href="#/">All results</a></p>
    </>
  );
}

function Footer({ overview }: { overview: Overview }) {
  return (
    <footer>
      <p>
        {overview.rows.length} results{overview.source && <> from <code>{overview.source}</code></>}, read{" "}
        <time dateTime={overview.made}>{overview.made.replace("T", " ").replace("Z", " UTC")}</time> by fmnist {overview.version}.{" "}
        <a href="LICENCES.txt">Licences of what these pages contain</a>
      </p>
      {overview.datasets.filter((set) => set.citation).map((set) => (
        <p key={set.name}>
          <strong>{set.title}</strong>: {set.citation} {set.licence}.
        </p>
      ))}
    </footer>
  );
}

takeToken();
render(<App />, document.getElementById("app")!);
