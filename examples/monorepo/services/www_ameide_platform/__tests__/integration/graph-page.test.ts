import { loadGraph } from "../../src/app/graphs/[id]/load";
import { connect, signIn, signOut, visitor } from "./helpers";

describe("page of a graph", () => {
  afterEach(signOut);

  it("shows the graph to who is signed in", async () => {
    await signIn(visitor);

    expect(await loadGraph("capabilities", connect)).toEqual({
      id: "capabilities",
      title: "Capabilities",
    });
  });

  it("sends everyone else to the sign-in page", async () => {
    await expect(loadGraph("capabilities", connect)).rejects.toThrow(
      "redirect /login?next=/graphs/capabilities",
    );
  });

  it("finds no graph under an unknown id", async () => {
    await signIn(visitor);

    await expect(loadGraph("unknown", connect)).rejects.toThrow("not found");
  });
});
