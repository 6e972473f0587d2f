from flask import Flask, request
from markupsafe import escape


def create_app():
    app = Flask(__name__)

    @app.get("/")
    def hello():
        return f"Hello, {escape(request.args.get('name', '<you>'))}\n"

    return app
