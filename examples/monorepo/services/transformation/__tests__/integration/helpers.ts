import { isClusterMode, requireEnv } from "../../../../tools/integration-runner/ts/mode";
import { createMockTransformationClient } from "../../__mocks__/client";
import { getServerClient, type TransformationClient } from "../../src/server-client";

export function createClient(): TransformationClient {
  return isClusterMode()
    ? getServerClient(requireEnv("TRANSFORMATION_SERVICE_URL"))
    : createMockTransformationClient();
}
