# syntax=docker/dockerfile:1
# Two images: `app` (web, worker, beat and prepare) and `proxy` (TLS in front of it).

FROM python:3.11.9-slim-bookworm AS packages
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
      --only-binary :all: -r requirements.txt

FROM python:3.11.9-slim-bookworm AS app
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-croscore \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --home-dir /nonexistent tracker \
 && install -d -o tracker -g tracker -m 0750 /data \
 && install -d -o tracker -g tracker -m 0700 /backups
COPY --from=packages /venv /venv
WORKDIR /app
COPY manage.py ./
COPY fixtures fixtures
COPY static static
COPY templates templates
COPY tracker tracker
COPY units units
COPY plans plans
COPY reporting reporting
RUN python -m compileall -q tracker units plans reporting
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    TRACKER_DATA=/data \
    PORT=8000
USER tracker
VOLUME /data /backups
EXPOSE 8000

FROM caddy:2.11.7-alpine AS proxy
COPY Caddyfile /etc/caddy/Caddyfile
# The caddy binary has a file capability, which an unprivileged process may not execute.
RUN chown -R 10002:10002 /data /config \
 && cp /usr/bin/caddy /usr/bin/caddy-plain && mv /usr/bin/caddy-plain /usr/bin/caddy
USER 10002:10002
EXPOSE 8080 8443
