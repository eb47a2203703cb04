export { createMockHandlers } from "./client";
export * as fixtures from "./fixtures";
