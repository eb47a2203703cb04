import type { GraphSummary } from "../src/lib/server-client";
import type { Session } from "../src/lib/session";

/** Who the suite's visitor is; the cluster's seed data knows the same one. */
export const visitor: Session = { user: "ada", organization: "acme" };

const graphs: GraphSummary[] = [
  { id: "applications", title: "Applications" },
  { id: "capabilities", title: "Capabilities" },
];

/** A `fetch` that answers for the platform's API. */
export const handleRequest: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const [, , organization, , id] = new URL(request.url).pathname.split("/");
  if (organization !== visitor.organization || request.headers.get("x-user") !== visitor.user) {
    return new Response("Forbidden", { status: 403 });
  }
  if (!id) {
    return Response.json(graphs);
  }
  const graph = graphs.find((known) => known.id === id);
  return graph ? Response.json(graph) : new Response("Not found", { status: 404 });
};
