from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Colour(BaseModel):
    name: str
    hex: str


@app.get("/colours/{name}")
def colour(name: str) -> Colour:
    return Colour(name=name, hex={"red": "#ff0000"}.get(name, "#000000"))
