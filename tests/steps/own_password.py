"""The administrator of a running installation chooses a password, and it is printed: with the one-time one nobody changes anything else."""

import json
import os
import urllib.request

OWN = "plenty lantern orbit mosaic"


def post(path: str, body: dict, bearer: str = "") -> dict:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    request = urllib.request.Request(os.environ["BASE_URL"] + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


printed = os.environ["ADMIN_PASSWORD"]
session = post("/v1/sessions", {"email": os.environ["ADMIN_EMAIL"], "password": printed})
post("/v1/me/change-password", {"current_password": printed, "new_password": OWN}, session["access_token"])
print(OWN)
