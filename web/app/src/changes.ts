// What a visitor may change: with the token that `fmnist serve` has printed, which
// stays in this tab of the browser.

import { useState } from "preact/hooks";
import type { Event } from "./data";

const kept = "fmnist-token";

/** Takes the token out of the address, where serve's own link has it. */
export function takeToken(): void {
  const [path, query = ""] = location.hash.split("?", 2);
  const rest = new URLSearchParams(query);
  const token = rest.get("token");
  if (!token) return;
  sessionStorage.setItem(kept, token);
  rest.delete("token");
  history.replaceState(null, "", rest.size ? `${path}?${rest}` : path);
}

export interface Log {
  events: Event[];
  output: string;
}

export async function fetchLog(run: string): Promise<Log> {
  const response = await fetch("log?" + new URLSearchParams({ run }));
  if (!response.ok) throw new Error("The log cannot be read");
  return response.json();
}

/** Asks the server to change something; fails with what it answers. */
export async function change(what: "cancel" | "retry", run: string): Promise<void> {
  const token = sessionStorage.getItem(kept) ?? "";
  const response = await fetch(what, { method: "POST", headers: { "Fmnist-Token": token }, body: JSON.stringify({ run }) });
  if (response.ok) return;
  if (response.status === 401) sessionStorage.removeItem(kept);
  throw new Error((await response.text()).trim());
}

/** Whether there is a token, and how to get one. */
export function useToken(): [known: boolean, set: (token: string) => void] {
  const [, anew] = useState(0);
  const set = (token: string) => {
    if (token) sessionStorage.setItem(kept, token);
    anew((n) => n + 1);
  };
  return [sessionStorage.getItem(kept) !== null, set];
}
