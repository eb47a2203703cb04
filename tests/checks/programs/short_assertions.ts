// judged by ITM212
it('x', async () => { await page.getByText('a').click(); }); // <- ITM212
it('y', async () => { await screen.findByText('a'); }); // <- ITM212
// judged by ITM212
it('x', () => cy.get('a').should('exist'));
it('y', () => { sinon.assert.called(f); });
it('z', () => { expectTypeOf(f()).toEqualTypeOf<number>(); });
// judged by ITM212
it('x', async () => { await expect(f()).resolves; }); // <- ITM212
// judged by ITM212
it('x', async () => { await verify(f()); });
it('y', async () => { await client.verify(f()); }); // <- ITM212
// judged by ITM212
it.concurrent('x', async () => { f(); }); // <- ITM212
it.fails('y', async () => { f(); });
