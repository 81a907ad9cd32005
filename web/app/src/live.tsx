// What is going on where the results come from, and what a visitor with the token
// may do about it.

import { useEffect, useRef, useState } from "preact/hooks";
import type { PageProps } from "./app";
import { change, fetchLog, useToken } from "./changes";
import type { Activity, Overview, Row } from "./data";
import { count, duration, parameters } from "./format";
import { broken, Failed, Loading, setOf, Status, useLoaded } from "./parts";
import { address } from "./router";

export function Live({ overview, activity }: PageProps) {
  if (!overview.live) return <><h1>Running</h1><p>This is a site of files: nothing runs here. <a href="#/">The results</a></p></>;
  return (
    <>
      <h1>Running</h1>
      {!activity ? <p class="muted">Nothing is known yet.</p> : <Now overview={overview} activity={activity} />}
    </>
  );
}

function Now({ overview, activity }: { overview: Overview; activity: Activity }) {
  const [logged, setLogged] = useState<string>();
  const [told, setTold] = useState<Told>();
  const [known, setToken] = useToken();
  const may = overview.changes && known;
  const bad = overview.rows.filter((row) => row.status !== "ok");
  const act = (what: "cancel" | "retry", run: string) =>
    change(what, run).then(
      () => setTold({ text: what === "cancel" ? cancelled : retried }),
      (error: Error) => (setTold({ text: error.message + ".", bad: true }), setToken("")),
    );
  return (
    <>
      <p aria-live="polite">
        {count(activity.running.length)} running, {activity.waiting ? `${count(activity.waiting)} or more` : "none"} waiting;{" "}
        {count(activity.last_minute)} results in the last minute, {count(activity.last_hour)} in the last hour.
      </p>
      <p role="status" class={told && (told.bad ? "note bad" : "note")}>{told?.text}</p>
      {overview.changes && !known && <TokenForm onToken={setToken} />}
      {activity.workers.length === 0 && <p>No benchmark runs. <code>fmnist bench</code> starts one.</p>}
      {activity.running.length > 0 && <Jobs activity={activity} may={may} onLog={setLogged} act={act} />}
      {activity.next.length > 0 && <Next activity={activity} may={may} act={act} />}
      {activity.workers.length > 0 && <Workers activity={activity} />}
      {bad.length > 0 && <Bad overview={overview} rows={bad} may={may} onLog={setLogged} act={act} />}
      {logged && <LogOf run={logged} activity={activity} onClose={() => setLogged(undefined)} />}
    </>
  );
}

interface Told {
  text: string;
  bad?: boolean;
}

type Act = (what: "cancel" | "retry", run: string) => Promise<void>;

const cancelled = "Cancelled. A run that is executed ends within seconds.";
const retried =
  "It is wanted again: a benchmark that is at work runs it when it has done the rest of its plan, else the next fmnist bench does.";

function TokenForm({ onToken }: { onToken: (token: string) => void }) {
  const take = (event: SubmitEvent) => {
    event.preventDefault();
    onToken(String(new FormData(event.currentTarget as HTMLFormElement).get("token")).trim());
  };
  return (
    <form class="token" onSubmit={take}>
      <label>To cancel runs and to retry them, the token that <code>fmnist serve</code> has printed:{" "}
        <input type="password" name="token" required autocomplete="off" />
      </label>{" "}
      <button>Use it</button>
    </form>
  );
}

/** A run's key in words: Contestant/parameters@data.digest+conditions#seed. */
export function runOf(key: string): { contestant: string; on: string; seed: string } {
  const hash = key.lastIndexOf("#");
  const at = key.lastIndexOf("@");
  const [data] = key.slice(at + 1, hash).split("+");
  return { contestant: key.slice(0, at), on: data.replace(/\.[0-9a-f]*$/, ""), seed: key.slice(hash + 1) };
}

function RunName({ run }: { run: string }) {
  const { contestant, on, seed } = runOf(run);
  const [name, ...rest] = contestant.split("/");
  return (
    <span title={run}>
      {broken(name)} <small>{rest.join(" ")}</small> <small class="unbroken">on {on}, seed {seed}</small>
    </span>
  );
}

interface JobsProps {
  activity: Activity;
  may: boolean;
  onLog: (run: string) => void;
  act: Act;
}

