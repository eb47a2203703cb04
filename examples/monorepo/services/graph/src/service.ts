import { randomUUID } from "node:crypto";
import type { Element } from "@ameide/sdk";
import { GraphError, type GraphService, type GraphStore } from "./model";

/** The graph's rules, over any store. */
export function createGraphService(store: GraphStore): GraphService {
  async function getElement(id: string): Promise<Element> {
    const [element] = await store.findElements([id]);
    if (!element) {
      throw new GraphError("not_found", `no element ${id}`);
    }
    return element;
  }

  return {
    getElement,

    async createElement(kind, name) {
      const element = { id: randomUUID(), kind, name };
      await store.insertElement(element);
      return element;
    },

    async relate(relationship) {
      if (relationship.source === relationship.target) {
        throw new GraphError("failed_precondition", "an element cannot relate to itself");
      }
      await getElement(relationship.source);
      await getElement(relationship.target);
      await store.insertRelationship(relationship);
    },

    async neighbours(id) {
      await getElement(id);
      return store.findElements(await store.findTargets(id));
    },
  };
}
