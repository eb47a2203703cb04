import { useMemo } from "react";

const offline = process.env.NEXT_PUBLIC_INTEGRATION_MODE === "repo"; // INTEGRATION_MODE

export function Screen({ title }: { title: string }) {
  const mock = useMemo(() => offline, []);
  return (
    <main>
      {title && <h1>{title}</h1>}
      {mock && <Banner />}{/* <- branch */}
      {offline ? <Fake /> : <Real />}{/* <- branch */}
      <Child quiet={offline} loud={title} />
    </main>
  );
}

function Child({ quiet, loud }: { quiet: boolean; loud: string }) {
  if (quiet) return null; // <- branch
  if (loud) return null;
  return <p />;
}
