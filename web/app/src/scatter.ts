// Tens of thousands of points in WebGL, to be moved, zoomed, pointed at and
// circled. A script of its own: pages without it do not load three.js.

import { polygonContains } from "d3-polygon";
import { quadtree, type Quadtree } from "d3-quadtree";
import { select } from "d3-selection";
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomTransform } from "d3-zoom";
import { BufferAttribute, BufferGeometry, OrthographicCamera, Points, Scene, ShaderMaterial, WebGLRenderer } from "three";

/** Points of the unit square, y upwards. */
export interface Cloud {
  x: Float32Array;
  y: Float32Array;
}

export interface Told {
  /** The point under the pointer, and where that is on the canvas; undefined for none. */
  onPoint(at: { point: number; left: number; top: number } | undefined): void;
  onClick(point: number): void;
  onCircled(points: number[]): void;
}

export interface Scatter {
  /** Colours are red, green, blue and opacity, a byte each; a point of opacity 0 is not there. */
  paint(colours: Uint8Array): void;
  /** Whether dragging circles points instead of moving the picture. */
  circling(on: boolean): void;
  zoomBy(factor: number): void;
  moveBy(left: number, top: number): void;
  reset(): void;
  dispose(): void;
}

const vertex = `
attribute vec4 tint;
uniform float size;
varying vec4 shade;
void main() {
  shade = tint;
  gl_PointSize = size;
  gl_Position = tint.a > 0.0 ? projectionMatrix * modelViewMatrix * vec4(position.xy, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}`;

const fragment = `
varying vec4 shade;
void main() {
  vec2 away = gl_PointCoord - 0.5;
  if (dot(away, away) > 0.25) discard;
  gl_FragColor = shade;
}`;

const reach = 12; // CSS pixels from the pointer within which a point is meant
const largest = 200; // how far one can zoom in

class View implements Scatter {
  private renderer: WebGLRenderer;
  private camera = new OrthographicCamera();
  private scene = new Scene();
  private geometry = new BufferGeometry();
  private material = new ShaderMaterial({ vertexShader: vertex, fragmentShader: fragment, uniforms: { size: { value: 3 } }, transparent: true, depthTest: false, depthWrite: false });
  private watch: ResizeObserver;
  private zoomer = zoom<HTMLCanvasElement, unknown>();
  private transform: ZoomTransform = zoomIdentity;
  private tree: Quadtree<number> | undefined;
  private colours: Uint8Array = new Uint8Array();
  private frame = 0;
  private width = 1;
  private height = 1;
  private lasso: [number, number][] | undefined;
  private circles = false;

  constructor(private canvas: HTMLCanvasElement, private outline: SVGPathElement, private cloud: Cloud, private told: Told) {
    this.renderer = new WebGLRenderer({ canvas, alpha: true, antialias: false, depth: false, powerPreference: "low-power" });
    this.renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    const place = new Float32Array(3 * cloud.x.length);
    cloud.x.forEach((x, i) => {
      place[3 * i] = x;
      place[3 * i + 1] = cloud.y[i];
    });
    this.geometry.setAttribute("position", new BufferAttribute(place, 3));
    const points = new Points(this.geometry, this.material);
    points.frustumCulled = false;
    this.scene.add(points);
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(canvas);
    this.listen();
  }

  private listen(): void {
    this.zoomer
      .scaleExtent([0.5, largest])
      .filter((event: MouseEvent | TouchEvent) => event.type === "wheel" || (!this.circles && !("button" in event && event.button)))
      .on("zoom", (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        this.transform = event.transform;
        this.told.onPoint(undefined);
        this.draw();
      });
    select(this.canvas).call(this.zoomer).on("dblclick.zoom", null);
    this.canvas.addEventListener("pointermove", this.move);
    this.canvas.addEventListener("pointerleave", this.leave);
    this.canvas.addEventListener("pointerdown", this.down);
    this.canvas.addEventListener("pointerup", this.up);
    this.canvas.addEventListener("click", this.click);
  }

  private resize(): void {
    this.width = this.canvas.clientWidth;
    this.height = this.canvas.clientHeight;
    if (!this.width || !this.height) return;
    this.renderer.setSize(this.width, this.height, false);
    this.render(); // at once: a canvas of a new size is empty
  }

  /** CSS pixels of the unit square's side before any zoom, and of its left upper corner. */
  private square(): { side: number; left: number; top: number } {
    const side = 0.96 * Math.min(this.width, this.height);
    return { side, left: (this.width - side) / 2, top: (this.height - side) / 2 };
  }

