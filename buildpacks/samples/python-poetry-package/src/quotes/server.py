import os

from werkzeug.serving import run_simple
from werkzeug.wrappers import Request, Response


@Request.application
def app(request):
    return Response("A good plan is a list of small steps.\n")


def main():
    run_simple("0.0.0.0", int(os.environ.get("PORT", "8000")), app)
