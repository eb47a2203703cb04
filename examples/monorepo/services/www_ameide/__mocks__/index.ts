export { spam, visitor } from "./fixtures";
export { mockFetch } from "./http";
