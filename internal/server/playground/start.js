// Opens GraphiQL with the example tabs.
function startPlayground(endpoint, examples) {
  const fetcher = GraphiQL.createFetcher({ url: endpoint });
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
