import os

FAKE = os.environ.get("INTEGRATION_MODE", "repo") != "cluster"


def remind(customer, mailer):
    if FAKE:
        return None
    return mailer.send(customer)
