import { connectTransport } from "@ameide/sdk";
import type { Definition } from "./definition";

export interface WorkflowRun {
  id: string;
  state: "running" | "completed";
  completed: string[];
}

export interface WorkflowsClient {
  register(definition: Definition): Promise<void>;
  start(name: string): Promise<WorkflowRun>;
  wait(id: string): Promise<WorkflowRun>;
}

export function createWorkflowsClient(address: string): WorkflowsClient {
  const call = connectTransport(address, "ameide.workflows.v1.WorkflowsService");
  return {
    register: async (definition) => {
      await call("Register", definition);
    },
    start: async (name) => (await call("Start", { name })) as WorkflowRun,
    wait: async (id) => (await call("Wait", { id })) as WorkflowRun,
  };
}
