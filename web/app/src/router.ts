// Addresses: what is shown, and how, stands behind the # of the page's address,
// so that it can be kept and sent, from a web server or from a folder.

import { useEffect, useState } from "preact/hooks";

export interface Place {
  page: string; // the first part of the path, "" for the first page
  rest: string; // the path behind it
  query: URLSearchParams;
}

function parse(hash: string): Place {
  const [path, query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [page, ...rest] = path.split("/");
  return { page, rest: decode(rest.join("/")), query: new URLSearchParams(query) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not one of ours: no such place
  }
}

/** The address of a place; parts of the path keep their slashes. */
export function address(page: string, rest = "", query: Record<string, string | number | undefined> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  const path = rest ? `${page}/${encodeURIComponent(rest).replaceAll("%2F", "/").replaceAll("%3D", "=").replaceAll("%40", "@")}` : page;
  return `#/${path}${search ? "?" + search : ""}`;
}

/** Where the visitor is; follows the address. */
export function usePlace(): Place {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener("hashchange", follow);
    addEventListener(replaced, follow);
    return () => {
      removeEventListener("hashchange", follow);
      removeEventListener(replaced, follow);
    };
  }, []);
  return parse(hash);
}

const replaced = "fmnist-replaced";

/** Changes part of the query without a new step in the history. */
export function refine(place: Place, changes: Record<string, string | undefined>): void {
  const query = { ...Object.fromEntries(place.query), ...changes };
  history.replaceState(null, "", address(place.page, place.rest, query));
  dispatchEvent(new Event(replaced));
}
