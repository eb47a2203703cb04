import { createClient } from "./helpers";

const cluster = process.env.INTEGRATION_MODE === "cluster";

describe("invoices", () => {
  it("issues an invoice", async () => {
    const invoice = await createClient().issue({ customer: "c-1", cents: 1200 });
    expect(invoice.cents).toBe(1200);
    if (cluster) {
      expect(invoice.number).toMatch(/^INV-/);
    }
  });

  it("refuses an empty invoice", async () => {
    if (!cluster) return;
    await expect(createClient().issue({ customer: "c-1", cents: 0 })).rejects.toThrow("empty");
  });
});
