import { Pool } from "pg";
import type { RepositoryStore } from "./handlers";

export function createPostgresStore(connectionString: string): RepositoryStore {
  const pool = new Pool({ connectionString, allowExitOnIdle: true });
  return {
    async types() {
      return (await pool.query("select name, attributes from element_types")).rows;
    },
    async save({ id, type, attributes }) {
      await pool.query(
        `insert into entries (id, type, attributes) values ($1, $2, $3)
         on conflict (id) do update set type = $2, attributes = $3`,
        [id, type, attributes],
      );
    },
    async load(id) {
      const { rows } = await pool.query("select id, type, attributes from entries where id = $1", [
        id,
      ]);
      return rows[0];
    },
  };
}
