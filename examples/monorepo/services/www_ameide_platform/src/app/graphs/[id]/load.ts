import { notFound, redirect } from "next/navigation";
import type { GraphSummary, ServerClient } from "../../../lib/server-client";
import { currentSession, type Session } from "../../../lib/session";

/** What the page of a graph shows: the graph, the sign-in page, or nothing found. */
export async function loadGraph(
  id: string,
  connect: (session: Session) => ServerClient,
): Promise<GraphSummary> {
  const session = await currentSession();
  if (!session) {
    redirect(`/login?next=/graphs/${id}`);
  }
  const graph = await connect(session).graph(id);
  return graph ?? notFound();
}
