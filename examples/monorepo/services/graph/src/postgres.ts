import { Pool } from "pg";
import type { GraphStore } from "./model";

/** The store of the deployed service. */
export function createPostgresStore(connectionString: string): GraphStore {
  const pool = new Pool({ connectionString, allowExitOnIdle: true });
  return {
    async insertElement({ id, kind, name }) {
      await pool.query("insert into elements (id, kind, name) values ($1, $2, $3)", [
        id,
        kind,
        name,
      ]);
    },

    async findElements(ids) {
      const { rows } = await pool.query(
        "select id, kind, name from elements where id = any($1) order by name",
        [ids],
      );
      return rows;
    },

    async insertRelationship({ source, target, kind }) {
      await pool.query("insert into relationships (source, target, kind) values ($1, $2, $3)", [
        source,
        target,
        kind,
      ]);
    },

    async findTargets(source) {
      const { rows } = await pool.query("select target from relationships where source = $1", [
        source,
      ]);
      return rows.map((row) => row.target);
    },
  };
}
