import humanize
from flask import Flask

app = Flask(__name__)


@app.get("/")
def large():
    return humanize.intword(1_234_567_890) + "\n"
