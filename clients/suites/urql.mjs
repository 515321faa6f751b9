// urql: what it asks for in Accept, its errors, and its paging by cursors.
import assert from "node:assert/strict";
import { createClient, fetchExchange, cacheExchange } from "@urql/core";

export default async function ({ url, check }) {
  const client = createClient({ url: `${url}/graphql`, exchanges: [cacheExchange, fetchExchange], preferGetMethod: false });
  const page = `query Page($after: String) { products(first: 3, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
  await check("a query is one answer", async () => {
    const { data, error } = await client.query("{ shop { name } }", {}).toPromise();
    assert.equal(error, undefined);
    assert.deepEqual(data, { shop: { name: "Zuka", __typename: "Shop" } });
  });
  await check("page after page", async () => {
    const seen = new Set();
    let after = null;
    for (let n = 0; n < 4; n++) {
      const { data } = await client.query(page, { after }).toPromise();
      for (const { id } of data.products.nodes) assert.ok(!seen.has(id), "a product came twice"), seen.add(id);
      after = data.products.pageInfo.endCursor;
    }
    assert.equal(seen.size, 12);
  });
  await check("an error names its code", async () => {
    const { error } = await client.query("{ customers { totalCount } }", {}).toPromise();
    assert.equal(error.graphQLErrors[0].extensions.code, "UNAUTHENTICATED");
  });
}
