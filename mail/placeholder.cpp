namespace mail {}
