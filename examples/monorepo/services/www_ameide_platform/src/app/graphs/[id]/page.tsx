import { getServerClient } from "../../../lib/server-client";
import { loadGraph } from "./load";

interface Props {
  params: Promise<{ id: string }>;
}

export default async function GraphPage({ params }: Props) {
  const { id } = await params;
  const graph = await loadGraph(id, (session) =>
    getServerClient(session, process.env.PLATFORM_URL!),
  );
  return (
    <main>
      <h1>{graph.title}</h1>
      <canvas data-graph={graph.id} />
    </main>
  );
}
