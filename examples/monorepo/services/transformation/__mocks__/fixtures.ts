import type { Initiative } from "../src/initiative";

export const cloudMigration: Initiative = {
  id: "initiative-cloud",
  title: "Cloud migration",
  stage: "running",
};
