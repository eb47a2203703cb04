export interface ElementType {
  name: string;
  /** The required attributes of elements of this type. */
  attributes: string[];
}

export interface Entry {
  id: string;
  type: string;
  attributes: Record<string, string>;
}

export class MetamodelError extends Error {}

/** Checks an entry against its type. */
export function validate(entry: Entry, types: readonly ElementType[]): void {
  const type = types.find((known) => known.name === entry.type);
  if (!type) {
    throw new MetamodelError(`unknown type ${entry.type}`);
  }
  const missing = type.attributes.filter((name) => !entry.attributes[name]);
  if (missing.length > 0) {
    throw new MetamodelError(`${entry.id} lacks ${missing.join(", ")}`);
  }
}
