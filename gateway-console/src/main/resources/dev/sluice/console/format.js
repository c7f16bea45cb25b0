// Values as people read them.
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

const UNITS = { C: "°C", "m/s2": "m/s²", "ug/m3": "µg/m³" };
const SHORT = { pm25: "PM2.5", pm10: "PM10", co2: "CO₂", o3: "O₃", no2: "NO₂", so2: "SO₂", voc: "VOC", aqi: "AQI", soc: "SoC", cpu: "CPU", led: "LED" };

export const unit = (name) => UNITS[name] ?? name ?? "";

export function value(of) {
  if (typeof of === "number") return number.format(of);
  if (typeof of === "boolean") return of ? "on" : "off";
  if (Array.isArray(of)) return of.length ? of.map(value).join(", ") : "none";
  if (of === null || of === undefined) return "–";
  return typeof of === "object" ? JSON.stringify(of) : String(of);
}

const exact = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });

/** With milliseconds. */
export const precise = (at) => exact.format(new Date(at));

export function bytes(count) {
  if (count < 1024) return `${count} B`;
  return count < 1024 * 1024 ? `${number.format(count / 1024)} KiB` : `${number.format(count / 1024 / 1024)} MiB`;
}

export const time = (iso) => clock.format(new Date(iso));

/** How long ago, in one unit. */
export function age(iso) {
  return span((Date.now() - Date.parse(iso)) / 1000);
}

export function span(seconds) {
  if (!(seconds >= 1)) return "now";
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

/** `water-flow` as a title: Water flow. */
export function title(name) {
  const words = name.split(/[-_ ]+/).filter(Boolean).map((word) => SHORT[word] ?? word).join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Runs `task` once after calls have ceased for a while. */
export function settled(task, delay = 250) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => task(...values), delay);
  };
}
