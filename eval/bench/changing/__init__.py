"""Questions asked without pause while documents are added, replaced and deleted: does anything go wrong?"""
