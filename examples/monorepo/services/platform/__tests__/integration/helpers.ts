import { GraphClient, connectTransport, type GraphApi } from "@ameide/sdk";
import { isClusterMode, requireEnv } from "../../../../tools/integration-runner/ts/mode";
import { createMocks, OWNER } from "../../__mocks__";
import { createPlatformClient } from "../../src/client";
import type { PlatformApi } from "../../src/organizations";

export { OWNER };

export interface Clients {
  platform: PlatformApi;
  graph: GraphApi;
}

function createLiveClients(): Clients {
  return {
    platform: createPlatformClient(requireEnv("PLATFORM_SERVICE_URL")),
    graph: new GraphClient(
      connectTransport(requireEnv("PLATFORM_GRAPH_URL"), "ameide.graph.v1.GraphService"),
    ),
  };
}

export function createClients(): Clients {
  return isClusterMode() ? createLiveClients() : createMocks();
}
