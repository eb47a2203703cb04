import { transcript } from "../../src/transcript";

test("an empty conversation is empty", () => {
  expect(transcript([])).toBe("");
});

test("every message has its line", () => {
  expect(
    transcript([
      { role: "user", content: "Hello" },
      { role: "assistant", content: "Good morning" },
    ]),
  ).toBe("You: Hello\nAssistant: Good morning");
});
