import { createMockGraphService } from "../../graph/__mocks__/service";
import { MockPlatformClient } from "./client";

export const OWNER = "ada@ameide.test";

/** Doubles of everything that the platform's suite talks to. */
export function createMocks() {
  return { platform: new MockPlatformClient(), graph: createMockGraphService() };
}
