import type { ChatMessage } from "./threads-client";

/** A conversation as plain text, for exports. */
export function transcript(messages: ChatMessage[]): string {
  return messages
    .map(({ role, content }) => `${role === "user" ? "You" : "Assistant"}: ${content}`)
    .join("\n");
}
