# The server with its front end. Two stages build, the third holds only what runs.
FROM node:24-bookworm-slim AS front
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
COPY openapi ../openapi
RUN npm run build

FROM rust:1.95-bookworm AS server
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY .cargo .cargo
COPY entity entity
COPY migration migration
COPY api api
COPY tests tests
COPY data data
RUN cargo build --release --locked -p thousand

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data thousand \
    && install -d -o thousand /data
WORKDIR /app
COPY --from=server /src/target/release/thousand /usr/local/bin/thousand
COPY --from=front /src/frontend/build frontend/build
COPY data data
ENV THOUSAND_BIND=0.0.0.0:8080 THOUSAND_DATA_DIR=/data THOUSAND_WEB_DIR=/app/frontend/build
USER thousand
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["thousand"]
CMD ["serve"]
