import type { TransformationClient } from "../src/server-client";
import { handleAdvance, handleList, handlePropose, resetHandlers } from "./handlers";

export function createMockTransformationClient(): TransformationClient {
  resetHandlers();
  return {
    list: async () => handleList(),
    propose: async (title) => handlePropose(title),
    advance: async (id) => handleAdvance(id),
  };
}
