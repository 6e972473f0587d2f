from flask import Flask

from tasks import add

app = Flask(__name__)


@app.get("/")
def enqueue():
    return f"{add.name} is queued as {add.delay(2, 3).id}\n"
