// The state of the page lives in its address: a link shows the same view, back and forward work.

const TABS = ["ask", "documents", "check", "evaluation"];
const LISTS = { documents: "doc", issuers: "issuer", regions: "region", years: "year", kinds: "kind", validity: "valid" };
const MOST = 50;
const listeners = [];

export const FILTERS = Object.keys(LISTS);

export function parse(text) {
  const query = new URLSearchParams(text);
  const filters = {};
  for (const [name, short] of Object.entries(LISTS)) {
    const values = query.getAll(short).filter(Boolean);
    filters[name] = name === "years" ? values.map(Number).filter(Number.isInteger) : values;
  }
  const count = Number(query.get("n"));
  return {
    tab: TABS.includes(query.get("tab")) ? query.get("tab") : "ask",
    q: query.get("q") ?? "",
    filters,
    n: Number.isInteger(count) && count > 0 ? Math.min(count, MOST) : 0,
    read: query.get("read") ?? "",
    at: query.get("at") ?? "",
    find: query.get("find") ?? "",
  };
}

export function format(state) {
  const query = new URLSearchParams();
  if (state.tab !== "ask") query.set("tab", state.tab);
  if (state.q) query.set("q", state.q);
  for (const [name, short] of Object.entries(LISTS)) {
    for (const value of state.filters[name]) query.append(short, value);
  }
  if (state.n) query.set("n", state.n);
  for (const name of ["read", "at", "find"]) if (state[name]) query.set(name, state[name]);
  const text = query.toString();
  return text ? `/?${text}` : "/";
}

export const empty = () => parse("");

let current = parse(location.search);

export const state = () => current;

export function onState(listener) {
  listeners.push(listener);
}

function tell(previous) {
  for (const listener of listeners) listener(current, previous);
}

// Changes the state; `replace` leaves no step in the history.
export function go(change, { replace = false } = {}) {
  const previous = current;
  current = { ...current, ...change };
  const address = format(current);
  if (address === location.pathname + location.search) replace = true;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  tell(previous);
}

export function start() {
  addEventListener("popstate", () => {
    const previous = current;
    current = parse(location.search);
    tell(previous);
  });
  tell(null);
}

export const anyFilter = (filters) => FILTERS.some((name) => filters[name].length > 0);

// Filters as the service takes them: those that are set.
export function filterBody(filters) {
  return Object.fromEntries(FILTERS.filter((name) => filters[name].length).map((name) => [name, filters[name]]));
}
