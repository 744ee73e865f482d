"""Claims made of documents at run time, each with its label: true, retold, altered, invented and so on."""
