"""What the activities make."""

from workflows_runtime.provisioning import Request

ACME = Request("acme")

MADE = {
    "create_realm": "realm-acme",
    "create_bucket": "bucket-acme",
    "seed_repository": "repository-acme",
}
