from fastapi import FastAPI

api = FastAPI(title="Squares")


@api.get("/")
def index() -> dict[str, str]:
    return {"hello": "FastAPI"}


@api.get("/squares/{number}")
def square(number: int) -> dict[str, int]:
    return {"square": number * number}
