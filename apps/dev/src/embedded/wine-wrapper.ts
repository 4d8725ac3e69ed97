import type { Wine } from './wine';

export interface WindowsMongod {
  readonly executable: string;
  readonly version: string;
}

/**
 * The shell script that mongodb-memory-server takes for `mongod`. Windows wants other paths, and
 * MongoDB's diagnostic data collection does not work under wine. `exec` keeps the process id, so
 * that signals arrive where they are meant to. Without wineboot no Windows services are started,
 * which mongod does not need and which would outlive it by seconds.
 */
export function wineWrapper(wine: Wine, { executable, version }: WindowsMongod): string {
  return `#!/bin/sh
if [ "$1" = --version ]; then
  echo 'db version v${version}'
  exit 0
fi

previous=
for argument do
  shift
  case $previous in
    --dbpath | --logpath | --keyFile | --pidfilepath)
      argument="Z:$(printf '%s' "$argument" | tr / '\\\\')" ;;
  esac
  set -- "$@" "$argument"
  previous=$argument
done

export WINEPREFIX=${quoted(wine.prefix)} WINEDEBUG=-all WINEDLLOVERRIDES=wineboot.exe=d
exec ${quoted(wine.program)} ${quoted(executable)} "$@" --setParameter diagnosticDataCollectionEnabled=false
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
