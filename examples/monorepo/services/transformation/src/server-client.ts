import { connectTransport } from "@ameide/sdk";
import type { Initiative } from "./initiative";

export interface TransformationClient {
  list(): Promise<Initiative[]>;
  propose(title: string): Promise<Initiative>;
  advance(id: string): Promise<Initiative>;
}

/** A client of the deployed service. */
export function getServerClient(baseUrl: string): TransformationClient {
  const call = connectTransport(baseUrl, "ameide.transformation.v1.TransformationService");
  return {
    list: async () => ((await call("List", {})) as { initiatives: Initiative[] }).initiatives,
    propose: async (title) => (await call("Propose", { title })) as Initiative,
    advance: async (id) => (await call("Advance", { id })) as Initiative,
  };
}
