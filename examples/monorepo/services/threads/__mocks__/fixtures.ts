import type { Message, Thread } from "../src/threads";

export const greeting: Message = { author: "ada", text: "Shall we start?" };

export const kickoff: Thread = { id: "thread-kickoff", title: "Kick-off", messages: [greeting] };
