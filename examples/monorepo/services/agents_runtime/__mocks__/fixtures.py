"""The agents that every installation has."""

from agents_runtime.model import Agent

REVIEWER = Agent("reviewer", "Look for what is missing.")
SUMMARIZER = Agent("summarizer", "Say it in one paragraph.")

AGENTS = {agent.id: agent for agent in (REVIEWER, SUMMARIZER)}
