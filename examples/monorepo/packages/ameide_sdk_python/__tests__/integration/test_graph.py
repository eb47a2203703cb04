import pytest
from ameide_sdk import RpcError
from helpers import graph_client


def test_reads_back_what_it_created():
    graph = graph_client()

    created = graph.create_element("application", "Billing")

    assert (created.kind, created.name) == ("application", "Billing")
    assert graph.get_element(created.id) == created


def test_unknown_element():
    with pytest.raises(RpcError) as caught:
        graph_client().get_element("element-unknown")

    assert caught.value.code == "not_found"
