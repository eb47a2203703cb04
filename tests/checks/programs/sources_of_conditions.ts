// judged by ITM208 ITM207
import { describe } from "vitest";

const needsAccount = kind === "pull" && !process.env.BILLING_ACCOUNT;
const onOtherSystem = process.platform !== "linux" && process.env.BILLING_AGENT === "true";
describe.skipIf(onOtherSystem || needsAccount || process.env.BILLING_WITHOUT_DOCKER)("containers", () => {});
const either = needsAccount || process.env.BILLING_TOKEN === "x";
const token = process.env.BILLING_TOKEN || process.env.BILLING_API_TOKEN; // <- ITM208
describe.runIf(process.env.BILLING_A || process.env.BILLING_B)("either", () => {});
