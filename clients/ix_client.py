"""A client of ix in one file, by the standard library alone (Python 3.9 and later): copy it into a program.

    ix = Ix("http://127.0.0.1:8994", key=os.environ.get("IX_KEY"))
    job = ix.submit({"use_case": "invoice"}, files=["invoice.pdf"])
    print(ix.wait(job["job_id"])["response"])

Jobs and lists are the JSON of the API, see /openapi.json. `verify_callback` is for receivers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets as randomness
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional, Sequence, Union

Json = dict[str, Any]
# The longest that ix itself holds a question back, in seconds.
WAIT_MAX_SECONDS = 60
# What ix takes in one batch.
LINES_MAX = 1000
LINES_BYTES_MAX = 4_000_000
# Longer than that nobody is made to wait for the next attempt.
PAUSE_MAX_SECONDS = 60
CHUNK_BYTES = 65536


class IxError(Exception):
    """Something went wrong between a program and ix."""


class IxUnreachable(IxError):
    """Nobody answers at the address, or not as ix does."""


class IxProblem(IxError):
    """ix answered that it will not (RFC 9457)."""

    def __init__(self, status: int, body: Json, retry_after: Optional[int] = None):
        super().__init__(body.get("detail") or body.get("title") or f"status {status}")
        self.status = status
        self.body = body
        self.retry_after = retry_after
        self.kind = str(body.get("type", "")).replace("/", ":").replace("#", ":").rsplit(":", 1)[-1]


def has_ended(job: Json) -> bool:
    """It will not change any more."""
    return job["status"] in ("done", "error")


class Ix:
    """What is safe to send again is, `retries` times, where nobody answered or ix was busy (429, 503)."""

    def __init__(self, url: str, key: Optional[str] = None, retries: int = 2, timeout: float = 90):
        """`timeout`: seconds without a byte from ix; more than the 60 for which it may hold a question."""
        self.url = url.rstrip("/")
        self.retries = retries
        self.timeout = timeout
        self._headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        self._opener = urllib.request.build_opener(_NoRedirect)

    def submit(
        self,
        submission: Json,
        files: Sequence[Union[str, Path, tuple[str, bytes]]] = (),
        wait: int = 0,
        strict: bool = False,
        on_progress: Optional[Callable[[int, int], None]] = None,
    ) -> Json:
        """The new job, or the one under this client and `request_id`. Files are paths, or names with content.

        `on_progress` is told the bytes of files sent and their total. `strict`: 409 where the job's request is another.
        """
        headers = {}
        prefer = ([f"wait={wait}"] if wait > 0 else []) + (["handling=strict"] if strict else [])
        if prefer:
            headers["Prefer"] = ", ".join(prefer)
        if submission.get("request_id") is None:
            headers["Idempotency-Key"] = randomness.token_hex(16)
        if not files:
            return self._json("POST", "/v1/jobs", body=submission, headers=headers, again=True)
        form = _Form(submission, files)
        headers["Content-Type"] = form.content_type
        headers["Content-Length"] = str(form.length)
        return self._json("POST", "/v1/jobs", data=lambda: form.chunks(on_progress), headers=headers, again=True)

    def submit_many(self, jobs: Sequence[Json]) -> Json:
        """Up to 1,000 at once, all or none: an entry each."""
        return self.call("submitJobs", body={"jobs": list(jobs)})

    def submit_lines(self, jobs: Iterable[Json]) -> Iterator[Json]:
        """Any number, each taken or refused for itself: what became of each, in order, while they are sent by up to 1,000."""
        before = 0
        for lines in _portions(jobs):
            headers = {"Content-Type": "application/x-ndjson", "Accept": "application/x-ndjson"}
            headers["Idempotency-Key"] = randomness.token_hex(16)
            with self._open("POST", "/v1/jobs/batch", data=lambda: b"".join(lines), headers=headers, again=True) as answer:
                for line in answer:
                    entry = json.loads(line)
                    yield {**entry, "index": before + entry["index"]}
            before += len(lines)

    def upload(
        self,
        file: Union[str, Path, bytes],
        client_id: Optional[str] = None,
        on_progress: Optional[Callable[[int, int], None]] = None,
    ) -> Json:
        """A file by itself, a path or its content, for jobs of this client to name by its `file_id`."""
        content = file if isinstance(file, bytes) else Path(file)
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(_size(content))}
        path = "/v1/files" + _query({"client_id": client_id})
        return self._json("POST", path, data=lambda: _told(content, on_progress), headers=headers, again=True)

    def job(self, job_id: str, wait: int = 0) -> Json:
        return self.call("getJob", wait=wait, job_id=job_id)

    def find(self, client_id: str, request_id: str) -> Optional[Json]:
        """By what its submitter called it."""
        try:
            return self.call("getJobByCorrelation", client_id=client_id, request_id=request_id)
        except IxProblem as problem:
            if problem.status == 404:
                return None
            raise

    def wait(self, job_id: str, seconds: float = float("inf")) -> Json:
        """The job once it has ended, or as it is after `seconds`."""
        return _until(lambda wait: self.job(job_id, wait=wait), has_ended, seconds)

    def wait_batch(self, batch_id: str, seconds: float = float("inf")) -> Json:
        """The batch once all its jobs have ended, or as it is after `seconds`."""
        ask = lambda wait: self.call("getBatch", wait=wait, batch_id=batch_id)
        return _until(ask, lambda batch: batch["finished_at"] is not None, seconds)

    def events(self, job_id: str, last_event_id: Optional[str] = None) -> Iterator[tuple[str, Json]]:
        """`("job", job)` now and with its news, `("progress", …)` while it runs, until it has ended.

        A connection that breaks is made again, and goes on behind what was told.
        """
        path = f"/v1/jobs/{_quoted(job_id)}/events"
        return self._follow(path, last_event_id, lambda event, told: event == "job" and has_ended(told))

    def batch_events(self, batch_id: str, last_event_id: Optional[str] = None) -> Iterator[Json]:
        """How many jobs of the batch are in each state, now and as it changes, until all have ended. As `events`."""
        path = f"/v1/batches/{_quoted(batch_id)}/events"
        for _, batch in self._follow(path, last_event_id, lambda _, told: told["finished_at"] is not None):
            yield batch

    def _follow(
        self, path: str, last_event_id: Optional[str], is_last: Callable[[str, Json], bool]
    ) -> Iterator[tuple[str, Json]]:
        failures = 0
        while True:
            try:
                headers = {"Accept": "text/event-stream"}
                if last_event_id is not None:
                    headers["Last-Event-ID"] = last_event_id
                with self._open("GET", path, headers=headers) as answer:
                    if answer.status == 204:
                        return
                    for event, data, event_id in _events(answer):
                        failures = 0
                        last_event_id = event_id or last_event_id
                        told = json.loads(data)
                        yield event, told
                        if is_last(event, told):
                            return
            except (IxUnreachable, OSError) as error:
                failures += 1
                if failures > self.retries:
                    raise error if isinstance(error, IxError) else IxUnreachable(str(error)) from error
            time.sleep(min(2.0**failures, 30))

    def page(self, limit: int = 50, cursor: Optional[str] = None, **filters: Any) -> Json:
        """A page of the listing, newest first; filters as of `GET /jobs`: status (one or a list), client_id, use_case, q …"""
        return self.call("listJobs", limit=limit, cursor=cursor, **filters)

    def jobs(self, **filters: Any) -> Iterator[Json]:
        """Newest first, page after page."""
        for page in self.pages("listJobs", limit=200, **filters):
            yield from page["jobs"]

    def cancel(self, job_id: str) -> Json:
        return self.call("cancelJob", again=True, job_id=job_id)

    def cancel_batch(self, batch_id: str) -> Json:
        """All jobs of it that wait or run."""
        return self.call("cancelBatch", again=True, batch_id=batch_id)

    def resubmit(self, job_id: str, request_id: Optional[str] = None) -> Json:
        """A new job with the same request. Under a `request_id` used before: that job."""
        return self.call("resubmitJob", job_id=job_id, request_id=request_id or randomness.token_hex(16))

    def bulk(self, act: str, filter: Json, dry_run: bool = True, idempotency_key: Optional[str] = None) -> Json:
        """cancel, resubmit or redeliver all jobs that match, the newest first: how many those are, and to how many it was done."""
        key = (idempotency_key or randomness.token_hex(16)) if act == "resubmit" else None
        matching, applied, cursor = 0, 0, {}
        while True:
            body = {"filter": filter, "dry_run": dry_run, **cursor}
            answer = self.call(f"{act}Jobs", body=body, idempotency_key=key, again=act != "redeliver")
            matching, applied = matching + answer["matching"], applied + answer["applied"]
            if answer["next_cursor"] is None:
                return {**answer, "matching": matching, "applied": applied}
            cursor = {"cursor": answer["next_cursor"]}

    def review(self, job_id: str, decisions: Optional[Json] = None, done: bool = False) -> Json:
        return self.call("reviewJob", body={"decisions": decisions or {}, "done": done}, again=True, job_id=job_id)

    def reviews(self, **filters: Any) -> Iterator[Json]:
        """All that was decided, a job at a time; by use_case, client_id."""
        with self._open("GET", "/v1/reviews" + _query(filters)) as answer:
            for line in answer:
                yield json.loads(line)

    def delete(self, job_id: str) -> None:
        """For good."""
        self.call("deleteJob", job_id=job_id)

    def callbacks(self, job_id: str) -> Json:
        return self.call("listCallbacksOfJob", job_id=job_id)

    def redeliver(self, job_id: str) -> Json:
        return self.call("redeliverCallbacksOfJob", job_id=job_id)

    def document(self, job_id: str, index: int) -> bytes:
        """As it was sent: `context.files` by their index, then `context.texts` after them."""
        with self._open("GET", f"/v1/jobs/{_quoted(job_id)}/documents/{index}") as answer:
            return answer.read()

    def page_image(self, job_id: str, number: int, **which: int) -> bytes:
        """A page, from 1, as a picture; `file`: which of `context.files`, 0; `dpi`: pixels per inch, 110."""
        with self._open("GET", f"/v1/jobs/{_quoted(job_id)}/pages/{number}.png{_query(which)}") as answer:
            return answer.read()

    def call(
        self,
        operation: str,
        *,
        body: Optional[Json] = None,
        wait: int = 0,
        idempotency_key: Optional[str] = None,
        again: Optional[bool] = None,
        **given: Any,
    ) -> Any:
        """Any operation of the API by its `operationId`, with the parameters of its path and query: all that has no method here.

        `ix.call("pause", kind="client", name="acme")`. What reads, what puts, and what takes an Idempotency-Key is sent again.
        """
        method, path, once = OPERATIONS[operation]
        headers = {"Accept": "application/json"}
        if wait > 0:
            headers["Prefer"] = f"wait={wait}"
        if once or idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key or randomness.token_hex(16)
        for name in re.findall(r"{(\w+)}", path):
            path = path.replace("{" + name + "}", _quoted(str(given.pop(name))))
        again = method in ("GET", "PUT") or once if again is None else again
        return self._json(method, path + _query(given), body=body, headers=headers, again=again)

    def pages(self, operation: str, **given: Any) -> Iterator[Json]:
        """Of one that answers a page at a time, page after page: `for page in ix.pages("listAudit")`."""
        while True:
            page = self.call(operation, **given)
            yield page
            given["cursor"] = page.get("next_cursor")
            if given["cursor"] is None:
                return

    def _json(self, method: str, path: str, **ask: Any) -> Any:
        with self._open(method, path, **ask) as answer:
            if answer.status == 204:
                return None
            return _parsed(self.url, answer.status, answer.read())

    def _open(
        self,
        method: str,
        path: str,
        body: Optional[Json] = None,
        data: Optional[Callable[[], Union[bytes, Iterable[bytes]]]] = None,
        headers: Mapping[str, str] = {},
        again: Optional[bool] = None,
    ):
        again = method == "GET" if again is None else again
        for attempt in range(self.retries + 1):
            last = not again or attempt == self.retries
            all_headers = {**self._headers, **headers}
            content: Any = None
            if body is not None:
                content = json.dumps(body).encode()
                all_headers["Content-Type"] = "application/json"
            elif data is not None:
                content = data()
            elif method == "POST":
                content = b""
            request = urllib.request.Request(self.url + path, data=content, headers=all_headers, method=method)
            pause = 0.5 * 2**attempt
            try:
                return self._opener.open(request, timeout=self.timeout)
            except urllib.error.HTTPError as error:
                with error:
                    problem = _problem(self.url, error)
                if last or error.code not in (429, 503) or not isinstance(problem, IxProblem):
                    raise problem from None
                if problem.retry_after is not None:
                    if problem.retry_after > PAUSE_MAX_SECONDS:
                        raise problem from None
                    pause = problem.retry_after
            except OSError as error:
                if last:
                    reason = getattr(error, "reason", error)
                    raise IxUnreachable(f"no ix answers at {self.url} ({reason})") from error
            time.sleep(pause)
        raise AssertionError("the last attempt answers or raises")


class CallbackRefused(Exception):
    """It is not to be trusted: answer 401 and do nothing. `reason`: missing, late or signature."""

    def __init__(self, reason: str, message: str):
        super().__init__(message)
        self.reason = reason


def verify_callback(
    secrets: Union[str, Sequence[str]],
    headers: Mapping[str, Any],
    body: bytes,
    tolerance: float = 300,
    now: Callable[[], float] = time.time,
) -> tuple[str, Json]:
    """The callback's id, the same on every attempt, and the event; raises CallbackRefused.

    `secrets`: `whsec_…`; while they are rotated, both. `headers`: of any case. `body`: the very bytes that came.
    """
    given = {str(name).lower(): value for name, value in headers.items()}
    callback_id, sent, signatures = (given.get(f"webhook-{name}") or "" for name in ("id", "timestamp", "signature"))
    if not (callback_id and sent and signatures):
        raise CallbackRefused("missing", "expected webhook-id, webhook-timestamp and webhook-signature")
    if not (sent.isascii() and sent.isdigit() and len(sent) <= 12 and abs(now() - int(sent)) <= tolerance):
        raise CallbackRefused("late", f"webhook-timestamp: expected a time within {tolerance} seconds of now")
    signed = f"{callback_id}.{sent}.".encode() + body
    for secret in [secrets] if isinstance(secrets, str) else secrets:
        if not secret.startswith("whsec_"):
            raise ValueError("the secret of a receiver: expected whsec_ and base64")
        mac = hmac.new(base64.b64decode(secret[len("whsec_") :], validate=True), signed, hashlib.sha256)
        expected = b"v1," + base64.b64encode(mac.digest())
        if any(hmac.compare_digest(one.encode(), expected) for one in signatures.split()):
            return callback_id, json.loads(body)
    raise CallbackRefused("signature", "webhook-signature: none of them is by a secret of this receiver")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class _Form:
    """multipart/form-data, read from the files while it is sent."""

    def __init__(self, submission: Json, files: Sequence[Union[str, Path, tuple[str, bytes]]]):
        boundary = randomness.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        request = json.dumps(submission).encode()
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="request"\r\nContent-Type: application/json\r\n\r\n'
        self._parts: list[tuple[bytes, Union[bytes, Path]]] = [(head.encode(), request)]
        self.total = 0
        for file in files:
            name, content = file if isinstance(file, tuple) else (Path(file).name, Path(file))
            quoted = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{quoted}"\r\n'
            self._parts.append((f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(), content))
            self.total += _size(content)
        self._end = f"--{boundary}--\r\n".encode()
        self.length = sum(len(head) + _size(content) + 2 for head, content in self._parts) + len(self._end)

    def chunks(self, on_progress: Optional[Callable[[int, int], None]]) -> Iterator[bytes]:
        sent = 0
        for index, (head, content) in enumerate(self._parts):
            yield head
            for chunk in _pieces(content):
                yield chunk
                if index > 0 and on_progress is not None:
                    sent += len(chunk)
                    on_progress(sent, self.total)
            yield b"\r\n"
        yield self._end


def _size(content: Union[bytes, Path]) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _told(content: Union[bytes, Path], on_progress: Optional[Callable[[int, int], None]]) -> Iterator[bytes]:
    sent, total = 0, _size(content)
    for piece in _pieces(content):
        yield piece
        sent += len(piece)
        if on_progress is not None:
            on_progress(sent, total)


def _portions(jobs: Iterable[Json]) -> Iterator[list[bytes]]:
    lines: list[bytes] = []
    size = 0
    for job in jobs:
        line = json.dumps(job).encode() + b"\n"
        if lines and (len(lines) == LINES_MAX or size + len(line) > LINES_BYTES_MAX):
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield lines


def _until(ask: Callable[[int], Json], ended: Callable[[Json], bool], seconds: float) -> Json:
    end = time.monotonic() + seconds
    while True:
        left = max(0.0, end - time.monotonic())
        told = ask(int(min(left + 0.999, WAIT_MAX_SECONDS)))
        if ended(told) or time.monotonic() >= end:
            return told


def _pieces(content: Union[bytes, Path]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _events(lines: Iterable[bytes]) -> Iterator[tuple[str, str, str]]:
    """Server-Sent Events: name, data, id."""
    event, event_id, data = "", "", []
    for line in lines:
        name, _, value = line.decode().rstrip("\r\n").partition(":")
        value = value[1:] if value.startswith(" ") else value
        if name == "event":
            event = value
        elif name == "id":
            event_id = value
        elif name == "data":
            data.append(value)
        elif not name and not value:
            if data:
                yield event or "message", "\n".join(data), event_id
            event, event_id, data = "", "", []


def _problem(url: str, error: urllib.error.HTTPError) -> IxError:
    if error.headers.get_content_type() not in ("application/problem+json", "application/json"):
        return IxUnreachable(f"{url} answers, but not as ix does ({error.code}, not JSON)")
    after = error.headers.get("Retry-After") or ""
    return IxProblem(error.code, _parsed(url, error.code, error.read()), int(after) if after.isdigit() else None)


def _parsed(url: str, status: int, body: bytes) -> Json:
    try:
        return json.loads(body)
    except ValueError:
        raise IxUnreachable(f"{url} answers, but not as ix does ({status}, not JSON)") from None


def _quoted(part: str) -> str:
    return urllib.parse.quote(part, safe="")


def _query(values: Mapping[str, Any]) -> str:
    given = {name: str(value).lower() if isinstance(value, bool) else value for name, value in values.items() if value is not None}
    return "?" + urllib.parse.urlencode(given, doseq=True) if given else ""


# Operation: method, path, and whether an Idempotency-Key makes it safe to send again. Written by `npm run docs`.
OPERATIONS = {
    "submitJob": ("POST", "/v1/jobs", True),
    "listJobs": ("GET", "/v1/jobs", False),
    "submitJobs": ("POST", "/v1/jobs/batch", True),
    "getBatch": ("GET", "/v1/batches/{batch_id}", False),
    "cancelBatch": ("POST", "/v1/batches/{batch_id}/cancel", False),
    "cancelJobs": ("POST", "/v1/jobs/cancel", False),
    "resubmitJobs": ("POST", "/v1/jobs/resubmit", True),
    "redeliverJobs": ("POST", "/v1/jobs/redeliver", False),
    "getJob": ("GET", "/v1/jobs/{job_id}", False),
    "getJobByCorrelation": ("GET", "/v1/clients/{client_id}/jobs/{request_id}", False),
    "reviewJob": ("POST", "/v1/jobs/{job_id}/review", False),
    "cancelJob": ("POST", "/v1/jobs/{job_id}/cancel", False),
    "resubmitJob": ("POST", "/v1/jobs/{job_id}/resubmit", True),
    "deleteJob": ("DELETE", "/v1/jobs/{job_id}", False),
    "deleteClient": ("DELETE", "/v1/clients/{client_id}", False),
    "getFile": ("GET", "/v1/files/{file_id}", False),
    "deleteFile": ("DELETE", "/v1/files/{file_id}", False),
    "listCallbacksOfJob": ("GET", "/v1/jobs/{job_id}/callbacks", False),
    "redeliverCallbacksOfJob": ("POST", "/v1/jobs/{job_id}/callbacks/redeliver", False),
    "listCallbacks": ("GET", "/v1/callbacks", False),
    "getCallback": ("GET", "/v1/callbacks/{callback_id}", False),
    "redeliverCallbacks": ("POST", "/v1/callbacks/redeliver", False),
    "listEndpoints": ("GET", "/v1/endpoints", False),
    "pauseEndpoint": ("POST", "/v1/endpoints/pause", False),
    "resumeEndpoint": ("POST", "/v1/endpoints/resume", False),
    "listSubscriptions": ("GET", "/v1/subscriptions", False),
    "createSubscription": ("POST", "/v1/subscriptions", True),
    "getSubscription": ("GET", "/v1/subscriptions/{subscription_id}", False),
    "updateSubscription": ("PATCH", "/v1/subscriptions/{subscription_id}", False),
    "deleteSubscription": ("DELETE", "/v1/subscriptions/{subscription_id}", False),
    "testSubscription": ("POST", "/v1/subscriptions/{subscription_id}/test", False),
    "listClientSecrets": ("GET", "/v1/clients/{client_id}/secrets", False),
    "createClientSecret": ("POST", "/v1/clients/{client_id}/secrets", True),
    "revokeClientSecret": ("POST", "/v1/clients/{client_id}/secrets/{secret_id}/revoke", False),
    "listUseCases": ("GET", "/v1/use-cases", False),
    "getUseCase": ("GET", "/v1/use-cases/{name}", False),
    "saveUseCase": ("PUT", "/v1/use-cases/{name}", False),
    "listUseCaseVersions": ("GET", "/v1/use-cases/{name}/versions", False),
    "getUseCaseVersion": ("GET", "/v1/use-cases/{name}/versions/{version}", False),
    "retireUseCase": ("POST", "/v1/use-cases/{name}/retire", False),
    "listKeys": ("GET", "/v1/keys", False),
    "createKey": ("POST", "/v1/keys", True),
    "rotateKey": ("POST", "/v1/keys/{key_id}/rotate", True),
    "revokeKey": ("POST", "/v1/keys/{key_id}/revoke", False),
    "listPauses": ("GET", "/v1/pauses", False),
    "pause": ("PUT", "/v1/pauses/{kind}/{name}", False),
    "resume": ("DELETE", "/v1/pauses/{kind}/{name}", False),
    "listWorkers": ("GET", "/v1/workers", False),
    "listFilters": ("GET", "/v1/filters", False),
    "saveFilter": ("PUT", "/v1/filters/{name}", False),
    "deleteFilter": ("DELETE", "/v1/filters/{name}", False),
    "listAudit": ("GET", "/v1/audit", False),
    "live": ("GET", "/v1/livez", False),
    "ready": ("GET", "/v1/readyz", False),
    "health": ("GET", "/v1/healthz", False),
    "metrics": ("GET", "/v1/metrics", False),
    "openApi": ("GET", "/v1/openapi.json", False),
}
