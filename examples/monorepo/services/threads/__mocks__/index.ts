export { createMockThreadsClient } from "./client";
export { greeting, kickoff } from "./fixtures";
