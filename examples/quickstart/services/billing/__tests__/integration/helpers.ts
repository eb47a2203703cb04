import { LiveClient } from "../../src/live-client";
import { MockClient, invoices } from "../../__mocks__/client";

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} must be set in cluster mode`);
  return value;
}

export function createClient() {
  return process.env.INTEGRATION_MODE === "cluster" ? new LiveClient(required("BILLING_GRPC_ADDRESS")) : new MockClient(invoices);
}
