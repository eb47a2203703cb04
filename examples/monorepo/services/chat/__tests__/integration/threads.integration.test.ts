import { question } from "../../__mocks__/fixtures";
import { transcript } from "../../src/transcript";
import { createThreadsClient } from "./helpers";

describe("threads", () => {
  const threads = createThreadsClient();

  it("answers a question and remembers both", async () => {
    const { id } = await threads.createThread();

    const reply = await threads.send(id, question);

    expect(reply.role).toBe("assistant");
    expect(reply.content).toContain("capability");
    expect(await threads.history(id)).toEqual([{ role: "user", content: question }, reply]);
  });

  it("keeps threads apart", async () => {
    const [first, second] = [await threads.createThread(), await threads.createThread()];
    await threads.send(first.id, question);

    expect(await threads.history(second.id)).toEqual([]);
  });

  it("gives a transcript", async () => {
    const { id } = await threads.createThread();
    await threads.send(id, question);

    expect(transcript(await threads.history(id))).toMatch(/^You: What is .+\nAssistant: /);
  });
});
