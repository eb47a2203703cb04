// judged by ITM204 ITM205 ITM206 ITM207 ITM208 ITM209 ITM212
import assert from "node:assert/strict";
import http from "node:http";
import { after, before, describe, it, mock, test } from "node:test";
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import { WebSocketServer } from "ws";
import { setupServer } from "msw/node";
import nock from "nock";
import sinon from "sinon";
import { rest } from "msw";
import { ledgerImplementation } from "../../src/grpc";
import { LedgerService, BankService } from "../../src/gen/services";
import { handlers } from "../../__mocks__/handlers";
import { bankImplementation } from "../../__mocks__/bank";
import { client } from "./client";

jest.mock("../../src/bank");
jest.mock("../../src/clock", () => ({ now: () => 0 })); // <- ITM209
jest.mock("../../src/ledger", () => require("../../__mocks__/ledger"));
jest.mock("../../src/rates", () => {
  const { rates } = jest.requireActual("../../__mocks__/rates");
  return { rates };
});
vi.mock(import("../../src/mail"), () => ({ send: vi.fn() })); // <- ITM209
vi.mock("../../src/auth", { spy: true });

const shared = setupServer(...handlers);
const own = setupServer( // <- ITM209
  rest.get("https://bank.example/x", (req, res, ctx) => res(ctx.json({}))),
);

before(() => {
  nock("https://rates.example").get("/").reply(200, { eur: 1 }); // <- ITM209
  nock.disableNetConnect();
});
after(async () => {
  nock.cleanAll();
  await client.close().catch(() => {});
});

test("serves itself", async () => {
  const server = new Server();
  server.addService(LedgerService, ledgerImplementation);
  server.bindAsync("localhost:0", ServerCredentials.createInsecure(), () => {});
  assert.equal(await client.balance(), 0);
});

test("serves the bank", async () => {
  const server = new Server(); // <- ITM209
  server.addService(BankService, { pay: (call, callback) => callback(null, { ok: true }) });
  assert.equal(await client.balance(), 0);
});

test("serves the shared bank", async () => {
  const server = new Server();
  server.addService(BankService, bankImplementation);
  assert.equal(await client.balance(), 0);
});

test("receives a webhook", async () => {
  const received: string[] = [];
  const hook = http.createServer((req, res) => {
    received.push(req.url ?? "");
    res.end();
  });
  hook.listen(0);
  assert.deepEqual(received, ["/paid"]);
});

test("imitates rates", async () => {
  const rates = http.createServer(); // <- ITM209
  rates.on("request", (req, res) => res.end("{}"));
  assert.equal(await client.rate(), 1);
});

test("stubs", async () => {
  const stub = sinon.stub(client, "pay").resolves({ ok: true }); // <- ITM209
  assert.ok(await client.pay());
  stub.restore();
});

test("spies", async () => {
  const spy = sinon.spy(client, "pay");
  await client.pay();
  assert.ok(spy.calledOnce);
});

test("uses a clock", async () => {
  const clock = sinon.useFakeTimers();
  assert.equal(Date.now(), 0);
  clock.restore();
});

test("mocks a method", async (t) => {
  t.mock.method(client, "pay", async () => ({ ok: true })); // <- ITM209
  assert.ok(await client.pay());
});

test("mocks timers", async (t) => {
  t.mock.timers.enable();
  assert.equal(Date.now(), 0);
});

test("replaces fetch", async () => {
  const original = global.fetch;
  global.fetch = sinon.stub().resolves(new Response("{}")); // <- ITM209
  assert.ok(await client.get());
  global.fetch = original;
});

test("asserts", async () => {
  assert(await client.balance());
});

test("asserts a rejection", async () => {
  await assert.rejects(client.post(-1));
});

test("asserts nothing", async () => { // <- ITM212
  await client.balance();
});

test("asserts a constant", async () => { // <- ITM212
  await client.balance();
  assert.ok(true);
});

test("has a done callback", (t, done) => {
  client.once("paid", (order) => {
    assert.equal(order.id, 1);
    done();
  });
});

test("plans", async (t) => {
  t.plan(1);
  t.assert.equal(await client.balance(), 0);
});

test("has subtests", async (t) => {
  await t.test("one", async () => {
    assert.equal(await client.balance(), 0);
  });
  await t.test("two", async () => { // <- ITM212
    await client.balance();
  });
});

test("is skipped", { skip: "until the move" }, async () => { // <- ITM205
  await client.balance();
});

test("is skipped by hand", async (t) => {
  t.skip("until the move"); // <- ITM205
});

test("is to do", { todo: true }, async () => { // <- ITM205
  await client.balance();
});

test("needs a variable", { skip: !process.env.LEDGER_URL }, async () => { // <- ITM206
  assert.equal(await client.balance(), 0);
});

test("swallows", async () => {
  await client.post(-1).catch((error) => { // <- ITM204
    console.debug(error);
  });
  assert.equal(await client.balance(), 0);
});

test("swallows a result", async () => {
  const result = await client.post(-1).catch(() => []); // <- ITM204
  assert.equal(result, []);
});

test("asserts that it failed", async () => {
  const result = await client.post(-1).catch(() => "failed");
  assert.equal(result, "failed");
});

test("lets a code through", async () => {
  const result = await client.post(-1).catch((error) => error.code);
  assert.equal(result, status.INVALID_ARGUMENT);
});

test("swallows in a loop", async () => {
  for (const amount of [1, -1]) {
    try {
      await client.post(amount);
    } catch (error) { // <- ITM204
      continue;
    }
  }
  assert.equal(await client.balance(), 1);
});
