from flask import Flask

app = Flask(__name__)


@app.get("/")
def page():
    return app.send_static_file("page.html")
