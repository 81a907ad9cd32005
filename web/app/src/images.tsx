// Images of the data sets, as windows onto the sheets they stand on.

import { useState } from "preact/hooks";
import type { Labels, Pictured, SplitName } from "./data";
import { address } from "./router";

interface PictureProps {
  set: Pictured;
  split: SplitName;
  labels: Labels;
  index: number;
  scale: number;
}

export function Picture({ set, split, labels, index, scale }: PictureProps) {
  const y = labels.labels[index];
  const sheet = Math.floor(labels.rank[index] / set.per_sheet);
  const place = labels.rank[index] % set.per_sheet;
  const onSheet = Math.min(set.per_sheet, labels.members[y].length - sheet * set.per_sheet);
  return <Window set={set} url={`${set.folder}${split}-${y}-${sheet}.png`} place={place} onSheet={onSheet} scale={scale} />;
}

/** The mean training image of a class. */
export function Mean({ set, y, scale }: { set: Pictured; y: number; scale: number }) {
  return <Window set={set} url={`${set.folder}means.png`} place={y} onSheet={set.classes.length} scale={scale} />;
}

interface WindowProps {
  set: Pictured;
  url: string;
  place: number;
  onSheet: number;
  scale: number;
}

function Window({ set, url, place, onSheet, scale }: WindowProps) {
  const width = set.cols * scale;
  const height = set.rows * scale;
  return (
    <span
      class="picture"
      style={{
        width: `${width}px`,
        height: `${height}px`,
        backgroundImage: `url("${url}")`,
        backgroundSize: `${width * Math.min(onSheet, set.sheet_cols)}px auto`,
        backgroundPosition: `${-width * (place % set.sheet_cols)}px ${-height * Math.floor(place / set.sheet_cols)}px`,
      }}
    />
  );
}

interface TilesProps {
  set: Pictured;
  split: SplitName;
  labels: Labels;
  indices: number[];
  /** What stands below an image, and what a screen reader says of it. */
  caption?: (index: number) => string;
  atFirst?: number;
}

/** Images as links to their pages; of many only the first, until asked for more. */
export function Tiles({ set, split, labels, indices, caption, atFirst = 120 }: TilesProps) {
  const [limit, setLimit] = useState(atFirst);
  const shown = indices.slice(0, limit);
  const says = (i: number) => `${split} image ${i}, ${set.classes[labels.labels[i]]}${caption ? `: ${caption(i)}` : ""}`;
  return (
    <>
      <ul class="tiles">
        {shown.map((i) => (
          <li key={i}>
            <a href={address("image", `${set.name}/${split}/${i}`)} aria-label={says(i)} title={says(i)}>
              <Picture set={set} split={split} labels={labels} index={i} scale={2} />
              {caption && <small aria-hidden="true">{caption(i)}</small>}
            </a>
          </li>
        ))}
      </ul>
      {shown.length < indices.length && (
        <p class="more">
          {shown.length} of {indices.length} images. <button type="button" onClick={() => setLimit(limit + 5 * atFirst)}>Show more</button>
        </p>
      )}
    </>
  );
}
