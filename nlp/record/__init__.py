"""The document's own row of the 政府信息公开目录."""
