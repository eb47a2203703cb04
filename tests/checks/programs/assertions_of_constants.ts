// judged by ITM212
test("a", { skip: true }, () => { run(); });
test("b", { timeout: 5 }, () => { run(); });  // <- ITM212
it("c", () => { t.pass(); });  // <- ITM212
it("d", () => { expect(!false).toBe(true); });  // <- ITM212
it("e", () => { assert.equal(1, 1); });  // <- ITM212
it("f", () => { assert.fail("x"); });
it("g", (t) => { t.pass(); });  // <- ITM212
