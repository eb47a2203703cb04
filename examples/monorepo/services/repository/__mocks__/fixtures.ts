import type { ElementType, Entry } from "../src/metamodel";

/** The metamodel that every installation starts with. */
export const types: ElementType[] = [
  { name: "application", attributes: ["owner"] },
  { name: "capability", attributes: [] },
];

export const billing: Entry = {
  id: "entry-billing",
  type: "application",
  attributes: { owner: "finance" },
};
