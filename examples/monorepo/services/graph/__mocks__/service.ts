import type { Element } from "@ameide/sdk";
import type { GraphService, GraphStore, Relationship } from "../src/model";
import { createGraphService } from "../src/service";

function createMemoryStore(): GraphStore {
  const elements = new Map<string, Element>();
  const relationships: Relationship[] = [];
  return {
    async insertElement(element) {
      elements.set(element.id, element);
    },
    async findElements(ids) {
      return [...elements.values()]
        .filter((element) => ids.includes(element.id))
        .sort((one, other) => one.name.localeCompare(other.name));
    },
    async insertRelationship(relationship) {
      relationships.push(relationship);
    },
    async findTargets(source) {
      return relationships.filter((one) => one.source === source).map((one) => one.target);
    },
  };
}

/** The graph service over a store in memory. */
export function createMockGraphService(): GraphService {
  return createGraphService(createMemoryStore());
}
