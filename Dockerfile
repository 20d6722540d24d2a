# docker compose up: see compose.yaml. No root, nothing written but /data and /tmp.
FROM python:3.11-slim AS build
WORKDIR /build
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY classifier classifier
RUN python -m venv /opt/motscles \
    && /opt/motscles/bin/pip install --no-cache-dir --constraint requirements.lock .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data motscles && install -d -o motscles -g motscles /data
COPY --from=build /opt/motscles /opt/motscles
COPY training_data /opt/training_data
ENV PATH=/opt/motscles/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    CLASSIFIER_HOST=0.0.0.0 \
    CLASSIFIER_MODELS=/data/models \
    CLASSIFIER_FEEDBACK=/data/feedback.sqlite \
    CLASSIFIER_KEYS=/data/keys.json \
    CLASSIFIER_CACHE=/data/cache \
    CLASSIFIER_TAGS=/opt/training_data/tags.yaml \
    CLASSIFIER_CORPUS=/opt/training_data/articles
USER motscles
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
CMD ["motscles", "serve"]
