import { cookies } from "../../__mocks__/next/headers";
import { isClusterMode, requireEnv } from "../../../../tools/integration-runner/ts/mode";
import { handleRequest, visitor } from "../../__mocks__/handlers";
import { getServerClient, type ServerClient } from "../../src/lib/server-client";
import type { Session } from "../../src/lib/session";

export { visitor };

export function connect(session: Session): ServerClient {
  return isClusterMode()
    ? getServerClient(session, requireEnv("WWW_AMEIDE_PLATFORM_API_URL"))
    : getServerClient(session, "http://platform.ameide.test", handleRequest);
}

export async function signIn({ user, organization }: Session): Promise<void> {
  (await cookies()).set("session", { value: `${user}@${organization}` });
}

export async function signOut(): Promise<void> {
  (await cookies()).delete("session");
}
