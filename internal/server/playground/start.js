// Opens GraphiQL with the example tabs.
function startPlayground(endpoint, examples) {
  const socket = new URL(endpoint, location.href);
  socket.protocol = socket.protocol.replace("http", "ws");
  const fetcher = GraphiQL.createFetcher({ url: endpoint, subscriptionUrl: socket.href });
  const root = ReactDOM.createRoot(document.getElementById("playground"));
  root.render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultEditorToolsVisibility: false,
      defaultTabs: examples.map(({ query }) => ({ query })),
      shouldPersistHeaders: true,
    }),
  );
}
