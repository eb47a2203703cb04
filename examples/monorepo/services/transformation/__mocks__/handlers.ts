import { advance, type Initiative } from "../src/initiative";
import { cloudMigration } from "./fixtures";

const initiatives = new Map<string, Initiative>();

/** Puts the fixtures back. */
export function resetHandlers(): void {
  initiatives.clear();
  initiatives.set(cloudMigration.id, cloudMigration);
}

export function handleList(): Initiative[] {
  return [...initiatives.values()];
}

export function handlePropose(title: string): Initiative {
  const id = `initiative-${initiatives.size + 1}`;
  const proposed: Initiative = { id, title, stage: "draft" };
  initiatives.set(id, proposed);
  return proposed;
}

export function handleAdvance(id: string): Initiative {
  const initiative = initiatives.get(id);
  if (!initiative) {
    throw new RangeError(`no initiative ${id}`);
  }
  const advanced = advance(initiative);
  initiatives.set(id, advanced);
  return advanced;
}
