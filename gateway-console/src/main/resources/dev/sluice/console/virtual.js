// A long list of which only what is seen is loaded and shown.
import { html } from "./lit/lit-html.js";
import { repeat } from "./lit/directives/repeat.js";

const PAGE = 100;
const AROUND = 8; // rows above and below what is seen

/**
 * @param rowHeight in pixels, the same for all rows, as the style sheet has it
 * @param load gets offset and limit, answers {total, rows}
 * @param row shows one: (row, index)
 */
export class VirtualList {
  total = 0;
  loaded = false;
  problem = "";
  #rowHeight;
  #load;
  #row;
  #update;
  #pages = new Map();
  #loading = new Set();
  #first = 0;
  #count = 20;
  #edition = 0;
  #node;
  #label;

  constructor({ rowHeight, load, row, update, label }) {
    this.#rowHeight = rowHeight;
    this.#load = load;
    this.#row = row;
    this.#update = update;
    this.#label = label;
  }

  /** Forgets what is loaded, and goes back to the beginning. */
  reset() {
    this.#pages.clear();
    this.#first = 0;
    this.#edition++;
    if (this.#node) this.#node.scrollTop = 0;
    return this.refresh();
  }

  /** Loads again what is seen. */
  async refresh() {
    const edition = this.#edition;
    const [first, last] = this.#seen();
    for (let page = first; page <= last; page++) await this.#fetch(page, edition);
    const [from, to] = this.#seen(); // somebody may have scrolled meanwhile
    for (const page of this.#pages.keys()) if (page < from || page > to) this.#pages.delete(page);
  }

  /** The first and the last page of which something is seen. */
  #seen() {
    const end = this.#first + this.#count;
    const first = Math.floor(this.#first / PAGE);
    return [first, Math.max(first, Math.floor((this.total ? Math.min(end, this.total - 1) : end) / PAGE))];
  }

  async #fetch(page, edition) {
    const key = `${edition} ${page}`;
    if (this.#loading.has(key)) return;
    this.#loading.add(key);
    try {
      const { total, rows } = await this.#load(page * PAGE, PAGE);
      if (edition !== this.#edition) return;
      this.total = total;
      this.#pages.set(page, rows);
      this.problem = "";
    } catch (error) {
      this.problem = error.message;
    } finally {
      this.#loading.delete(key);
    }
    this.loaded = true;
    this.#update();
  }

  #at(index) {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** The rows that are seen and loaded. */
  visible() {
    const rows = [];
    for (let i = this.#from(); i < this.#to(); i++) if (this.#at(i)) rows.push(this.#at(i));
    return rows;
  }

  #from() {
    return Math.max(0, this.#first - AROUND);
  }

  #to() {
    return Math.min(this.total, this.#first + this.#count + AROUND);
  }

  #onScroll = ({ target }) => {
    this.#node = target;
    this.#measure();
    const missing = [this.#from(), this.#to() - 1].some((i) => i >= 0 && i < this.total && !this.#at(i));
    if (missing) this.refresh();
    this.#update();
  };

  #measure() {
    this.#first = Math.floor(this.#node.scrollTop / this.#rowHeight);
    this.#count = Math.ceil(this.#node.clientHeight / this.#rowHeight) + 1;
  }

  /** To be called after it has been shown: sets heights, which a style sheet cannot know. */
  shown(parent) {
    const node = parent?.querySelector(".virtual");
    if (!node) return;
    this.#node = node;
    node.querySelector(".before").style.height = `${this.#from() * this.#rowHeight}px`;
    node.querySelector(".after").style.height = `${Math.max(0, this.total - this.#to()) * this.#rowHeight}px`;
    const before = this.#count;
    this.#measure(); // only now: to ask where it stands while it is too short would move it
    if (this.#count > before) this.#update();
  }

  view() {
    const indexes = [];
    for (let i = this.#from(); i < this.#to(); i++) indexes.push(i);
    return html`
      <div class="virtual" @scroll=${this.#onScroll} tabindex="0" role="group" aria-label=${this.#label}>
        <div class="before"></div>
        <ul>
          ${repeat(
            indexes,
            (i) => this.#at(i)?.id ?? i,
            (i) => html`<li aria-setsize=${this.total} aria-posinset=${i + 1}>
              ${this.#at(i) ? this.#row(this.#at(i), i) : html`<span class="row loading">…</span>`}
            </li>`,
          )}
        </ul>
        <div class="after"></div>
      </div>
    `;
  }
}
