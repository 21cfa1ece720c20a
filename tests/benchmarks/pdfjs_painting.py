"""Paints pages with PDF.js in a headless Chromium, which fetches them from a server in this process.

PDF.js is no part of this project: READER_APP_PDFJS names the folder of an unpacked "pdfjs-dist".
"""

import io
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

from PIL import Image

from export.browser import QUIET
from export.painting import Picture

PDFJS = Path(os.environ.get("READER_APP_PDFJS", "pdfjs-dist"))
_PATIENCE = 60.0
_TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".html": "text/html",
    ".wasm": "application/wasm",
}
_PAGE = """<!DOCTYPE html><meta charset="utf-8"><script type="module">
import * as pdfjs from "/pdfjs/legacy/build/pdf.mjs";
pdfjs.GlobalWorkerOptions.workerSrc = "/pdfjs/legacy/build/pdf.worker.mjs";

async function paint({file, page, scale, password}) {
  const task = pdfjs.getDocument({url: file, password, cMapUrl: "/pdfjs/cmaps/", cMapPacked: true,
    standardFontDataUrl: "/pdfjs/standard_fonts/", wasmUrl: "/pdfjs/wasm/", iccUrl: "/pdfjs/iccs/"});
  const pdf = await task.promise;
  try {
    const sheet = await pdf.getPage(page + 1);
    const viewport = sheet.getViewport({scale});
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    await sheet.render({canvas, viewport, annotationMode: pdfjs.AnnotationMode.ENABLE}).promise;
    return await new Promise(resolve => canvas.toBlob(resolve, "image/png"));
  } finally {
    await task.destroy();
  }
}

while (true) {
  const job = await (await fetch("/next")).json();
  if (job === null) break;
  try {
    await fetch("/done", {method: "POST", body: await paint(job)});
  } catch (error) {
    await fetch("/failed", {method: "POST", body: String(error)});
  }
}
</script>"""


class PdfjsPainter:
    """A browser that paints one page after the other; a context manager that ends it."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[bytes | str] = queue.SimpleQueue()
        self._files: list[Path] = []
        handler = partial(_Handler, self._jobs, self._answers, self._files)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._profile = tempfile.mkdtemp()
        address = f"http://127.0.0.1:{self._server.server_port}/"
        self._browser = subprocess.Popen(
            ["chromium", *QUIET, f"--user-data-dir={self._profile}", "--remote-debugging-port=0", address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __enter__(self) -> "PdfjsPainter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._jobs.put(None)
        self._browser.terminate()
        self._browser.wait()
        self._server.shutdown()
        shutil.rmtree(self._profile, ignore_errors=True)

    def paint(self, path: Path, page: int, scale: float, password: str = "") -> Picture:
        self._files.append(path)
        file = f"/file/{len(self._files) - 1}"
        self._jobs.put({"file": file, "page": page, "scale": scale, "password": password})
        answer = self._answers.get(timeout=_PATIENCE)
        if isinstance(answer, str):
            raise RuntimeError(answer)
        image = Image.open(io.BytesIO(answer)).convert("RGB")
        return Picture(image.width, image.height, image.tobytes())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(
        self,
        jobs: "queue.SimpleQueue[dict[str, Any] | None]",
        answers: "queue.SimpleQueue[bytes | str]",
        files: list[Path],
        *arguments: Any,
    ) -> None:
        self._jobs, self._answers, self._files = jobs, answers, files
        super().__init__(*arguments)

    def do_GET(self) -> None:
        if self.path == "/":
            self._send(_PAGE.encode(), "text/html")
        elif self.path == "/next":
            self._send(json.dumps(self._jobs.get()).encode(), "application/json")
        elif self.path.startswith("/file/"):
            self._send(self._files[int(self.path.rpartition("/")[2])].read_bytes(), "application/pdf")
        elif (file := PDFJS / self.path.removeprefix("/pdfjs/")).is_file():
            self._send(file.read_bytes(), _TYPES.get(file.suffix, "application/octet-stream"))
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answers.put(body if self.path == "/done" else body.decode())
        self._send(b"", "text/plain")

    def log_message(self, *arguments: Any) -> None:
        pass

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
