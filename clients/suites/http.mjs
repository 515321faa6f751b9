// The audits of GraphQL over HTTP, those that a server SHOULD and MAY pass too.
import { serverAudits } from "graphql-http";

export default async function ({ url, check }) {
  for (const audit of serverAudits({ url: `${url}/graphql` })) {
    await check(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();
      if (result.status !== "ok") throw new Error(result.reason);
    });
  }
}
