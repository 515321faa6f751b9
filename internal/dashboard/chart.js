// Draws the charts of the page with uPlot, of the figures that the server wrote
// beside them. Without uPlot the tables below remain.

const charts = new Map();

const units = {
  naira: {
    full: (value) => "₦" + value.toLocaleString("en-NG"),
    short: (value) => "₦" + short.format(value),
  },
  count: {
    full: (value) => value.toLocaleString("en-NG"),
    short: (value) => (Number.isInteger(value) ? short.format(value) : ""),
  },
};

const short = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 });
const lagos = "Africa/Lagos";
const dayWords = new Intl.DateTimeFormat("en-GB", { timeZone: lagos, day: "numeric", month: "short" });
const minuteWords = new Intl.DateTimeFormat("en-GB", { timeZone: lagos, hour: "2-digit", minute: "2-digit" });

// colour is one of the page's own, which follow the light or dark scheme.
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// around makes room for half a bar at both ends.
function around(times) {
  const half = times.length > 1 ? (times[1] - times[0]) / 2 : 1;
  return (_, from, to) => [from - half, to + half];
}

function series(data) {
  const unit = units[data.unit];
  return data.lines.map(({ label }, i) => {
    const tint = colour(i === 0 ? "--first" : "--second");
    return {
      label,
      stroke: tint,
      width: data.kind === "bars" ? 0 : 2,
      fill: data.kind === "bars" ? tint : undefined,
      paths: data.kind === "bars" ? uPlot.paths.bars({ size: [0.7, 40] }) : undefined,
      points: { show: data.kind === "lines" && data.times.length < 40 },
      value: (_, value) => (value == null ? "–" : unit.full(value)),
    };
  });
}

function options(data, box) {
  const unit = units[data.unit];
  const words = data.clock ? minuteWords : dayWords;
  const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
  return {
    width: box.clientWidth,
    height: data.clock ? 130 : 180,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), lagos),
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { range: around(data.times) }, y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.05 : 1] } },
    axes: [
      { ...axis, size: 26, gap: 4, space: 56, values: (_, ticks) => ticks.map((at) => words.format(at * 1000)), incrs: data.clock ? undefined : [86400, 2 * 86400, 7 * 86400, 14 * 86400, 30 * 86400, 91 * 86400] },
      { ...axis, size: 56, gap: 4, space: 26, values: (_, ticks) => ticks.map(unit.short) },
    ],
    series: [{ label: data.clock ? "Minute" : "From", value: (_, at) => (at == null ? "–" : words.format(at * 1000)) }, ...series(data)],
  };
}

function draw(figure) {
  const box = figure.querySelector(".plot");
  const shown = charts.get(figure.dataset.chart);
  const data = shown?.data ?? JSON.parse(figure.querySelector("script").textContent);
  shown?.plot.destroy();
  const plot = new uPlot(options(data, box), [data.times, ...data.lines.map(({ values }) => values)], box);
  charts.set(figure.dataset.chart, { plot, data, box });
}

// redraw shows other figures in a chart of one line.
function redraw(name, times, values) {
  const shown = charts.get(name);
  if (!shown) return;
  shown.data = { ...shown.data, times, lines: [{ ...shown.data.lines[0], values }] };
  shown.plot.setData([times, values]);
}

if (window.uPlot) {
  const figures = document.querySelectorAll("figure[data-chart]");
  figures.forEach(draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => figures.forEach(draw));
  const fit = new ResizeObserver(() => {
    for (const { plot, box } of charts.values()) {
      if (box.clientWidth > 0 && box.clientWidth !== plot.width) plot.setSize({ width: box.clientWidth, height: plot.height });
    }
  });
  fit.observe(document.getElementById("figures"));
}
