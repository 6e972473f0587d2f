import os

from flask import Flask, jsonify, request

app = Flask(__name__)
visits = {"count": 0}


@app.get("/")
def index():
    visits["count"] += 1
    return f"{os.environ.get('GREETING', 'Hello')} from Flask\n"


@app.post("/echo")
def echo():
    return jsonify(request.get_json(force=True))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
