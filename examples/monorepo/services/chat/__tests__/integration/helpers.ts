import { isClusterMode, requireEnv } from "../../../../tools/integration-runner/ts/mode";
import { createMockThreadsClient } from "../../__mocks__/client";
import { createLiveThreadsClient, type ThreadsClient } from "../../src/threads-client";

export function createThreadsClient(): ThreadsClient {
  return isClusterMode()
    ? createLiveThreadsClient(requireEnv("CHAT_SERVICE_URL"))
    : createMockThreadsClient();
}
