import type { Session } from "./session";

export interface GraphSummary {
  id: string;
  title: string;
}

/** The portal's view of the platform, for one session. */
export interface ServerClient {
  graphs(): Promise<GraphSummary[]>;
  graph(id: string): Promise<GraphSummary | undefined>;
}

/** A client over HTTP; whoever calls it says where the platform is and how requests travel. */
export function getServerClient(
  { user, organization }: Session,
  baseUrl: string,
  send: typeof fetch = fetch,
): ServerClient {
  const get = (path: string) =>
    send(new URL(`/organizations/${organization}${path}`, baseUrl), {
      headers: { "x-user": user },
    });

  return {
    async graphs() {
      const response = await get("/graphs");
      if (!response.ok) {
        throw new Error(`the platform answered ${response.status}`);
      }
      return (await response.json()) as GraphSummary[];
    },
    async graph(id) {
      const response = await get(`/graphs/${id}`);
      return response.ok ? ((await response.json()) as GraphSummary) : undefined;
    },
  };
}
