import os
from pathlib import Path

from celery import Celery

folder = Path(os.environ.get("QUEUE", Path(__file__).parent / "queue"))
for part in ("jobs", "results"):
    (folder / part).mkdir(parents=True, exist_ok=True)

queue = Celery("tasks", broker="filesystem://", backend=f"file://{folder}/results")
queue.conf.broker_transport_options = {
    "data_folder_in": str(folder / "jobs"),
    "data_folder_out": str(folder / "jobs"),
}


@queue.task
def add(a, b):
    return a + b
