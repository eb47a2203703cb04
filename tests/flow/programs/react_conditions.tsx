import dynamic from "next/dynamic";
import { lazy } from "react";
import Banner from "./banner";

const isMock = process.env.INTEGRATION_MODE !== "cluster";
const isDemo = process.env.DEMO === "true";
const DevTools = dynamic(() => import("./dev-tools"), { ssr: false });
const Chart = lazy(() => import("./chart"));

export function App({ open }: { open: boolean }) {
  return (
    <div>
      {isMock && <DevTools />} {/* <- branch */}
      {isMock && !isDemo && <Banner />} {/* <- branch */}
      {open && <Banner mock={isDemo} />}
      {open &&
        isMock && ( // <- branch
          <Chart />
        )}
      {(isMock || isDemo) && <Banner />} {/* <- branch */}
      {isDemo || open ? <Chart /> : null}
    </div>
  );
}
