import { choose } from "./choose";

export * from "./deep";
export * as tools from "./tools";
export { choose as pick };
