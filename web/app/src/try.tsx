// A photograph or a drawing on its way to 28 x 28 pixels, and what fitted models say
// about it. All is computed by the server.

import { useEffect, useRef, useState } from "preact/hooks";
import type { PageProps } from "./app";
import { bytes, pictured, type Pictured } from "./data";
import { seconds, share } from "./format";
import { broken, Failed, Loading } from "./parts";
import { refine } from "./router";

/** What the server makes of a photograph. */
interface Converted {
  steps: { name: string; what: string; picture: string }[];
  fault?: string;
  pixels?: string;
}

interface Said {
  name: string;
  parameter: Record<string, unknown>;
  state: "waits" | "fits" | "ready" | "failed";
  fault?: string;
  fit_seconds?: number;
  label: number;
  probabilities?: number[];
}

async function ask<T>(where: string, body: BodyInit): Promise<T> {
  const response = await fetch(where, { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } });
  if (!response.ok) throw new Error((await response.text()).trim());
  return response.json();
}

export function Try({ overview, place }: PageProps) {
  const sets = overview.datasets.filter(pictured).filter((s) => s.rows === 28 && s.cols === 28);
  const set = sets.find((s) => s.name === place.query.get("data")) ?? sets[0];
  const [photo, setPhoto] = useState<Blob>();
  if (!overview.live) {
    return (
      <>
        <h1>Try it</h1>
        <p class="note">
          This is a site of files, which cannot compute. With <code>fmnist serve</code> this page takes a photograph or a
          drawing, makes an image like those of Fashion-MNIST of it, and has classifiers say what it shows.
        </p>
      </>
    );
  }
  return (
    <>
      <h1>Try it</h1>
      <p class="muted">
        A photograph of one article on a light, plain ground, or a drawing, becomes an image of 28 × 28 pixels in the seven steps that
        made Fashion-MNIST. Nothing that you send is kept.
      </p>
      <div class="inputs">
        <Drop onPhoto={setPhoto} />
        <Sketch onPhoto={setPhoto} />
      </div>
      {photo && <Conversion photo={photo} sets={sets} set={set} onSet={(data) => refine(place, { data })} />}
    </>
  );
}

function Drop({ onPhoto }: { onPhoto: (photo: Blob) => void }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      if (file) onPhoto(file);
    };
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  }, []);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer?.files[0];
    if (file) onPhoto(file);
  };
  return (
    <section>
      <h2>A photograph</h2>
      <label class={over ? "drop over" : "drop"} onDragOver={(e) => (e.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)} onDrop={drop}>
        <span>Drop it here, paste it, or choose a file: JPEG, PNG, WebP, GIF, BMP or TIFF, 16 MB at most.</span>
        <input type="file" accept="image/*" onChange={(e) => e.currentTarget.files?.[0] && onPhoto(e.currentTarget.files[0])} />
      </label>
    </section>
  );
}

const side = 280; // of the sheet, in its own pixels

/** A white sheet and a black pen. */
function Sketch({ onPhoto }: { onPhoto: (photo: Blob) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(24);
  const [empty, setEmpty] = useState(true);
  const pen = () => canvas.current!.getContext("2d")!;
  const clear = () => {
    pen().fillStyle = "#fff";
    pen().fillRect(0, 0, side, side);
    setEmpty(true);
  };
  useEffect(clear, []);
  const at = (event: PointerEvent): [number, number] => {
    const box = canvas.current!.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * side, ((event.clientY - box.top) / box.height) * side];
  };
  const down = (event: PointerEvent) => {
    canvas.current!.setPointerCapture(event.pointerId);
    Object.assign(pen(), { lineWidth: width, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });
    pen().beginPath();
    pen().moveTo(...at(event));
    move(event, true);
  };
  const move = (event: PointerEvent, first = false) => {
    if (!first && !event.buttons) return;
    pen().lineTo(...at(event));
    pen().stroke();
    setEmpty(false);
  };
  return (
    <section>
      <h2>A drawing</h2>
      <canvas ref={canvas} class="sheet" width={side} height={side} role="img" aria-label="A sheet to draw on with the mouse, a pen or a finger" onPointerDown={down} onPointerMove={move} />
      <div class="tools">
        <label>Pen <input type="range" min="4" max="80" value={width} onInput={(e) => setWidth(Number(e.currentTarget.value))} /></label>
        <span>
          <button type="button" onClick={clear}>Clear</button>{" "}
          <button type="button" disabled={empty} onClick={() => canvas.current!.toBlob((png) => png && onPhoto(png))}>What is it?</button>
        </span>
      </div>
    </section>
  );
}

