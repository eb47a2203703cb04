import type { WorkflowRun, WorkflowsClient } from "../src/client";
import { order } from "../src/definition";

/** Workflows that run at once, in memory. */
export function createMockWorkflowsClient(): WorkflowsClient {
  const orders = new Map<string, string[]>();
  const runs = new Map<string, WorkflowRun>();

  function found<T>(value: T | undefined, what: string): T {
    if (value === undefined) {
      throw new Error(`no ${what}`);
    }
    return value;
  }

  return {
    async register(definition) {
      orders.set(definition.name, order(definition));
    },
    async start(name) {
      const completed = found(orders.get(name), `workflow ${name}`);
      const id = `${name}-${runs.size + 1}`;
      runs.set(id, { id, state: "completed", completed });
      return { id, state: "running", completed: [] };
    },
    async wait(id) {
      return found(runs.get(id), `run ${id}`);
    },
  };
}
