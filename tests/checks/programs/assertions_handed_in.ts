// judged by ITM212
import { it } from "vitest";

it("rejects when it does not hold", () => {
  return new Promise<void>((resolve, reject) => {
    socket.once("message", (text: string) => {
      if (text === "hello") resolve();
      else reject(new Error(`got ${text}`));
    });
  });
});

it("resolves whatever comes", () => { // <- ITM212
  return new Promise<void>((resolve) => {
    socket.once("message", () => resolve());
  });
});
// judged by ITM212
it("asserts by a computed matcher", async () => {
  const matcher = (await kind()) === "a" ? "toBeDefined" : "toBeUndefined";
  expect(await get())[matcher]();
});

it("calls by a computed name", async () => { // <- ITM212
  await client[method]();
});
// judged by ITM212
import { it, type ExpectStatic } from "vitest";

async function holds(expect: ExpectStatic, url: string) {
  expect((await fetch(url)).status).toBe(200);
}

it("asserts by what it is given", async ({ expect }) => {
  await holds(expect, "http://a");
});
