import { getIntegrationMode, requireEnv } from "../../../../tools/integration-runner/ts/mode";
import { createMockThreadsClient } from "../../__mocks__";
import { ThreadsClient } from "../../src/client";
import type { ThreadsApi } from "../../src/threads";

export const createClient = (): ThreadsApi =>
  getIntegrationMode() === "cluster"
    ? ThreadsClient.connect(requireEnv("THREADS_SERVICE_URL"))
    : createMockThreadsClient();
