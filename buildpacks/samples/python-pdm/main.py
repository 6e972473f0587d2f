import os

import bottle
import mistune
import waitress

app = bottle.Bottle()


@app.get("/")
def page():
    return mistune.html("# Hello\n\nThis page was *Markdown*.")


waitress.serve(app, listen="0.0.0.0:" + os.environ.get("PORT", "8000"))