function Jobs({ activity, may, onLog, act }: JobsProps) {
  const now = useClock();
  return (
    <>
      <h2>Runs</h2>
      <div class="scroll" role="region" aria-label="Runs" tabIndex={0}>
        <table class="working">
          <caption class="hidden">What runs now</caption>
          <thead><tr><th scope="col">Run</th><th scope="col">For</th><th scope="col">Worker</th><th scope="col"><span class="hidden">What to do</span></th></tr></thead>
          <tbody>
            {activity.running.map((job) => (
              <tr key={job.run}>
                <th scope="row"><RunName run={job.run} /></th>
                <td class="unbroken">{duration(Math.max(0, now - Date.parse(job.begun)) / 1000)}{job.attempt > 1 && `, attempt ${job.attempt}`}</td>
                <td>{job.worker}</td>
                <td class="actions">
                  <button type="button" onClick={() => onLog(job.run)}>Log</button>
                  {may && <Sure label="Cancel" act={() => act("cancel", job.run)} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** The time, every second. */
function useClock(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(clock);
  }, []);
  return now;
}

/** A button that asks once before it does something that cannot be taken back. */
function Sure({ label, act }: { label: string; act: () => Promise<void> }) {
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const click = () => {
    if (!asked) return setAsked(true);
    setBusy(true);
    act().finally(() => (setBusy(false), setAsked(false)));
  };
  return (
    <button type="button" class={asked ? "sure" : undefined} disabled={busy} onClick={click} onBlur={() => setAsked(false)}>
      {asked ? `Really ${label.toLowerCase()}?` : label}
    </button>
  );
}

function Next({ activity, may, act }: { activity: Activity; may: boolean; act: Act }) {
  return (
    <details open={activity.next.length <= 10}>
      <summary><h2>Next</h2></summary>
      <ol class="next">
        {activity.next.map((run) => (
          <li key={run}><RunName run={run} /> {may && <Sure label="Cancel" act={() => act("cancel", run)} />}</li>
        ))}
      </ol>
    </details>
  );
}

function Workers({ activity }: { activity: Activity }) {
  return (
    <>
      <h2>Workers</h2>
      <div class="scroll" role="region" aria-label="Workers" tabIndex={0}>
        <table class="working">
          <caption class="hidden">Workers</caption>
          <thead><tr><th scope="col">Worker</th><th scope="col">Machine</th><th scope="col">State</th><th scope="col" class="number">Runs</th></tr></thead>
          <tbody>
            {activity.workers.map((worker) => (
              <tr key={worker.name}>
                <th scope="row">{worker.name}</th>
                <td>{worker.machine}</td>
                <td>{worker.state}</td>
                <td class="number">{worker.running}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface BadProps {
  overview: Overview;
  rows: Row[];
  may: boolean;
  onLog: (run: string) => void;
  act: Act;
}

/** What did not end well, and can be run again. */
function Bad({ overview, rows, may, onLog, act }: BadProps) {
  return (
    <>
      <h2>Did not end well</h2>
      <div class="scroll" role="region" aria-label="Did not end well" tabIndex={0}>
        <table class="working">
          <caption class="hidden">Results that are not ok</caption>
          <thead><tr><th scope="col">Contestant</th><th scope="col">Data</th><th scope="col">Status</th><th scope="col">Reason</th><th scope="col"><span class="hidden">What to do</span></th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row"><a href={address("contestant", row.series)}>{broken(row.name)}</a> <small>{parameters(row)}</small></th>
                <td>{setOf(overview, row).title}</td>
                <td><Status row={row} /></td>
                <td>{row.reason}</td>
                <td class="actions">
                  <button type="button" onClick={() => onLog(`${row.series}#${row.seed + row.scores.length}`)}>Log</button>
                  {may && <button type="button" onClick={() => act("retry", row.series)}>Retry</button>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const logEvery = 2000; // ms, while it is open

function LogOf({ run, activity, onClose }: { run: string; activity: Activity; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [generation, setGeneration] = useState(0);
  const { value, failed } = useLoaded(() => fetchLog(run), [run, generation], true);
  const runs = activity.running.some((job) => job.run === run);
  useEffect(() => dialog.current!.showModal(), []);
  useEffect(() => {
    const clock = setInterval(() => setGeneration((n) => n + 1), logEvery);
    if (!runs) clearInterval(clock);
    setGeneration((n) => n + 1); // the end is news, too
    return () => clearInterval(clock);
  }, [runs]);
  return (
    <dialog ref={dialog} class="log" aria-labelledby="log-title" onClose={onClose}>
      <h2 id="log-title">Log <small>{run}</small></h2>
      {failed ? <Failed why={failed} /> : !value ? <Loading /> : (
        <>
          {value.events.length === 0 && <p>Nothing is known of this run.</p>}
          <ul>
            {value.events.map((e, i) => (
              <li key={i}><time dateTime={e.at}>{e.at.replace("T", " ").slice(0, 19)}</time> {e.text}</li>
            ))}
          </ul>
          <h3>Printed</h3>
          {value.output ? <pre class="wraps" tabIndex={0}>{value.output}</pre> : <p class="muted">Its process has printed nothing.</p>}
        </>
      )}
      <form method="dialog"><button>Close</button></form>
    </dialog>
  );
}

/** A line above the tables, while something runs. */
export function Progress({ activity }: { activity: Activity | undefined }) {
  if (!activity || activity.workers.length === 0) return null;
  return (
    <p class="running note" role="status">
      <span>{count(activity.running.length)} running, {activity.waiting ? `${count(activity.waiting)} or more` : "none"} waiting.</span> <a href="#/live">What runs</a>
    </p>
  );
}
