import { hop, pick as chosen, tools } from "./lib";

export const first = hop(process.env.INTEGRATION_MODE);
export const second = chosen(process.env.INTEGRATION_MODE);
export const third = tools.weigh(process.env.INTEGRATION_MODE);
