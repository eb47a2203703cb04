export { jump as hop } from "./jump";
