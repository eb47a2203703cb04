import { POST } from "../src/app/api/contact/route";
import { GET } from "../src/app/api/health/route";

const routes: Record<string, (request: Request) => Response | Promise<Response>> = {
  "POST /api/contact": POST,
  "GET /api/health": GET,
};

/** A `fetch` that calls the site's route handlers without a network. */
export const mockFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const route = routes[`${request.method} ${new URL(request.url).pathname}`];
  return route ? route(request) : new Response("Not found", { status: 404 });
};
