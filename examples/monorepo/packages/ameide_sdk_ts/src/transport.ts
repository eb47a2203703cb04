/** A failed call, with the code that the service gave. */
export class RpcError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "RpcError";
  }
}

/** Calls one method of a service: a request in, its response out. */
export type Transport = (method: string, request: object) => Promise<unknown>;

/** Calls a deployed service by the Connect protocol, with JSON. */
export function connectTransport(baseUrl: string, service: string): Transport {
  return async (method, request) => {
    const response = await fetch(`${baseUrl}/${service}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    const body = await response.json();
    if (!response.ok) {
      throw new RpcError(body.code, body.message);
    }
    return body;
  };
}
