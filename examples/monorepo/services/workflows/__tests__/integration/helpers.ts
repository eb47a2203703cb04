import { getIntegrationMode, requireEnv } from "../../../../tools/integration-runner/ts/mode";
import { createMockWorkflowsClient } from "../../__mocks__/client";
import { createWorkflowsClient, type WorkflowsClient } from "../../src/client";

export function createClient(): WorkflowsClient {
  if (getIntegrationMode() === "cluster") {
    return createWorkflowsClient(requireEnv("WORKFLOWS_GRPC_ADDRESS"));
  }
  return createMockWorkflowsClient();
}
