// Apollo Client: queries, errors, its cache by global ids, automatic persisted
// queries.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import apollo from "@apollo/client/core/core.cjs";
import persisted from "@apollo/client/link/persisted-queries/persisted-queries.cjs";

const { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } = apollo;
const { createPersistedQueryLink } = persisted;
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

export default async function ({ url, check }) {
  const sent = [];
  const http = new HttpLink({
    uri: `${url}/graphql`,
    fetch: (address, options) => {
      sent.push({ method: options.method, body: options.body, address: String(address) });
      return fetch(address, options);
    },
  });
  const client = (...links) => new ApolloClient({ cache: new InMemoryCache(), link: ApolloLink.from([...links, http]) });
  const query = gql`
    query Listed {
      products(first: 2) {
        nodes {
          id
          name
          currentPrice {
            amount
          }
        }
      }
    }
  `;
  await check("a query, kept by global ids", async () => {
    const apollo = client();
    const { data } = await apollo.query({ query });
    assert.equal(data.products.nodes.length, 2);
    const id = apollo.cache.identify(data.products.nodes[0]);
    assert.equal(apollo.cache.extract()[id].name, data.products.nodes[0].name);
  });
  await check("an error has its code", async () => {
    const failed = await client().query({ query: gql`query { products(first: 0) { nodes { id } } }`, errorPolicy: "all" });
    assert.equal(failed.errors[0].extensions.code, "BAD_USER_INPUT");
  });
  await check("automatic persisted queries, by GET", async () => {
    const link = createPersistedQueryLink({ sha256, useGETForHashedQueries: true });
    const name = `Shop${Date.now()}`;
    const document = gql(`query ${name} { shop { name } }`);
    sent.length = 0;
    const { data } = await client(link).query({ query: document });
    assert.equal(data.shop.name, "Zuka");
    assert.equal(sent.length, 2, "the hash, then the text with it");
    sent.length = 0;
    await client(link).query({ query: document });
    assert.equal(sent.length, 1, "the hash is known");
    assert.equal(sent[0].method, "GET");
    assert.ok(!sent[0].address.includes(name) || !sent[0].address.includes("query+"), "the text is not sent again");
  });
}
