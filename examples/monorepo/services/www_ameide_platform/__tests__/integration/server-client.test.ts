import { connect, visitor } from "./helpers";

describe("server client", () => {
  it("lists the graphs of the organization", async () => {
    const titles = (await connect(visitor).graphs()).map((graph) => graph.title);

    expect(titles).toEqual(["Applications", "Capabilities"]);
  });

  it("shows nothing to strangers", async () => {
    const stranger = { ...visitor, user: "mallory" };

    await expect(connect(stranger).graphs()).rejects.toThrow("403");
  });
});
