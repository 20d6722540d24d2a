"""What handlers ask for, named and typed."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer

from classifier.api.service import Service
from classifier.keys import Key

__all__ = ["CALLER", "CurrentKey", "CurrentService", "Service"]

# The keys are checked before any body is read (`security`); here they are only told to the documentation.
_HEADER = APIKeyHeader(name="X-API-Key", scheme_name="header", auto_error=False)
_BEARER = HTTPBearer(scheme_name="bearer", auto_error=False)


# coroutines, though they wait for nothing: FastAPI would hand a plain function to a thread at each request
async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _key(request: Request) -> Key | None:
    key: Key | None = getattr(request.state, "key", None)
    return key


CALLER = [Security(_HEADER), Security(_BEARER)]
CurrentService = Annotated[Service, Depends(_service)]
CurrentKey = Annotated[Key | None, Depends(_key)]
