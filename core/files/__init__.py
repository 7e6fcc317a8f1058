"""How an assessment travels as documents: workbooks, papers, books, charts."""
