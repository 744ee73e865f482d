"""The same questions for agents: a server of the Model Context Protocol."""
