// What is going on where the results come from.

import type { PageProps } from "./app";
import type { Activity } from "./data";
import { count } from "./format";

export function Live({ overview, activity }: PageProps) {
  if (!overview.live) return <><h1>Running</h1><p>This is a site of files: nothing runs here. <a href="#/">The results</a></p></>;
  return (
    <>
      <h1>Running</h1>
      {!activity ? <p class="muted">Nothing is known yet.</p> : <Now activity={activity} />}
    </>
  );
}

function Now({ activity }: { activity: Activity }) {
  return (
    <>
      <p aria-live="polite">
        {count(runs(activity))} running, {activity.waiting ? `${count(activity.waiting)} or more` : "none"} waiting;{" "}
        {count(activity.last_minute)} results in the last minute, {count(activity.last_hour)} in the last hour.
      </p>
      {activity.workers.length === 0 ? <p>No benchmark runs. <code>fmnist bench</code> starts one.</p> : <Workers activity={activity} />}
    </>
  );
}

function Workers({ activity }: { activity: Activity }) {
  return (
    <div class="scroll" role="region" aria-label="Workers" tabIndex={0}>
      <table class="working">
        <caption class="hidden">Workers and their runs</caption>
        <thead><tr><th scope="col">Worker</th><th scope="col">Machine</th><th scope="col">State</th><th scope="col">Runs</th></tr></thead>
        <tbody>
          {activity.workers.map((worker) => (
            <tr key={worker.name}>
              <th scope="row">{worker.name}</th>
              <td>{worker.machine}</td>
              <td>{worker.state}</td>
              <td>{worker.running.map((run) => <div key={run}>{run}</div>)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const runs = (activity: Activity) => activity.workers.reduce((n, worker) => n + worker.running.length, 0);

/** A line above the tables, while something runs. */
export function Progress({ activity }: { activity: Activity | undefined }) {
  if (!activity || activity.workers.length === 0) return null;
  return (
    <p class="running note" role="status">
      <span>{count(runs(activity))} running, {activity.waiting ? `${count(activity.waiting)} or more` : "none"} waiting.</span> <a href="#/live">What runs</a>
    </p>
  );
}
