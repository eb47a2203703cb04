import { createContext, useContext } from 'react';
const Ctx = createContext({ mock: process.env.NEXT_PUBLIC_INTEGRATION_MODE !== 'cluster' });
export const useFlags = () => useContext(Ctx);
