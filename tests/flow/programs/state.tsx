import React, { createContext, createRef, useContext, useRef, useState } from "react";
import { BehaviorSubject } from "rxjs";

const Flags = createContext({ mock: false, dark: false });
const mode$ = new BehaviorSubject(process.env.INTEGRATION_MODE);
const theme$ = new BehaviorSubject("dark");

export function Root({ children }: { children: React.ReactNode }) {
  const [mock, setMock] = useState(() => process.env.NEXT_PUBLIC_INTEGRATION_MODE !== "cluster");
  const [dark] = React.useState(false);
  if (dark) return null;
  if (mock) setMock(false); // <- branch
  return <Flags.Provider value={{ mock, dark }}>{children}</Flags.Provider>;
}

export function Leaf() {
  const { mock, dark } = useContext(Flags);
  const mode = useRef(process.env.INTEGRATION_MODE);
  const element = createRef<HTMLDivElement>();
  if (element.current) element.current.focus();
  if (dark) return null;
  if (mock) return <p>mock</p>; // <- branch
  return mode.current === "cluster" ? <p>live</p> : <p ref={element} />; // <- branch
}

export function subscribe() {
  if (theme$.getValue() === "dark") return 1;
  if (mode$.value === "cluster") return 2; // <- branch
  return mode$.getValue() ? 3 : 4; // <- branch
}
