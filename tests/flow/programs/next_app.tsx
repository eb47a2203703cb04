"use client";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";

type Mode = "repo" | "cluster";
const PUBLIC_MODE = (process.env.NEXT_PUBLIC_INTEGRATION_MODE ?? "repo") as Mode;
const SITE = process.env.NEXT_PUBLIC_SITE ?? "x";

const ModeContext = createContext<Mode>(PUBLIC_MODE);
const ThemeContext = createContext("light");

export function useMode() {
  return useContext(ModeContext);
}

export function useIsMock() {
  const mode = useMode();
  return mode !== "cluster";
}

export function Provider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const [mode] = useState(PUBLIC_MODE);
  if (open) return null;
  return <ModeContext.Provider value={mode}>{children}</ModeContext.Provider>;
}

export function Banner() {
  const mock = useIsMock();
  const theme = useContext(ThemeContext);
  if (theme === "dark") return null;
  if (!mock) return null; // <- branch
  return <p>mock</p>;
}

export function Page({ mode, items }: { mode: string; items: string[] }) {
  const isMock = useMemo(() => PUBLIC_MODE === "repo", []);
  useEffect(() => {
    if (isMock) console.log("x"); // <- branch
    if (SITE) console.log(SITE);
  }, [isMock]);
  return (
    <div className={isMock ? "mock" : "live"}>{/* <- branch */}
      {items.length > 0 && <ul />}
      {mode === "cluster" && <p />}
      {PUBLIC_MODE === "cluster" ? (<Real />) : (<Fake />)}{/* <- branch */}
      <Row hidden={isMock} dark={SITE === "y"} />
    </div>
  );
}

const Row = ({ hidden, dark }: { hidden: boolean; dark: boolean }) => {
  if (dark) return null;
  return hidden ? null : <li />; // <- branch
};

export const getServerSideProps = async () => {
  const offline = PUBLIC_MODE === "repo";
  return { props: { offline, items: offline ? [] : await load() } }; // <- branch
};
