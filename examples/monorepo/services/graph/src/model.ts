import type { Element, GraphApi } from "@ameide/sdk";

export interface Relationship {
  source: string;
  target: string;
  kind: "serves" | "composes" | "triggers";
}

export interface GraphService extends GraphApi {
  relate(relationship: Relationship): Promise<void>;
  neighbours(id: string): Promise<Element[]>;
}

/** Where elements and relationships are kept. */
export interface GraphStore {
  insertElement(element: Element): Promise<void>;
  findElements(ids: string[]): Promise<Element[]>;
  insertRelationship(relationship: Relationship): Promise<void>;
  findTargets(source: string): Promise<string[]>;
}

export class GraphError extends Error {
  constructor(
    readonly code: "not_found" | "failed_precondition",
    message: string,
  ) {
    super(message);
  }
}
