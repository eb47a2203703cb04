import { isClusterMode, requireEnv } from "../../../../tools/integration-runner/ts/mode";
import { mockFetch } from "../../__mocks__";

export interface Site {
  get(path: string): Promise<Response>;
  post(path: string, body: object): Promise<Response>;
}

function createSite(baseUrl: string, send: typeof fetch): Site {
  return {
    get: (path) => send(new URL(path, baseUrl)),
    post: (path, body) =>
      send(new URL(path, baseUrl), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
  };
}

export function openSite(): Site {
  return isClusterMode()
    ? createSite(requireEnv("WWW_AMEIDE_BASE_URL"), fetch)
    : createSite("http://www.ameide.test", mockFetch);
}
