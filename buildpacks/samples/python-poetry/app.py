from flask import Flask, request
from slugify import slugify

app = Flask(__name__)


@app.get("/")
def slug():
    return slugify(request.args.get("title", "Crème brûlée for Übermorgen")) + "\n"
