# syntax=docker/dockerfile:1

# One image for api, worker and admin; the command says which of them a container is. All of them
# end on SIGTERM by themselves; --init (init: true in Compose) reaps what else may be left behind.

FROM node:20.20.2-bookworm-slim AS base
WORKDIR /app

# The same packages that the tests ran with. No package needs a script of its own to be installed.
FROM base AS build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# Shown by the guide beside the version: docker compose build --build-arg GIT_COMMIT="$(git rev-parse HEAD)".
ARG GIT_COMMIT
RUN npm run build && npx vitepress build docs && find dist -name '*.map' -delete

FROM base AS packages
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM base
# Inside a container the loopback address is one that nobody else can reach.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    WORKER_HOST=0.0.0.0
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY --from=build /app/dist ./dist
COPY --from=build /app/docs/.vitepress/dist ./docs/.vitepress/dist
# Files belong to root and are not for the process to change.
USER node
EXPOSE 5000 5002
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 5000) + '/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/api/src/main.js"]
