import { isClusterMode, requireEnv } from "../../../../tools/integration-runner/ts/mode";
import { createMockGraphService } from "../../__mocks__/service";
import type { GraphService } from "../../src/model";
import { createPostgresStore } from "../../src/postgres";
import { createGraphService } from "../../src/service";

export function createService(): GraphService {
  if (isClusterMode()) {
    return createGraphService(createPostgresStore(requireEnv("GRAPH_DATABASE_URL")));
  }
  return createMockGraphService();
}
