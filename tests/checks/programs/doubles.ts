// judged by ITM209
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import nock from "nock";
import httpm from "node:http";
import { createRouterTransport } from "@connectrpc/connect";
import { app } from "../../src/app";
import { mockGraph } from "../../__mocks__/graph";
import { handlers } from "../../__mocks__/handlers";
import { billing } from "../../src/handlers";
import { BillingService } from "@gen/billing";
jest.mock("../../src/a", () => ({ a: jest.fn() }));  // <- ITM209
jest.mock("../../src/b");
jest.mock("../../src/c", () => require("../../__mocks__/c"));
jest.mock("../../src/d", () => ({ __esModule: true, default: mockGraph }));
vi.mock("../../src/e", async () => await import("../../__mocks__/e"));
vi.mock("../../src/e", () => import("../../__mocks__/e"));
vi.mock("../../src/e", async () => { const a = await vi.importActual("../../src/e"); return { ...a, x: vi.fn() }; });  // <- ITM209
const server = setupServer(http.get("/x", () => HttpResponse.json({})));  // <- ITM209
const server2 = setupServer(...handlers);
nock("https://x").get("/a").reply(200, {});  // <- ITM209
const s3 = httpm.createServer(app);
const s4 = httpm.createServer((req, res) => { res.end(JSON.stringify({ a: 1 })); });  // <- ITM209
const hits = [];
const s5 = httpm.createServer((req, res) => { hits.push(req.url); res.statusCode = 204; res.end(); });
const t1 = createRouterTransport(({ service }) => { service(BillingService, billing); });
const t2 = createRouterTransport(({ service }) => { service(BillingService, { get: () => ({}) }); });  // <- ITM209
jest.spyOn(client, "get");
jest.spyOn(client, "get").mockResolvedValue({});  // <- ITM209
jest.spyOn(console, "error").mockImplementation(() => {});
const spy = vi.spyOn(client, "x"); spy.mockReturnValue(1); spy.mockReturnValue(2);  // <- ITM209
vi.stubGlobal("fetch", vi.fn());  // <- ITM209
vi.stubEnv("A", "b");
const cb = vi.fn();
subscribe(cb);
