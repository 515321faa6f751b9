// liveClient carries subscriptions. A lost connection is made again however
// long the server is away, and until then the result says so.
function liveClient(url, headers) {
  return {
    subscribe(operation, sink) {
      const board = boardKeeper();
      const answer = answerKeeper();
      const keep = (message) => answer(board(message));
      let shown = {};
      let since = "";
      let ended = false;
      const lost = () => {
        if (ended) return;
        since ||= new Date().toLocaleTimeString();
        const message = `No connection since ${since}: trying again.`;
        sink.next({ errors: [{ message }], ...shown });
      };
      const client = graphqlWs.createClient({
        url,
        connectionParams: headers,
        shouldRetry: () => true,
        retryAttempts: Infinity,
        retryWait: (tries) => new Promise((resolve) => setTimeout(resolve, waitBefore(tries))),
        on: { closed: lost },
      });
      const stop = client.subscribe(operation, {
        next: (message) => {
          since = "";
          sink.next((shown = keep(message)));
        },
        error: (cause) => sink.error(readable(cause)),
        complete: () => sink.complete(),
      });
      return () => {
        ended = true;
        stop();
      };
    },
  };
}

// waitBefore is how long to wait before a try, in milliseconds: anything up to a
// bound that doubles each time. Those who lost the same server at one moment come
// back spread over all of that time.
function waitBefore(tries) {
  return Math.min(1000 * 2 ** tries, 15000) * Math.random();
}

// readable is an error as a list of messages; GraphiQL shows an event as {}.
function readable(cause) {
  if (Array.isArray(cause)) return cause;
  if (cause instanceof CloseEvent) {
    return [{ message: `The server closed the connection: ${cause.reason || "it gave no reason"} (${cause.code})` }];
  }
  return [{ message: cause?.message ?? "The server cannot be reached." }];
}
