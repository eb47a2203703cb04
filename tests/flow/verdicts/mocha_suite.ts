import { expect, assert } from "chai";
import { connect } from "./helpers";

const mode = (process.env.INTEGRATION_MODE ?? "repo").toLowerCase();
const isMock = mode !== "cluster";

describe("mail", function () {
  this.timeout(isMock ? 1000 : 30000);

  before(function () {
    if (isMock) this.skip(); // <- skip
  });

  it("skips", function () {
    if (isMock) {
      this.skip(); // <- skip
    }
    expect(connect()).to.exist;
  });

  it("property assertion", async () => {
    const mail = await connect().send();
    expect(mail).to.exist;
    if (!isMock) {
      expect(mail.sent).to.be.true; // <- assertion
    }
  });

  it("assert style", async () => {
    const mail = await connect().send();
    assert.equal(mail.state, isMock ? "queued" : "sent"); // <- expectation
  });

  it("other", async () => {
    const mail = await connect().send();
    if (mail.error) throw mail.error;
    assert.equal(mail.state, "sent");
    assert.isOk(mail.id, isMock ? "mock has no id" : "no id");
  });

  it("fails fast", () => {
    if (!["repo", "cluster"].includes(mode)) throw new Error(`unknown mode ${mode}`);
    expect(connect()).to.exist;
  });
});
