// A table that sorts by any column. Of long tables only the first rows are laid
// out: a browser takes seconds for five thousand of them.

import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";

export interface Column<T> {
  id: string;
  title: string;
  under?: string; // what the title is of, in small
  /** What is sorted by; undefined goes to the end either way. */
  key: (row: T) => number | string | undefined;
  cell: (row: T) => ComponentChildren;
  numeric?: boolean;
  wide?: boolean; // left out where the screen is narrow: the first column says it, too
  descends?: boolean; // at the first click: the largest is what one looks for
  hint?: string;
}

/** A column and a direction: "fit", or "-fit" for the largest first. */
export type Order = string;

interface Props<T> {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  order: Order;
  onOrder: (order: Order) => void;
}

const atFirst = 100;

export function sorted<T>(rows: T[], columns: Column<T>[], order: Order): T[] {
  const column = columns.find((c) => c.id === order.replace(/^-/, ""));
  if (!column) return rows;
  const sign = order.startsWith("-") ? -1 : 1;
  return rows
    .map((row, index) => ({ row, index, key: column.key(row) }))
    .sort((a, b) => compare(a.key, b.key, sign) || a.index - b.index)
    .map(({ row }) => row);
}

function compare(a: number | string | undefined, b: number | string | undefined, sign: number): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -sign : sign;
}

export function Table<T>({ caption, columns, rows, rowKey, order, onOrder }: Props<T>) {
  const [limit, setLimit] = useState(atFirst);
  const inOrder = useMemo(() => sorted(rows, columns, order), [rows, columns, order]);
  const shown = inOrder.slice(0, limit);
  return (
    <>
      <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
        <table aria-rowcount={rows.length + 1}>
          <caption class="hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Header key={column.id} column={column} order={order} onOrder={onOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={rowKey(row)}>
                {columns.map((column, i) =>
                  i === 0 ? (
                    <th key={column.id} scope="row">{column.cell(row)}</th>
                  ) : (
                    <td key={column.id} class={classOf(column)}>{column.cell(row)}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < rows.length && (
        <p class="more">
          The first {shown.length} of {rows.length} rows.{" "}
          <button type="button" onClick={() => setLimit(Infinity)}>Show all</button>
        </p>
      )}
    </>
  );
}

function classOf<T>(column: Column<T>): string | undefined {
  return column.numeric ? "number" : column.wide ? "wide" : undefined;
}

interface HeaderProps<T> {
  column: Column<T>;
  order: Order;
  onOrder: (order: Order) => void;
}

function Header<T>({ column, order, onOrder }: HeaderProps<T>) {
  const sortedBy = order.replace(/^-/, "") === column.id;
  const descending = sortedBy && order.startsWith("-");
  const first = column.descends ? "-" + column.id : column.id;
  const next = !sortedBy ? first : descending ? column.id : "-" + column.id;
  return (
    <th
      scope="col"
      class={classOf(column)}
      aria-sort={!sortedBy ? "none" : descending ? "descending" : "ascending"}
    >
      <button type="button" class="sort" title={column.hint} onClick={() => onOrder(next)}>
        {column.title} <span class="arrow" aria-hidden="true">{!sortedBy ? "" : descending ? "▼" : "▲"}</span>
        {column.under && <small>{column.under}</small>}
      </button>
    </th>
  );
}
