it('a', async () => {
  if (globalThis.isCluster) {
    expect(await get()).toBe(1); // <- ITM202
  }
  expect(1 + Math.random()).toBe(2);
});
