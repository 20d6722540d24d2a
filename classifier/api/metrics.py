"""What Prometheus may ask: counts, times, and which model answers."""

import os
from typing import Any

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where several workers add up; `supervisor` sets it before they start
TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The figures of one service, of all its workers together."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram  # decides at import whether it shares

        self._registry = CollectorRegistry()
        given: dict[str, Any] = {"registry": self._registry, "namespace": "motscles"}
        self.requests = Counter("requests", "Requests answered", ["method", "route", "status"], **given)
        self.seconds = Histogram("request_seconds", "Time to the last byte", ["route"], buckets=BUCKETS, **given)
        self.articles = Counter("articles", "Articles that were given suggestions", **given)
        self.feedback = Counter("feedback", "Submissions of feedback", ["result"], **given)
        self.refused = Counter("refused", "Requests refused before any work", ["reason"], **given)
        self.model_loads = Counter("model_loads", "Models read from the disk", ["result"], **given)

    def page(self, version: str | None, waiting: int) -> bytes:
        """Return the figures in Prometheus's text format, with the model of the worker that answers."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = self._registry
        if SHARED in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        now = (
            "# HELP motscles_model_info The model in service\n# TYPE motscles_model_info gauge\n"
            f'motscles_model_info{{version="{version or ""}"}} {int(version is not None)}\n'
            "# HELP motscles_waiting Requests that wait for the model\n# TYPE motscles_waiting gauge\n"
            f"motscles_waiting {waiting}\n"
        )
        return generate_latest(registry) + now.encode()
