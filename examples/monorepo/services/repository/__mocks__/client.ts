import { createHandlers, type RepositoryHandlers } from "../src/handlers";
import type { Entry } from "../src/metamodel";
import { types } from "./fixtures";

/** The handlers over a store in memory. */
export function createMockHandlers(): RepositoryHandlers {
  const entries = new Map<string, Entry>();
  return createHandlers({
    types: async () => types,
    save: async (entry) => {
      entries.set(entry.id, structuredClone(entry));
    },
    load: async (id) => structuredClone(entries.get(id)),
  });
}
