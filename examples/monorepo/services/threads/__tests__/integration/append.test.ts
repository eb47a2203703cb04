import { greeting } from "../../__mocks__";
import { LONGEST_MESSAGE } from "../../src/threads";
import { createClient } from "./helpers";

describe("append", () => {
  const threads = createClient();

  it("keeps messages in order", async () => {
    const { id } = await threads.open("Release 12");
    await threads.append(id, greeting);
    await threads.append(id, { author: "bob", text: "Yes." });

    const { messages } = await threads.get(id);
    expect(messages.map((message) => message.author)).toEqual(["ada", "bob"]);
  });

  it("refuses a message that is too long", async () => {
    const { id } = await threads.open("Minutes");
    const text = "x".repeat(LONGEST_MESSAGE + 1);

    await expect(threads.append(id, { author: "ada", text })).rejects.toMatchObject({
      code: "invalid_argument",
    });
  });

  it("refuses an unknown thread", async () => {
    await expect(threads.append("thread-unknown", greeting)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