interface ConversionProps {
  photo: Blob;
  sets: Pictured[];
  set: Pictured | undefined;
  onSet: (name: string) => void;
}

function Conversion({ photo, sets, set, onSet }: ConversionProps) {
  const [state, setState] = useState<{ value?: Converted; failed?: string }>({});
  useEffect(() => {
    let current = true;
    setState({});
    ask<Converted>("photo", photo).then(
      (value) => current && setState({ value }),
      (error: Error) => current && setState({ failed: error.message }),
    );
    return () => {
      current = false;
    };
  }, [photo]);
  if (state.failed) return <Failed why={`This cannot be used: ${state.failed}`} />;
  if (!state.value) return <Loading />;
  const { steps, fault, pixels } = state.value;
  return (
    <>
      <h2>Step by step</h2>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step.name}>
            <Png text={step.picture} says={`After ${step.name}`} />
            <strong>{step.name}</strong>
            <small>{step.what}</small>
          </li>
        ))}
      </ol>
      {fault && <Failed why={`It goes no further: ${fault}`} />}
      {pixels && (set ? <Models sets={sets} set={set} pixels={pixels} onSet={onSet} /> : <p class="note">The data sets are not here, so there is nothing to learn from: <code>fmnist get</code> fetches them.</p>)}
    </>
  );
}

/** A picture that came as text: the page may not load one from such an address, but it may draw it. */
function Png({ text, says }: { text: string; says: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let current = true;
    createImageBitmap(new Blob([bytes(text) as BlobPart], { type: "image/png" })).then((bitmap) => {
      if (!current || !canvas.current) return;
      canvas.current.width = bitmap.width;
      canvas.current.height = bitmap.height;
      canvas.current.getContext("2d")!.drawImage(bitmap, 0, 0);
    });
    return () => {
      current = false;
    };
  }, [text]);
  return <canvas ref={canvas} class="step" role="img" aria-label={says} width="28" height="28" />;
}

const askEvery = 2000; // ms, while models are fitted

function Models({ sets, set, pixels, onSet }: { sets: Pictured[]; set: Pictured; pixels: string; onSet: (name: string) => void }) {
  const [said, setSaid] = useState<Said[]>();
  const [failed, setFailed] = useState<string>();
  useEffect(() => {
    let clock = 0;
    let current = true;
    const again = () =>
      ask<Said[]>("labels?" + new URLSearchParams({ set: set.digest }), bytes(pixels) as BodyInit).then(
        (all) => {
          if (!current) return;
          setSaid(all);
          if (all.some((m) => m.state === "waits" || m.state === "fits")) clock = setTimeout(again, askEvery);
        },
        (error: Error) => current && setFailed(error.message),
      );
    setSaid(undefined);
    setFailed(undefined);
    again();
    return () => {
      current = false;
      clearTimeout(clock);
    };
  }, [set.digest, pixels]);
  return (
    <>
      <h2>What is it?</h2>
      <div class="tools">
        <label>Learned from{" "}
          <select value={set.name} onChange={(e) => onSet(e.currentTarget.value)}>
            {sets.map((s) => <option key={s.name} value={s.name}>{s.title}</option>)}
          </select>
        </label>
        {set.name === "mnist" && <p class="muted">MNIST's digits have a margin, which these steps do not leave: expect mistakes.</p>}
      </div>
      {failed ? <Failed why={failed} /> : !said ? <Loading /> : (
        <div class="models" aria-live="polite">{said.map((m) => <Model key={m.name} set={set} said={m} />)}</div>
      )}
    </>
  );
}

const likely = 3; // classes shown

function Model({ set, said }: { set: Pictured; said: Said }) {
  const parameters = Object.entries(said.parameter).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(" ");
  return (
    <section>
      <h3>{broken(said.name)}</h3>
      <small>{parameters}</small>
      {said.state === "ready" ? (
        <>
          <p class="says">{set.classes[said.label]}</p>
          {said.probabilities && (
            <ul class="poll">
              {said.probabilities.map((p, y) => ({ p, y })).sort((a, b) => b.p - a.p).slice(0, likely).map(({ p, y }) => (
                <li key={y}><span>{set.classes[y]}</span><span class="bar"><span style={{ width: share(p) }} />{share(p)}</span></li>
              ))}
            </ul>
          )}
          <small>fitted in {seconds(said.fit_seconds ?? 0)}</small>
        </>
      ) : (
        <p class={said.state === "failed" ? "bad" : "muted"}>{{ waits: "waits to be fitted", fits: "is being fitted…", failed: said.fault }[said.state]}</p>
      )}
    </section>
  );
}
