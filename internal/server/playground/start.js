// Opens GraphiQL with the example tabs; version changes with them.
function startPlayground(endpoint, version, examples) {
  const socket = new URL(endpoint, location.href);
  socket.protocol = socket.protocol.replace("http", "ws");
  const fetcher = (operation, options) => {
    const wsClient = liveClient(socket.href, options?.headers);
    return GraphiQL.createFetcher({ url: endpoint, wsClient })(operation, options);
  };
  const root = ReactDOM.createRoot(document.getElementById("playground"));
  root.render(
    React.createElement(GraphiQL, {
      fetcher,
      storage: tabStorage(version),
      defaultEditorToolsVisibility: false,
      defaultTabs: examples.map(({ query }) => ({ query })),
      shouldPersistHeaders: true,
    }),
  );
}

// tabStorage keeps what is in the tabs under the version of the examples: tabs
// that were kept before would hide the new ones. All else stays: the history,
// the theme.
function tabStorage(version) {
  const ofTabs = /^graphiql:(tabState|query|variables|headers|operationName)$/;
  const name = (key) => (ofTabs.test(key) ? `${key}@${version}` : key);
  const all = () => Object.keys(localStorage).filter((key) => key.startsWith("graphiql:"));
  return {
    getItem: (key) => localStorage.getItem(name(key)),
    setItem: (key, value) => localStorage.setItem(name(key), value),
    removeItem: (key) => localStorage.removeItem(name(key)),
    clear: () => all().forEach((key) => localStorage.removeItem(key)),
    get length() {
      return all().length;
    },
  };
}