  /** The place in the unit square that is at these CSS pixels. */
  private invert(left: number, top: number): [number, number] {
    const s = this.square();
    const [x, y] = this.transform.invert([left, top]);
    return [(x - s.left) / s.side, 1 - (y - s.top) / s.side];
  }

  private draw(): void {
    this.frame ||= requestAnimationFrame(() => this.render());
  }

  private render(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    [this.camera.left, this.camera.top] = this.invert(0, 0);
    [this.camera.right, this.camera.bottom] = this.invert(this.width, this.height);
    this.camera.near = -1;
    this.camera.updateProjectionMatrix();
    const size = Math.min(14, (this.width < 500 ? 1.6 : 2.4) * Math.sqrt(this.transform.k));
    this.material.uniforms.size.value = size * this.renderer.getPixelRatio();
    this.renderer.render(this.scene, this.camera);
  }

  private at(event: MouseEvent): [number, number] {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private find(event: MouseEvent): number | undefined {
    this.tree ??= quadtree<number>()
      .x((i) => this.cloud.x[i])
      .y((i) => this.cloud.y[i])
      .addAll([...this.cloud.x.keys()].filter((i) => this.colours[4 * i + 3] > 0));
    const [x, y] = this.invert(...this.at(event));
    return this.tree.find(x, y, reach / (this.square().side * this.transform.k));
  }

  private move = (event: PointerEvent): void => {
    if (this.lasso) {
      // A browser that is busy reports several moves as one.
      const moves = event.getCoalescedEvents();
      this.lasso.push(...(moves.length ? moves : [event]).map((e) => this.at(e)));
      return this.trace();
    }
    if (event.buttons) return;
    const point = this.find(event);
    const [left, top] = this.at(event);
    this.told.onPoint(point === undefined ? undefined : { point, left, top });
  };

  private leave = (): void => this.told.onPoint(undefined);

  private down = (event: PointerEvent): void => {
    if (!this.circles || event.button) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.lasso = [this.at(event)];
    this.trace();
  };

  private up = (): void => {
    if (!this.lasso) return;
    const path = this.lasso.map(([left, top]) => this.invert(left, top));
    this.lasso = undefined;
    this.trace();
    this.told.onCircled(this.within(path));
  };

  private click = (event: MouseEvent): void => {
    if (this.circles) return;
    const point = this.find(event);
    if (point !== undefined) this.told.onClick(point);
  };

  private within(path: [number, number][]): number[] {
    if (path.length < 3) return [];
    const xs = path.map(([x]) => x);
    const ys = path.map(([, y]) => y);
    const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const found: number[] = [];
    this.cloud.x.forEach((x, i) => {
      const y = this.cloud.y[i];
      if (x < left || x > right || y < bottom || y > top || !this.colours[4 * i + 3]) return;
      if (polygonContains(path, [x, y])) found.push(i);
    });
    return found;
  }

  private trace(): void {
    this.outline.setAttribute("d", this.lasso ? "M" + this.lasso.map((p) => p.join(" ")).join("L") + "Z" : "");
  }

  paint(colours: Uint8Array): void {
    this.colours = colours;
    this.tree = undefined;
    this.geometry.setAttribute("tint", new BufferAttribute(colours, 4, true));
    this.draw();
  }

  circling(on: boolean): void {
    this.circles = on;
  }

  zoomBy(factor: number): void {
    select(this.canvas).call(this.zoomer.scaleBy, factor);
  }

  moveBy(left: number, top: number): void {
    select(this.canvas).call(this.zoomer.translateBy, left / this.transform.k, top / this.transform.k);
  }

  reset(): void {
    select(this.canvas).call(this.zoomer.transform, zoomIdentity);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.watch.disconnect();
    select(this.canvas).on(".zoom", null);
    this.canvas.removeEventListener("pointermove", this.move);
    this.canvas.removeEventListener("pointerleave", this.leave);
    this.canvas.removeEventListener("pointerdown", this.down);
    this.canvas.removeEventListener("pointerup", this.up);
    this.canvas.removeEventListener("click", this.click);
    this.geometry.dispose();
    this.material.dispose();
    this.renderer.dispose();
  }
}

export type NewScatter = (canvas: HTMLCanvasElement, outline: SVGPathElement, cloud: Cloud, told: Told) => Scatter;

const make: NewScatter = (canvas, outline, cloud, told) => new View(canvas, outline, cloud, told);
window.fmnist.receive("scatter.js", make);
