import { isClusterMode, requireEnv } from "../../../../tools/integration-runner/ts/mode";
import { createMockHandlers, fixtures } from "../../__mocks__";
import { createHandlers, type RepositoryHandlers } from "../../src/handlers";
import { createPostgresStore } from "../../src/postgres";

export interface Harness {
  handlers: RepositoryHandlers;
  fixtures: typeof fixtures;
}

export function createIntegrationHarness(): Harness {
  const handlers = isClusterMode()
    ? createHandlers(createPostgresStore(requireEnv("REPOSITORY_DATABASE_URL")))
    : createMockHandlers();
  return { handlers, fixtures };
}
