import { endless, onboarding } from "../../__mocks__/fixtures";
import { createClient } from "./helpers";

describe("runs", () => {
  const workflows = createClient();

  it("completes every step in order", async () => {
    await workflows.register(onboarding);
    const started = await workflows.start("onboarding");

    expect(started.state).toBe("running");
    expect(await workflows.wait(started.id)).toEqual({
      id: started.id,
      state: "completed",
      completed: ["create", "invite", "welcome"],
    });
  });

  it("refuses a definition that never ends", async () => {
    await expect(workflows.register(endless)).rejects.toThrow("chicken, egg");
  });

  it("refuses to start what nobody registered", async () => {
    await expect(workflows.start("offboarding")).rejects.toThrow("offboarding");
  });
});
