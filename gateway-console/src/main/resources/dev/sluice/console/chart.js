// A number over the last quarter of an hour.
import { html } from "./lit/lit-html.js";
import uPlot from "./vendor/uplot.js";
import { value } from "./format.js";

const TIME = 15 * 60;
const SHORTEST = 60;
const HEIGHT = 150;
const MOST = 1800; // points; the oldest give way

export class Chart {
  #times = [];
  #values = [];
  #plot;
  #node;
  #dark = matchMedia("(prefers-color-scheme: dark)");
  #resized = new ResizeObserver(() => this.#node && this.#plot?.setSize({ width: this.#node.clientWidth, height: HEIGHT }));

  constructor(name, unit) {
    this.name = name;
    this.unit = unit;
    this.#dark.addEventListener("change", this.#redraw);
  }

  /** What the gateway has kept: a number or null for each step from the start on. */
  load({ start, values }, step) {
    this.#times = [];
    this.#values = [];
    values.forEach((one, i) => one !== null && this.#push(start + i * step, one));
    this.#draw();
  }

  add(seconds, number) {
    if (seconds <= this.#times.at(-1)) return; // heard before it was loaded
    this.#push(seconds, number);
    this.#draw();
  }

  #push(seconds, number) {
    this.#times.push(seconds);
    this.#values.push(number);
    while (this.#times.length > MOST || this.#times[0] < seconds - TIME) {
      this.#times.shift();
      this.#values.shift();
    }
  }

  /** To be called after it has been shown. */
  attach(node) {
    if (!node || node === this.#node) return;
    this.#node = node;
    this.#resized.disconnect();
    this.#resized.observe(node);
    this.#redraw();
  }

  #redraw = () => {
    if (!this.#node) return;
    this.#plot?.destroy();
    const style = getComputedStyle(document.body);
    const line = style.getPropertyValue("--accent");
    const text = style.getPropertyValue("--muted");
    const grid = { stroke: style.getPropertyValue("--line"), width: 1 };
    const axis = { stroke: text, grid, ticks: { show: false }, font: "12px system-ui" };
    this.#plot = new uPlot(
      {
        width: this.#node.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { points: { size: 6 } },
        scales: {
          x: { range: () => this.#time() },
          y: { range: (_, min, max) => around(min, max) },
        },
        axes: [{ ...axis, size: 30, values: (_, times) => times.map(clock), space: 70 }, { ...axis, size: 56, values: (_, all) => all.map(value) }],
        series: [{}, { stroke: line, width: 2, fill: `${line.trim()}1a`, spanGaps: true, points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }) }],
      },
      [[], []],
      this.#node,
    );
    this.#draw();
  };

  /** The last quarter of an hour, or less where less is known. */
  #time() {
    const now = Date.now() / 1000;
    return [Math.max(now - TIME, Math.min(this.#times[0] ?? now, now - SHORTEST)), now];
  }

  /** What was last said holds until now. */
  #draw() {
    const last = this.#values.at(-1);
    this.#plot?.setData(
      last === undefined ? [[], []] : [[...this.#times, Math.max(Date.now() / 1000, this.#times.at(-1))], [...this.#values, last]],
    );
  }

  view(now) {
    const text = `${this.name}, last 15 minutes${now === undefined ? "" : `, now ${value(now)} ${this.unit}`}`;
    return html`<div class="chart" data-chart=${this.name} role="img" aria-label=${text}></div>`;
  }

  close() {
    this.#dark.removeEventListener("change", this.#redraw);
    this.#resized.disconnect();
    this.#plot?.destroy();
  }
}

/** Hours and minutes; with seconds where there are some. */
const clock = (seconds) => {
  const date = new Date(seconds * 1000);
  const parts = [date.getHours(), date.getMinutes(), ...(seconds % 60 ? [date.getSeconds()] : [])];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
};

/** Some air above and below; a line that does not move is in the middle. */
function around(min, max) {
  if (min === null || max === null) return [0, 1];
  const air = max > min ? (max - min) * 0.1 : Math.abs(max) * 0.05 || 1;
  return [min >= 0 && min - air < 0 ? 0 : min - air, max + air];
}
