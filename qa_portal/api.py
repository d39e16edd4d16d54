"""The API: read-only, for other systems (F69). Each app names what of it can be read in its `api.py`; this file makes
the addresses and their description of them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, P, PathEx, Query, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.renderers import JSONRenderer
from pydantic import Field

import projects.api  # noqa: F401  these register the resources
import qa_portal.office.api  # noqa: F401
import schools.api  # noqa: F401
import supervision.api  # noqa: F401
from qa_portal.core.integrations import gate
from qa_portal.core.integrations.resources import LARGEST_KEY, RESOURCES, in_both


class Problem(Schema):
    """Every refusal: a fixed word for programs, a sentence for people, and what is wrong with which parameter."""

    code: str
    message: str
    fields: dict[str, list[str]] = Field(default_factory=dict)


Key = PathEx[int, P(ge=1, le=LARGEST_KEY)]


class Thai(JSONRenderer):
    """Thai as it is, not as escapes: a third of the bytes."""

    json_dumps_params = {"ensure_ascii": False}


REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}

api = NinjaAPI(
    title="QA Portal",
    version="1",
    description="Read-only. A token sees what its owner sees in the portal; the fields are those of the sheets.",
    urls_namespace="api",
    openapi_url="openapi.json",
    docs_url=None,
    auth=gate.TokenGate(),
    renderer=Thai(),
)


def refuse(request, refusal):
    response = JsonResponse(refusal.body, status=refusal.status, json_dumps_params=Thai.json_dumps_params)
    if refusal.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if refusal.status == 429:
        response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response


def refuse_parameters(request, error):
    fields = {}
    for item in error.errors:
        fields.setdefault(str(item["loc"][-1]), []).append(item["msg"])
    return refuse(request, gate.not_valid(fields))


api.add_exception_handler(gate.Refusal, refuse)
api.add_exception_handler(AuthenticationError, lambda request, error: refuse(request, gate.no_token()))
api.add_exception_handler(ValidationError, refuse_parameters)


def add(resource):
    """The address of the list and that of one row."""

    def read_list(request, response: HttpResponse, asked: Query[resource.query_schema]):
        return answer(response, resource.read_list(request, asked))

    def read_one(request, response: HttpResponse, pk: Key):
        return answer(response, resource.read_one(request, pk, resource.one_schema()))

    def read_one_of_office(request, response: HttpResponse, pk: Key, asked: Query[resource.one_schema]):
        return answer(response, resource.read_one(request, pk, asked))

    stem = resource.name.replace("-", "_")
    about = {"tags": [resource.area], "summary": in_both(resource.about)}
    lists = {"url_name": f"{stem}_list", "operation_id": f"list_{stem}"}
    ones = {"url_name": f"{stem}_one", "operation_id": f"read_{stem}"}
    one = read_one_of_office if resource.is_of_office else read_one
    api.get(f"v1/{resource.name}", response={200: resource.list_schema} | REFUSALS, **about, **lists)(read_list)
    api.get(f"v1/{resource.name}/{{pk}}", response={200: resource.row_schema} | REFUSALS, **about, **ones)(one)


def answer(response, content):
    response["Cache-Control"] = "private, no-store"
    return content


for resource in RESOURCES.values():
    add(resource)

patterns, app_name, namespace = api.urls
for pattern in patterns:
    pattern.callback = login_not_required(pattern.callback)  # the gate asks for a token instead


@login_not_required
@csrf_exempt
def not_an_address(request, rest):
    return refuse(request, gate.not_there())
