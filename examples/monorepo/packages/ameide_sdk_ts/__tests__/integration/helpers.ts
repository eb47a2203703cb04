import { isClusterMode, requireEnv } from "../../../../tools/integration-runner/ts/mode";
import { connectTransport, GraphClient } from "../../src";
import { inMemoryGraph } from "./in-memory-graph";

/** The SDK's client, connected to the cluster's graph service or to one in memory. */
export function createGraphClient(): GraphClient {
  return new GraphClient(
    isClusterMode()
      ? connectTransport(requireEnv("AMEIDE_SDK_TS_GRAPH_URL"), "ameide.graph.v1.GraphService")
      : inMemoryGraph(),
  );
}
