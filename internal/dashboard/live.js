// Keeps the section "Now" up to date by the subscription realtimeMetrics over
// server-sent events, as docs/streaming.md tells.

const now = document.getElementById("now");
const state = document.getElementById("live-state");

// silence is how long nothing may come before the connection counts as lost, in
// milliseconds: figures come every three seconds.
const silence = 30000;
// spoken is how often a screen reader is told, at most.
const spoken = 30000;

let source;
let tries = 0;
let watch;
let again;
let ended = false;
let lastSpoken = 0;

const number = (value) => value.toLocaleString("en-NG");
const stamp = new Intl.DateTimeFormat("en-GB", { timeZone: "Africa/Lagos", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const minute = new Intl.DateTimeFormat("en-GB", { timeZone: "Africa/Lagos", hour: "2-digit", minute: "2-digit" });

// figuresOf are the tiles' figures, by their names in the page.
function figuresOf({ hour, active, today }) {
  const figures = {
    ordersToday: number(today.orders),
    paidToday: number(today.paidOrders),
    revenueToday: today.revenue.formatted,
    revenueHour: hour.revenue.formatted,
  };
  for (const name of ["events", "productViews", "cartAdds", "checkouts", "purchases"]) figures[name] = number(hour[name]);
  for (const { minutes, sessions, users } of active) {
    figures[`sessions${minutes}`] = number(sessions);
    figures[`users${minutes}`] = number(users);
  }
  return figures;
}

function show(metrics) {
  const figures = figuresOf(metrics);
  for (const tile of now.querySelectorAll("[data-live]")) {
    const figure = figures[tile.dataset.live];
    if (figure === undefined || figure === tile.textContent) continue;
    tile.textContent = figure;
    tile.classList.remove("moved");
    void tile.offsetWidth; // Lets the mark begin anew.
    tile.classList.add("moved");
  }
  document.getElementById("live-at").textContent = `As of ${stamp.format(new Date(metrics.asOf))} Lagos time.`;
  fill("now-points", metrics.minutes.map(({ at, events }) => [minute.format(new Date(at)), number(events)]));
  fill("viewed", metrics.products.map(({ product, views, viewers, cartAdds }) => [product?.name ?? "Not on sale any more", ...[views, viewers, cartAdds].map(number)]));
  redraw("now", metrics.minutes.map(({ at }) => Date.parse(at) / 1000), metrics.minutes.map(({ events }) => events));
  speak(figures);
}

// speak tells in one sentence what the tiles show, seldom enough to be borne.
function speak({ sessions5, ordersToday, revenueToday }) {
  if (Date.now() - lastSpoken < spoken) return;
  lastSpoken = Date.now();
  document.getElementById("live-words").textContent = `${sessions5} sessions in the last 5 minutes; ${ordersToday} orders today, revenue ${revenueToday}.`;
}

// fill puts rows of texts into a table.
function fill(id, rows) {
  const body = document.querySelector(`#${id} tbody`);
  if (!body || rows.length === 0) return;
  body.replaceChildren(...rows.map((texts) => {
    const row = document.createElement("tr");
    texts.forEach((text, i) => {
      const cell = row.appendChild(document.createElement(i === 0 ? "th" : "td"));
      const place = i === 0 ? cell.appendChild(document.createElement("bdi")) : cell;
      if (i === 0) cell.scope = "row";
      place.textContent = text;
    });
    return row;
  }));
}

// waitBefore is how long to wait before a try, in milliseconds: anything up to a
// bound that doubles each time, so that not all come back at once.
function waitBefore(tries) {
  return Math.min(1000 * 2 ** tries, 30000) * Math.random();
}

function tell(text, kind) {
  if (state.textContent !== text) state.textContent = text;
  state.className = kind;
}

function disconnect() {
  clearTimeout(watch);
  clearTimeout(again);
  source?.close();
  source = undefined;
}

// lost closes what is left of a connection and makes another, later.
function lost() {
  if (ended) return;
  disconnect();
  tell("No connection: trying again.", "bad");
  again = setTimeout(connect, waitBefore(tries++));
}

// finish is for a stream that would be refused again.
function finish(message) {
  ended = true;
  disconnect();
  tell(`${message} Load the page again.`, "bad");
}

function take(message) {
  const codes = (message.errors ?? []).map(({ extensions }) => extensions?.code);
  if (codes.includes("UNAUTHENTICATED")) return finish("You are signed out.");
  if (codes.includes("FORBIDDEN")) return finish("You are not among the staff any more.");
  if (!message.data?.realtimeMetrics) return;
  tries = 0;
  tell("Live.", "good");
  clearTimeout(watch);
  watch = setTimeout(lost, silence);
  show(message.data.realtimeMetrics);
}

function connect() {
  disconnect();
  source = new EventSource(`${now.dataset.api}?query=${encodeURIComponent(now.dataset.operation)}`);
  watch = setTimeout(lost, silence);
  source.addEventListener("next", (event) => take(JSON.parse(event.data)));
  source.addEventListener("complete", lost);
  source.addEventListener("error", lost);
}

if (now?.dataset.operation) {
  connect();
  // A page that nobody sees needs no stream.
  document.addEventListener("visibilitychange", () => {
    if (ended) return;
    if (document.hidden) disconnect();
    else connect();
  });
}
