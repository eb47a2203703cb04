import { problems } from "../../../contact";

/** Takes a message of a visitor. */
export async function POST(request: Request): Promise<Response> {
  const found = problems(await request.json());
  if (found.length > 0) {
    return Response.json({ problems: found }, { status: 422 });
  }
  return Response.json({ accepted: true }, { status: 202 });
}
