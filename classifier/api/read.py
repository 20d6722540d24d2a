"""GET and POST /api/read, POST /api/read-address: an article out of a file or a page, for the editors' page."""

from fastapi import APIRouter, UploadFile

from classifier.api.dependencies import CurrentService
from classifier.api.problems import RESPONSES, Told
from classifier.api.schemas import AddressRequest, ReadableResponse, ReadResponse
from classifier.corpora import READABLE, fetch, read_received

router = APIRouter(prefix="/api", tags=["articles"])
NOT_HERE = "la lecture d’adresses n’est pas permise ici. Copiez le texte de l’article, ou enregistrez la page."


@router.get("/read")
async def readable(service: CurrentService) -> ReadableResponse:
    """Say which files can be read, and the pages of which sites."""
    return ReadableResponse(kinds=list(READABLE), hosts=list(service.settings.fetch_hosts))


@router.post("/read", responses=RESPONSES)
async def read(file: UploadFile, service: CurrentService) -> ReadResponse:
    """Return the article of a file: Word, a web page, or plain text in any usual encoding. Nothing is kept."""
    content, name = await file.read(), file.filename or "fichier"
    return ReadResponse.of(await service.read(lambda: read_received(content, name)))


@router.post("/read-address", responses=RESPONSES)
async def read_address(request: AddressRequest, service: CurrentService) -> ReadResponse:
    """Return the article at an address of one of the sites that are allowed; see `GET /api/read`."""
    hosts = service.settings.fetch_hosts
    if not hosts:
        raise Told(403, "no-addresses", NOT_HERE)
    address = request.address.strip()
    return ReadResponse.of(await service.read(lambda: fetch(address, hosts=hosts)))
