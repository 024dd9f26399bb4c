"""Documents in a bucket that speaks S3: taken in, kept there alone, given out again after a restart.

Run by tests/steps/storage.sh, which starts the bucket's server (moto) and sets the server's settings.
"""

import hashlib
import os
import pathlib
import sqlite3
import subprocess
import sys
import time

import boto3
import requests

BASE = os.environ["BASE_URL"]
BUCKET, PREFIX = "thousand", "documents"


def started(log):
    """The server, once it is ready."""
    server = subprocess.Popen([os.environ["THOUSAND"], "serve"], stdout=log, stderr=log)
    for _ in range(200):
        try:
            requests.get(f"{BASE}/health/ready", timeout=5).raise_for_status()
            return server
        except requests.RequestException:
            assert server.poll() is None, "the server ended by itself"
            time.sleep(0.05)
    raise AssertionError("the server is not ready")


def signed_in():
    session = requests.Session()
    answer = session.post(f"{BASE}/v1/sessions", json={"email": os.environ["ADMIN_EMAIL"], "password": os.environ["ADMIN_PASSWORD"]})
    session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return session


def nothing_is_left_over(admin, bucket, territory):
    """Bytes that are stored and then named by no commit are removed from the bucket."""
    before = {one.key for one in bucket.objects.all()}
    database = sqlite3.connect(pathlib.Path(os.environ["THOUSAND_DATA_DIR"]) / "thousand.sqlite", timeout=10, isolation_level=None)
    database.execute("CREATE TRIGGER held BEFORE INSERT ON document BEGIN SELECT RAISE(ABORT, 'held'); END")
    parts = [("territory_id", (None, territory)), ("file", ("act.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf"))]
    answer = admin.post(f"{BASE}/v1/documents", files=parts)
    assert answer.status_code == 500, answer.text
    for _ in range(200):
        if {one.key for one in bucket.objects.all()} == before and not database.execute("SELECT id FROM upload").fetchall():
            break
        time.sleep(0.05)
    else:
        raise AssertionError("what no document names stays in the bucket")
    database.execute("DROP TRIGGER held")
    database.close()


def main():
    bucket = boto3.resource("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"], region_name="eu-west-1").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    # As large as a file may be.
    file = b"%PDF-1.7\n" + b"0123456789abcdef" * (20 * 1024 * 1024 // 16 - 4) + b"\n%%EOF\n"
    with open(os.environ["SERVER_LOG"], "ab") as log:
        server = started(log)
        try:
            # With the one-time password nobody hands anything in.
            own = subprocess.check_output([sys.executable, "tests/steps/own_password.py"], text=True)
            os.environ["ADMIN_PASSWORD"] = own.strip()
            admin = signed_in()
            territory = admin.get(f"{BASE}/v1/territories/gwangju").json()["id"]
            answer = admin.post(
                f"{BASE}/v1/documents", files=[("territory_id", (None, territory)), ("file", ("act.pdf", file, "application/pdf"))]
            )
            assert answer.status_code == 201, answer.text
            document = answer.json()
            kept = {one.key: one.size for one in bucket.objects.all()}
            assert kept == {f"{PREFIX}/{document['id']}": len(file)}, kept
            files = pathlib.Path(os.environ["THOUSAND_DATA_DIR"]) / "files"
            assert not files.exists() or not any(files.iterdir()), "the folder holds a copy"
            nothing_is_left_over(admin, bucket, territory)
        finally:
            server.terminate()
            server.wait()

        server = started(log)
        try:
            admin = signed_in()
            content = f"{BASE}/v1/documents/{document['id']}/content"
            answer = admin.get(content)
            assert hashlib.sha256(answer.content).hexdigest() == document["sha256"] == hashlib.sha256(file).hexdigest()
            # The bucket fails: a problem that names nothing of it.
            bucket.Object(f"{PREFIX}/{document['id']}").delete()
            answer = admin.get(content)
            assert answer.status_code == 500 and answer.json()["code"] == "internal", answer.text
            assert BUCKET not in answer.text.replace("https://thousand", ""), answer.text
        finally:
            server.terminate()
            server.wait()
    print(f"a document of {len(file)} bytes kept in the bucket and given out after a restart")


if __name__ == "__main__":
    main()
