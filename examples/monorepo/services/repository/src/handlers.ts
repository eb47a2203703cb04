import { type ElementType, type Entry, validate } from "./metamodel";

/** Where types and entries are kept. */
export interface RepositoryStore {
  types(): Promise<ElementType[]>;
  save(entry: Entry): Promise<void>;
  load(id: string): Promise<Entry | undefined>;
}

export interface RepositoryHandlers {
  store(entry: Entry): Promise<Entry>;
  fetch(id: string): Promise<Entry | undefined>;
  listTypes(): Promise<string[]>;
}

export function createHandlers(repository: RepositoryStore): RepositoryHandlers {
  return {
    async store(entry) {
      validate(entry, await repository.types());
      await repository.save(entry);
      return entry;
    },
    fetch: (id) => repository.load(id),
    async listTypes() {
      return (await repository.types()).map((type) => type.name).sort();
    },
  };
}
