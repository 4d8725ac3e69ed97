import { useNavigate } from 'react-router';
import { useShortcuts } from '../shortcuts/use-shortcuts';
import { PLACES } from './navigation';

/** `g` and a letter opens a page. */
export function usePlaceShortcuts(): void {
  const navigate = useNavigate();
  useShortcuts(
    PLACES.map(({ key, path }) => ({ keys: `g ${key}`, run: () => void navigate(path) })),
  );
}
